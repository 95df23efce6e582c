"""Lists of cooperatives to decide about: who is on each, who may read it, its file, its queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provinces.register.event_models import EventKind
from provinces.register.projection import project
from tests.factories import make_cooperative
from tests.figures.pages import text_of

pytestmark = pytest.mark.postgresql
YEAR = timezone.localdate().year


def page(name: str) -> str:
    return f"/register/lists/{name}/"


@pytest.fixture
def client(client_for, officer_hg):
    return client_for(officer_hg)


@pytest.fixture
def coop(hau_giang, officer_hg):
    def make(name: str, *events: tuple[str, dt.date | None, str], **fields):
        cooperative = make_cooperative(hau_giang, officer_hg, name, **fields)
        for kind, day, decision in events:
            cooperative.events.create(kind=kind, happened_on=day, decision=decision, entered_by=officer_hg)
        project(cooperative)
        cooperative.save()
        return cooperative

    return make


def names(client, name: str, query: str = "") -> list[str]:
    table = client.get(f"{page(name)}{query}").context["table"]
    return [str(row.record.organisation if name == "chains" else row.record) for row in table.rows]


def test_fees_list_members_who_have_not_paid_all(client, coop):
    member = (EventKind.JOINED_ALLIANCE, None, "")
    coop("Không là thành viên")
    coop("Chưa ghi gì", member)
    for name, due, paid in (
        ("Đóng đủ", 2, 2),
        ("Đóng thiếu", 2, 1),
        ("Chưa đóng", 2, None),
        ("Không rõ mức", None, 1),
        ("Được miễn", 0, None),
    ):
        coop(name, member).fees.create(year=YEAR, due=due, paid=paid)
    coop("Đã ra", member, (EventKind.LEFT_ALLIANCE, dt.date(YEAR - 1, 5, 1), ""))
    assert sorted(names(client, "fees")) == ["Chưa ghi gì", "Chưa đóng", "Đóng thiếu"]
    assert f"Năm {YEAR}: 2 trong 6 HTX thành viên" in text_of(client.get(page("fees")))
    assert len(names(client, "fees", f"?year={YEAR - 1}")) == 6


def test_fees_are_of_the_newest_year_that_is_known_unless_another_is_asked_for(client, coop):
    coop("HTX Lúa", (EventKind.JOINED_ALLIANCE, None, "")).fees.create(year=2023, due=2, paid=1)
    assert "Năm 2023: 0 trong 1 HTX" in text_of(client.get(page("fees")))
    assert f"Năm {YEAR}: 0 trong 1 HTX" in text_of(client.get(f"{page('fees')}?year={YEAR}"))


def test_models_are_listed_with_their_reasons(client, coop):
    coop("Thường")
    coop("Mẫu", model_reasons="Bao tiêu lúa cho 200 hộ.")
    assert names(client, "models") == ["Mẫu"]
    assert "Bao tiêu lúa cho 200 hộ." in text_of(client.get(page("models")))


def test_chains_are_listed_by_product_while_they_run(client, coop):
    grower = coop("HTX Lúa")
    grower.chains.create(partner="Công ty B", product="Xoài")
    grower.chains.create(partner="Công ty A", product="Lúa", contract="12/HĐ")
    grower.chains.create(partner="Công ty C", product="Cá", until=dt.date(2020, 1, 1))
    grower.chains.create(partner="Công ty D", product="Mía", since=dt.date(2099, 1, 1))
    grower.chains.create(partner="Công ty E", product="Dừa", since=dt.date(2020, 1, 1))
    response = client.get(page("chains"))
    assert [row.record.product for row in response.context["table"].rows] == ["Dừa", "Lúa", "Xoài"]
    assert "01/01/2020" in text_of(response)
    assert "tháng" not in text_of(response)


@pytest.mark.parametrize(
    ("year", "advice"),
    [
        (str(YEAR + 1), f"Đọc được {YEAR + 1}; ghi năm từ 1990 đến {YEAR}."),
        ("abc", f"Giá trị “abc” không hợp lệ. Ghi năm bằng bốn chữ số, ví dụ {YEAR}."),
    ],
)
def test_year_that_is_none_or_has_not_begun_is_refused(year, advice, client, coop):
    coop("HTX Lúa", (EventKind.JOINED_ALLIANCE, None, ""))
    text = text_of(client.get(f"{page('fees')}?year={year}"))
    assert advice in text
    assert f"Năm {YEAR + 1}:" not in text


def test_few_members_are_official_ones_by_the_law_of_today(client, coop):
    coop("Đủ", members=5)
    coop("Thiếu", members=4)
    mixed = coop("Chính thức ít", members=9)
    mixed.half_years.create(year=2025, half=1, members=4, members_with_capital=5)
    coop("Không rõ", members=None)
    coop("Đã hết", (EventKind.DISSOLVED, dt.date(2023, 1, 1), ""), members=2)
    assert sorted(names(client, "few-members")) == ["Chính thức ít", "Thiếu"]
    assert "5 thành viên (Điều 4 Luật HTX 2023)" in text_of(client.get(page("few-members")))


def test_ended_ones_are_listed_until_their_decision_is_entered(client, coop):
    coop("Có quyết định", (EventKind.DISSOLVED, dt.date(2023, 1, 1), "5/QĐ"))
    coop("Chưa có", (EventKind.DISSOLVED, dt.date(2023, 1, 1), ""))
    assert names(client, "undecided") == ["Chưa có"]


def test_officer_sees_the_own_province_and_the_secretary_all(
    client, coop, can_tho, officer_ct, secretary, client_for
):
    coop("HTX Hậu Giang", members=2)
    make_cooperative(can_tho, officer_ct, "HTX Cần Thơ", members=2)
    assert names(client, "few-members") == ["HTX Hậu Giang"]
    everywhere = client_for(secretary)
    assert len(names(everywhere, "few-members")) == 2
    assert names(everywhere, "few-members", f"?province={can_tho.pk}") == ["HTX Cần Thơ"]


@pytest.mark.parametrize("name", ["fees", "models", "chains", "few-members", "undecided"])
def test_lists_come_as_files_with_their_rows(name, client, coop):
    grower = coop("HTX Lúa", (EventKind.JOINED_ALLIANCE, None, ""), members=2, model_reasons="Lý do")
    grower.chains.create(partner="Công ty A", product="Lúa")
    coop("HTX Hết", (EventKind.DISSOLVED, dt.date(2023, 1, 1), ""))
    text = b"".join(client.get(f"{page(name)}?_export=csv").streaming_content).decode()
    assert ("HTX Hết" if name == "undecided" else "HTX Lúa") in text
    assert "<a" not in text


def test_unknown_list_is_not_found(client):
    assert client.get(page("nothing")).status_code == 404


@pytest.mark.parametrize("query", ["?year=abc", "?year=99999999999999", "?q=%00", "?sector=x"])
def test_odd_addresses_break_nothing(query, client, coop):
    coop("HTX Lúa")
    assert client.get(f"{page('fees')}{query}").status_code == 200


def test_queries_do_not_grow_with_the_list(client, coop):
    counts = []
    for number in range(2):
        for more in range(1 + 8 * number):
            coop(f"HTX {number} {more}", (EventKind.JOINED_ALLIANCE, None, ""), members=2)
        with CaptureQueriesContext(connection) as queries:
            client.get(page("fees"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
