"""Drafting, sending, signing and changing a pledge."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.pledges import services as pledges_services
from emulation.pledges import signing
from emulation.pledges.indicators import pledged_indicators, suggested_indicators
from emulation.pledges.models import Pledge, Signing, TargetChange
from emulation.pledges.progress import signed_targets
from emulation.pledges.rows import targets_of
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from tests.emulation.factories import make_pledge, make_year
from tests.figures.factories import make_catalogue
from vietnamese.dates import format_date
from web.edit_conflicts import EditConflictError
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql

TARGETS = {"coop.new": Decimal(20), "coop.total": Decimal(260)}


@pytest.fixture
def contest(cluster, provinces) -> EmulationYear:
    """2023 with targets for new and for all cooperatives; pledging never closes."""
    catalogue = make_catalogue()
    contest_year = make_year(cluster, 2023)
    contest_year.deadlines.update(due_on=dt.date(2999, 12, 31))
    for code in TARGETS:
        contest_year.pledged_indicators.create(indicator=catalogue[code])
    return contest_year


def save(contest, province, by, targets=None, seen=0) -> Pledge:
    return pledges_services.save_targets(
        contest_year=contest, province=province, targets=targets or TARGETS, seen=seen, by=by
    )


def send_all(contest, provinces, by) -> None:
    for province in provinces.values():
        make_pledge(contest, province, by, TARGETS, "sent")


def test_officer_drafts_and_the_leader_sends(contest, hau_giang, officer_hg, leader_hg):
    save(contest, hau_giang, officer_hg)
    with pytest.raises(PermissionDenied):
        pledges_services.send_pledge(contest_year=contest, province=hau_giang, by=officer_hg)
    pledge = pledges_services.send_pledge(contest_year=contest, province=hau_giang, by=leader_hg)
    assert (pledge.state, pledge.sent_by, pledge.version) == ("sent", leader_hg, 2)
    assert targets_of(pledge) == TARGETS
    assert [event.action for event in contest.events.all()] == ["pledge.save", "pledge.send"]


def test_targets_outside_the_selection_are_ignored_and_zero_is_saved(contest, hau_giang, officer_hg):
    pledge = save(contest, hau_giang, officer_hg, {"coop.new": Decimal(0), "coop.digital": Decimal(5)})
    assert targets_of(pledge) == {"coop.new": 0}


def test_pledge_with_a_missing_target_cannot_be_sent(contest, hau_giang, officer_hg, leader_hg):
    save(contest, hau_giang, officer_hg, {"coop.new": Decimal(20)})
    with pytest.raises(RefusedError, match="Tổng số HTX"):
        pledges_services.send_pledge(contest_year=contest, province=hau_giang, by=leader_hg)


@pytest.mark.parametrize("fixture", ["officer_ct", "secretary", "observer", "head"])
def test_other_officers_cannot_save_a_pledge(fixture, request, contest, hau_giang):
    with pytest.raises(PermissionDenied):
        save(contest, hau_giang, request.getfixturevalue(fixture))
    assert not Pledge.objects.exists()


def test_save_over_somebody_else_s_change_is_a_conflict(contest, hau_giang, officer_hg, leader_hg):
    save(contest, hau_giang, officer_hg)
    with pytest.raises(EditConflictError) as conflict:
        save(contest, hau_giang, leader_hg, {"coop.new": Decimal(25)}, seen=0)
    assert targets_of(conflict.value.stored) == TARGETS
    # the same numbers from an old page change nothing, and are no conflict
    assert save(contest, hau_giang, leader_hg, seen=0).version == 1


def test_pledge_cannot_be_saved_after_its_last_day(contest, hau_giang, officer_hg):
    contest.deadlines.filter(part=Deadline.Part.PLEDGE).update(due_on=dt.date(2023, 2, 28))
    with pytest.raises(RefusedError, match="đã hết hạn ngày 28/02/2023"):
        save(contest, hau_giang, officer_hg)


def test_sent_pledge_is_returned_with_a_reason(contest, hau_giang, leader_hg, secretary):
    make_pledge(contest, hau_giang, leader_hg, TARGETS, "sent")
    with pytest.raises(RefusedError, match="lý do"):
        pledges_services.return_pledge(contest_year=contest, province=hau_giang, reason=" ", by=secretary)
    with pytest.raises(RefusedError, match="đã gửi nên không sửa"):
        save(contest, hau_giang, leader_hg, {"coop.new": Decimal(25)}, seen=1)
    pledge = pledges_services.return_pledge(
        contest_year=contest, province=hau_giang, reason="Thiếu căn cứ.", by=secretary
    )
    assert (pledge.state, pledge.sent_at) == ("draft", None)
    assert Event.objects.get().reason == "Thiếu căn cứ."
    save(contest, hau_giang, leader_hg, {"coop.new": Decimal(25)}, seen=2)


def test_head_opens_the_signing_after_all_have_sent(contest, provinces, leader_hg, head, secretary):
    with pytest.raises(RefusedError, match="An Giang, Bạc Liêu"):
        signing.open_signing(contest_year=contest, by=head)
    send_all(contest, provinces, leader_hg)
    with pytest.raises(PermissionDenied):
        signing.open_signing(contest_year=contest, by=secretary)
    with pytest.raises(RefusedError, match="chưa mở ký"):
        signing.sign_pledge(
            contest_year=contest, province=provinces["hau-giang"], name="Lê Văn B", by=leader_hg
        )
    opened = signing.open_signing(contest_year=contest, by=head)
    again = signing.open_signing(contest_year=contest, by=head)
    assert opened.opened_at == again.opened_at


def test_leader_signs_for_their_own_province_once(contest, provinces, leader_hg, head):
    send_all(contest, provinces, leader_hg)
    signing.open_signing(contest_year=contest, by=head)
    hau_giang = provinces["hau-giang"]
    with pytest.raises(PermissionDenied):
        signing.sign_pledge(contest_year=contest, province=hau_giang, name="Lê Văn B", by=head)
    with pytest.raises(RefusedError, match="họ tên"):
        signing.sign_pledge(contest_year=contest, province=hau_giang, name=" ", by=leader_hg)
    signed = signing.sign_pledge(contest_year=contest, province=hau_giang, name=" Lê  Văn B ", by=leader_hg)
    again = signing.sign_pledge(contest_year=contest, province=hau_giang, name="Lê Văn B", by=leader_hg)
    assert (signed.state, signed.signer, again.signer) == ("signed", "Lê Văn B", "Lê Văn B")
    with pytest.raises(RefusedError, match="họ tên người ký “Lê Văn B”"):
        signing.sign_pledge(contest_year=contest, province=hau_giang, name="Người khác", by=leader_hg)
    assert Pledge.objects.signed().count() == 1


def test_secretary_records_the_signing_at_the_conference(contest, provinces, leader_hg, secretary):
    send_all(contest, provinces, leader_hg)
    day, names = dt.date(2023, 1, 12), {slug: f"Lãnh đạo {slug}" for slug in provinces}
    values = {"contest_year": contest, "place": "Rạch Giá", "by": secretary}
    with pytest.raises(RefusedError, match="sau hôm nay"):
        signing.record_signing(held_on=dt.date(2999, 1, 1), signers=names, **values)
    with pytest.raises(RefusedError, match="người ký của Sóc Trăng"):
        signing.record_signing(held_on=day, signers=names | {"soc-trang": ""}, **values)
    signing.record_signing(held_on=day, signers=names, **values)
    assert {pledge.signed_on for pledge in Pledge.objects.signed()} == {day}
    assert Pledge.objects.signed().count() == 7
    assert Signing.objects.get().place == "Rạch Giá"
    signing.record_signing(held_on=day, signers=names, **values)  # the same again
    with pytest.raises(RefusedError, match=r"ngày 12/01/2023, tại Rạch Giá\.$"):
        signing.record_signing(held_on=day + dt.timedelta(days=1), signers=names, **values)


def test_recorded_name_replaces_no_signature_of_a_leader(contest, provinces, leader_hg, head, secretary):
    send_all(contest, provinces, leader_hg)
    signing.open_signing(contest_year=contest, by=head)
    signing.sign_pledge(contest_year=contest, province=provinces["hau-giang"], name="Lê Văn B", by=leader_hg)
    names = {slug: f"Lãnh đạo {slug}" for slug in provinces}
    values = {
        "contest_year": contest,
        "held_on": dt.date(2023, 1, 12),
        "place": "Rạch Giá",
        "by": secretary,
    }
    with pytest.raises(RefusedError, match="Lê Văn B ký cho Hậu Giang"):
        signing.record_signing(signers=names, **values)
    assert Pledge.objects.signed().count() == 1
    del names["hau-giang"]
    signing.record_signing(signers=names, **values)
    assert Pledge.objects.signed().count() == 7


def test_change_of_a_signed_target_keeps_the_old_number_and_the_reason(
    contest, hau_giang, leader_hg, secretary
):
    pledge = make_pledge(contest, hau_giang, leader_hg, TARGETS, "signed")
    new = contest.pledged_indicators.get(indicator__code="coop.new").indicator
    change = {"pledge": pledge, "indicator": new, "value": Decimal(15), "seen": 1}
    with pytest.raises(PermissionDenied):
        signing.propose_change(**change, reason="Hạn mặn.", by=leader_hg)
    with pytest.raises(RefusedError, match="lý do"):
        signing.propose_change(**change, reason="", by=secretary)
    signing.propose_change(**change, reason="Hạn mặn.", by=secretary)
    stored = pledge.changes.get()
    assert (stored.old, stored.new, stored.reason, stored.by) == (20, 15, "Hạn mặn.", secretary)
    assert targets_of(pledge)["coop.new"] == 20  # until the province agrees
    with pytest.raises(EditConflictError):
        signing.propose_change(**(change | {"value": Decimal(14)}), reason="Hạn mặn.", by=secretary)


@pytest.fixture
def proposed(contest, hau_giang, leader_hg, secretary) -> TargetChange:
    pledge = make_pledge(contest, hau_giang, leader_hg, TARGETS, "signed")
    new = contest.pledged_indicators.get(indicator__code="coop.new").indicator
    return signing.propose_change(
        pledge=pledge, indicator=new, value=Decimal(18), reason="Hạn mặn.", seen=1, by=secretary
    )


def test_proposed_change_counts_once_the_provinces_leader_agrees(
    proposed, contest, leader_hg, leader_ct, officer_hg, secretary
):
    for stranger in (leader_ct, officer_hg, secretary):
        with pytest.raises(PermissionDenied):
            signing.answer_change(change=proposed, is_agreed=True, by=stranger)
    assert signed_targets(2023)["hau-giang", "coop.new"].text == "20"
    agreed = signing.answer_change(change=proposed, is_agreed=True, by=leader_hg)
    assert targets_of(proposed.pledge)["coop.new"] == 18
    day = format_date(timezone.localdate())
    assert signed_targets(2023)["hau-giang", "coop.new"].text == f"18; ký 20, điều chỉnh ngày {day}"
    assert signing.answer_change(change=agreed, is_agreed=True, by=leader_hg).is_agreed
    with pytest.raises(RefusedError, match="Lãnh đạo Liên minh HTX tỉnh, Hậu Giang đã đồng ý lúc"):
        signing.answer_change(change=agreed, is_agreed=False, why_not="x", by=leader_hg)
    event = Event.objects.get(action="pledge.change_agreed")
    assert (event.subject, event.old, event.new) == ("HTX thành lập mới", "20", "18")


def test_second_change_still_shows_what_was_signed(proposed, leader_hg, secretary):
    signing.answer_change(change=proposed, is_agreed=True, by=leader_hg)
    proposed.pledge.refresh_from_db()
    again = signing.propose_change(
        pledge=proposed.pledge,
        indicator=proposed.indicator,
        value=Decimal(17),
        reason="Thiếu vốn.",
        seen=proposed.pledge.version,
        by=secretary,
    )
    signing.answer_change(change=again, is_agreed=True, by=leader_hg)
    assert signed_targets(2023)["hau-giang", "coop.new"].text.startswith("17; ký 20, điều chỉnh")


def test_province_that_does_not_agree_says_why_and_keeps_what_it_signed(proposed, leader_hg):
    with pytest.raises(RefusedError, match="lý do không đồng ý"):
        signing.answer_change(change=proposed, is_agreed=False, by=leader_hg)
    declined = signing.answer_change(change=proposed, is_agreed=False, why_not="Vẫn đạt được.", by=leader_hg)
    assert (declined.is_agreed, declined.answer) == (False, "Vẫn đạt được.")
    with pytest.raises(RefusedError, match="đã không đồng ý lúc"):
        signing.answer_change(change=proposed, is_agreed=True, by=leader_hg)
    assert signed_targets(2023)["hau-giang", "coop.new"].text == "20"


def test_one_change_of_a_target_waits_at_a_time(proposed, secretary):
    proposed.pledge.refresh_from_db()
    with pytest.raises(RefusedError, match="chờ tỉnh đồng ý"):
        signing.propose_change(
            pledge=proposed.pledge,
            indicator=proposed.indicator,
            value=Decimal(17),
            reason="Khác.",
            seen=proposed.pledge.version,
            by=secretary,
        )
    copied = TargetChange.objects.get()
    copied.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copied.save()


@pytest.mark.parametrize(
    "values",
    [
        {"is_agreed": True},  # without a time
        {"is_agreed": False, "answered_at": "2023-08-05T00:00:00Z"},  # without a reason
        {"answer": "Không."},  # without an answer
    ],
)
def test_answer_to_a_change_is_whole(values, proposed):
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetChange.objects.update(**values)


def test_selection_is_suggested_from_last_year_and_closed_after_a_pledge_was_sent(
    contest, cluster, hau_giang, leader_hg, secretary
):
    next_year = make_year(cluster, 2024)
    assert [i.code for i in suggested_indicators(next_year)] == list(
        reversed(TARGETS)
    )  # in the catalogue's order
    new_coops = next(i for i in pledged_indicators(contest) if i.code == "coop.new")
    signing.choose_indicators(contest_year=contest, indicators=[new_coops], by=secretary)
    assert [i.code for i in pledged_indicators(contest)] == ["coop.new"]
    make_pledge(contest, hau_giang, leader_hg, {"coop.new": 5}, "sent")
    signing.choose_indicators(contest_year=contest, indicators=[new_coops], by=secretary)  # nothing changes
    with pytest.raises(RefusedError, match="không đổi chỉ tiêu"):
        signing.choose_indicators(contest_year=contest, indicators=[], by=secretary)
