"""What the successors have pledged: the sums of what their parts signed."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from emulation.pledges import merged_pledges, signing
from emulation.pledges.models import Pledge
from emulation.pledges.progress import progress_of, signed_targets
from emulation.scoring.targets import Target
from emulation.successors.models import DecidedTarget
from emulation.successors.targets import added_up
from figures.catalogue.models import Indicator
from tests.emulation.successors.merger_year import ADDED_UP, NEW, SIGNED, get
from tests.figures.pages import text_of
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql


def test_pledges_add_up_and_the_signed_ones_stay(signed, three):
    targets = signed_targets(2025)
    assert {slug: targets[slug, NEW].value for slug in ADDED_UP} == ADDED_UP
    assert {slug: targets[slug, NEW].value for slug in SIGNED} == SIGNED
    assert targets["an-giang-2025", NEW].change_note == "gộp từ An Giang 10, Kiên Giang 20"
    table = progress_of(signed)
    # 7 × 10 of the first half, 3 × 10 of the second, of 280
    assert [(str(p), row[0].value, row[0].target_value) for p, row in table.rows] == [
        ("An Giang", 30, 30),
        ("Cà Mau", 30, 70),
        ("Cần Thơ", 40, 180),
    ]
    assert (table.totals[0].value, table.totals[0].target_value) == (100, 280)
    half = progress_of(signed, until=1)
    assert len(half.rows) == 7
    assert half.totals[0].target_value == 280


def test_a_change_agreed_after_the_merger_reaches_the_sum(signed, three, heads, secretary):
    pledge = Pledge.objects.select_related("year", "province").get(province__slug="kien-giang")
    change = signing.propose_change(
        pledge=pledge,
        indicator=Indicator.objects.get(code=NEW),
        value=Decimal(25),
        reason="Bão.",
        seen=pledge.version,
        by=secretary,
    )
    signing.answer_change(change=change, is_agreed=True, by=heads["an-giang-2025"])
    target = signed_targets(2025)["an-giang-2025", NEW]
    assert (target.value, target.signed) == (35, 30)


def test_what_cannot_be_added_up_the_secretary_decides_with_a_reason(
    signed, three, heads, secretary, client_for
):
    Pledge.objects.get(province__slug="kien-giang").targets.all().delete()
    assert ("an-giang-2025", NEW) not in signed_targets(2025)
    page = "/emulation/2025/pledges/an-giang-2025/"
    shown = get(client_for, secretary, page)
    assert "Quyết định số giao ước không cộng được" in shown
    assert "Chưa đủ số" in shown
    assert "Quyết định số giao ước không cộng được" not in get(client_for, heads["ca-mau-2025"], page)
    new = Indicator.objects.get(code=NEW)
    decision = {"contest_year": signed, "province": three["an-giang-2025"], "indicator": new}
    with pytest.raises(PermissionDenied):
        merged_pledges.decide_target(**decision, value=Decimal(1), reason="x", by=heads["an-giang-2025"])
    stored = merged_pledges.stored_merged_pledge(signed, three["an-giang-2025"])
    form = {
        "indicator": NEW,
        "value": "25",
        "reason": "Kiên Giang chưa ký chỉ tiêu này.",
        "seen": stored.version,
    }
    response = client_for(secretary).post(f"{page}decide/", form, follow=True)
    assert response.status_code == 200
    assert "Đã ghi số giao ước của An Giang" in response.content.decode()
    assert "Chưa đủ số" not in get(client_for, secretary, "/emulation/2025/pledges/")
    target = signed_targets(2025)["an-giang-2025", NEW]
    assert target.value == 25
    assert "Kiên Giang chưa ký" in target.change_note
    log = get(client_for, heads["ca-mau-2025"], "/emulation/2025/log/")
    assert "Quyết định số giao ước của tỉnh hợp nhất" in log
    assert "Kiên Giang chưa ký chỉ tiêu này." in log
    with pytest.raises(RefusedError, match="không có số nào phải quyết định"):
        merged_pledges.decide_target(
            **decision | {"province": three["ca-mau-2025"]}, value=Decimal(1), reason="x", by=secretary
        )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("decided_target_not_negative", {"value": -1, "reason": "x"}),
        ("decided_target_has_a_reason", {"value": 1, "reason": ""}),
        ("decided_target_once_an_indicator", {"value": 1, "reason": "x"}),
    ],
)
def test_database_refuses(name, values, signed, provinces, secretary):
    row = {"year": signed, "indicator": Indicator.objects.get(code=NEW), "by": secretary}
    DecidedTarget.objects.create(province=provinces["ca-mau"], value=2, reason="y", **row)
    slug = "ca-mau" if name.endswith("an_indicator") else "bac-lieu"
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        DecidedTarget.objects.create(province=provinces[slug], **row | values)
    # For a broken UNIQUE SQLite gives the columns, not the constraint's name.
    assert name in str(error.value) or "UNIQUE" in str(error.value)


@given(data=st.data())
def test_pledges_of_random_mergers_add_up_with_nobody_lost_or_twice(data) -> None:
    """Provinces merge again and again within a year; what they signed is in exactly one target."""
    count = data.draw(st.integers(2, 8))
    alive = {f"p{n}": data.draw(st.integers(0, 1000)) for n in range(count)}
    signed = {(slug, NEW): Target(Decimal(value)) for slug, value in alive.items()}
    standing, parts, made = set(alive), {}, 0
    while len(standing) > 1 and data.draw(st.booleans()):
        merging = data.draw(st.sets(st.sampled_from(sorted(standing)), min_size=2))
        made += 1
        parts[f"m{made}"] = sorted(merging)
        standing = standing - merging | {f"m{made}"}
    merged = added_up(parts, signed, {})
    targets = signed | merged
    assert set(merged) == {(slug, NEW) for slug in parts}
    assert sum(targets[slug, NEW].value for slug in standing) == sum(alive.values())


@given(data=st.data())
def test_a_part_that_signed_nothing_makes_no_sum(data) -> None:
    values = data.draw(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=2, max_size=5))
    signed = {(f"p{n}", NEW): Target(Decimal(v)) for n, v in enumerate(values) if v is not None}
    merged = added_up({"m": [f"p{n}" for n in range(len(values))]}, signed, {})
    assert (("m", NEW) in merged) == (bool(signed) and None not in values)


LIST = "/emulation/2025/pledges/"


def targets_file(client_for, officer) -> dict[str, str]:
    response = client_for(officer).get(f"{LIST}?_export=csv&_list=targets")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    return row


def test_list_of_targets_has_the_seven_and_the_sums_of_the_three(signed, three, secretary, client_for):
    page = text_of(client_for(secretary).get(LIST)).split("Chỉ tiêu đã đăng ký")[1]
    heads, row = page.split("HTX thành lập mới")[:2]
    assert "An Giang Cà Mau Cần Thơ An Giang (đến 30/6/2025) Bạc Liêu (đến 30/6/2025)" in heads
    # The three, then the seven in their order.
    assert row.split()[1:11] == ["30", "70", "180", "10", "30", "40", "50", "60", "20", "70"]
    assert "An Giang: gộp từ An Giang (đến 30/6/2025), Kiên Giang (đến 30/6/2025)" in page
    file = targets_file(client_for, secretary)
    assert (file["An Giang (đến 30/6/2025)"], file["Kiên Giang (đến 30/6/2025)"]) == ("10", "20")
    assert (file["An Giang"], file["An Giang, số gộp"]) == ("30", "gộp từ An Giang 10, Kiên Giang 20")


def test_list_says_which_targets_make_no_sum_and_what_was_decided(signed, three, secretary, client_for):
    Pledge.objects.get(province__slug="kien-giang").targets.all().delete()
    why = "không cộng được: Kiên Giang (đến 30/6/2025) chưa ký"
    assert why in text_of(client_for(secretary).get(LIST))
    assert targets_file(client_for, secretary)["An Giang"] == why
    merged_pledges.decide_target(
        contest_year=signed,
        province=three["an-giang-2025"],
        indicator=Indicator.objects.get(code=NEW),
        value=Decimal(25),
        reason="Kiên Giang chưa ký.",
        by=secretary,
    )
    page = text_of(client_for(secretary).get(LIST))
    assert why not in page
    assert "giao ước 25 do Tổ giúp việc quyết định; lý do: Kiên Giang chưa ký." in page
    assert targets_file(client_for, secretary)["An Giang"] == "25"


def test_list_before_a_merger_has_no_sums(first_half, secretary, client_for):
    page = text_of(client_for(secretary).get(LIST))
    assert "gộp từ" not in page
    assert "đến 30/6" not in page
