"""Saving cells: changes are written, another writer's are not undone, unreadable input is stored."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.entry import services
from figures.entry.services import SaveResult, narrative_fingerprint
from figures.periods.models import Period
from figures.submissions.cell_entries import CellEntry, entries_in
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.factories import make_officer
from tests.figures.factories import NOT_KNOWN, entries, local, make_period, make_submission
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql


@pytest.fixture
def started(
    period: Period, hau_giang: Province, indicators: dict[str, Indicator], officer_hg: Officer
) -> Submission:
    return services.start(period=period, province=hau_giang, by=officer_hg)


@pytest.fixture
def colleague(hau_giang: Province) -> Officer:
    """A second officer of the same province."""
    return make_officer("hau-giang-2", Officer.Role.ENTRY, hau_giang)


def save(
    submission: Submission,
    cells: dict[str, str | CellEntry],
    by: Officer,
    seen: dict[str, str | CellEntry] | None = None,
) -> SaveResult:
    """Save a form; `seen` is what its page showed."""
    shown = None if seen is None else {code: e.fingerprint for code, e in entries(seen).items()}
    return services.save_cells(submission=submission, entries=entries(cells), seen=shown, by=by)


def stored(submission: Submission, code: str) -> CellEntry:
    return CellEntry.of(submission.figures.filter(indicator__code=code).first())


def test_starting_twice_makes_one_submission(
    period: Period, hau_giang: Province, started: Submission, officer_hg: Officer
) -> None:
    assert services.start(period=period, province=hau_giang, by=officer_hg) == started


def test_nothing_is_begun_if_entry_is_closed(
    period: Period, hau_giang: Province, officer_hg: Officer, officer_ct: Officer
) -> None:
    with pytest.raises(PermissionDenied):
        services.start(period=period, province=hau_giang, by=officer_ct)
    Period.objects.update(state="planned")
    period.refresh_from_db()
    with pytest.raises(RefusedError, match="chưa mở"):
        services.start(period=period, province=hau_giang, by=officer_hg)
    assert not Submission.objects.exists()


def test_nothing_is_entered_before_the_opening_day(started: Submission, officer_hg: Officer) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Period.objects.update(opens_on=tomorrow, due_on=tomorrow, closes_on=tomorrow)
    with pytest.raises(RefusedError, match="Nhập số liệu từ ngày"):
        save(started, {"coop.new": "11"}, officer_hg)
    assert started.state == Submission.State.DRAFT


def test_saved_cells_are_stored_with_officer_and_time(started: Submission, officer_hg: Officer) -> None:
    saved = save(started, {"coop.new": "11", "coop.profit": "-1.500,5", "coop.total": NOT_KNOWN}, officer_hg)
    assert (saved.written, saved.conflicts) == (3, {})
    profit = started.figures.get(indicator__code="coop.profit")
    assert (profit.answer, profit.value, profit.version) == ("known", Decimal("-1500.5"), 1)
    assert profit.changed_by == officer_hg
    assert started.figures.get(indicator__code="coop.total").answer == "unknown"


def test_cells_can_be_dated_in_the_past(started: Submission, officer_hg: Officer) -> None:
    at = local(2023, 7, 1, 8)
    services.save_cells(submission=started, entries=entries({"coop.new": "11"}), by=officer_hg, at=at)
    assert started.figures.get().changed_at == at


def test_zero_is_stored_as_zero_and_blank_as_nothing(started: Submission, officer_hg: Officer) -> None:
    save(started, {"coop.new": "0", "coop.dissolved": ""}, officer_hg)
    assert started.figures.get().value == 0


def test_number_can_be_deleted(started: Submission, officer_hg: Officer) -> None:
    save(started, {"coop.new": "11"}, officer_hg)
    save(started, {"coop.new": ""}, officer_hg, seen={"coop.new": "11"})
    figure = started.figures.get()
    assert (figure.answer, figure.value, figure.version) == ("blank", None, 2)


@pytest.mark.parametrize(
    "cell", [CellEntry("1.23.456"), CellEntry("12", state="unknown"), CellEntry("12", state="not_applicable")]
)
def test_unreadable_number_is_stored_as_typed(
    started: Submission, officer_hg: Officer, cell: CellEntry
) -> None:
    save(started, {"coop.new": cell}, officer_hg)
    assert stored(started, "coop.new") == cell
    assert started.figures.get().value is None


def test_question_is_answered_by_choosing_the_number(started: Submission, officer_hg: Officer) -> None:
    doubt = CellEntry("12", state="unknown")
    save(started, {"coop.new": doubt}, officer_hg)
    save(started, {"coop.new": "12"}, officer_hg, seen={"coop.new": doubt})
    figure = started.figures.get()
    assert (figure.answer, figure.value, figure.typed) == ("known", 12, "")


def test_saving_the_same_again_writes_nothing(started: Submission, officer_hg: Officer) -> None:
    save(started, {"coop.new": "1234"}, officer_hg)
    version = Submission.objects.get(pk=started.pk).version
    for spelling in ("1234", "1.234", "1 234,0"):
        assert save(started, {"coop.new": spelling}, officer_hg).written == 0
    assert started.figures.get().version == 1
    assert Submission.objects.get(pk=started.pk).version == version


def test_every_write_raises_the_version_of_the_submission(started: Submission, officer_hg: Officer) -> None:
    before = Submission.objects.get(pk=started.pk).version
    save(started, {"coop.new": "1"}, officer_hg)
    save(started, {"coop.new": "2"}, officer_hg)
    assert Submission.objects.get(pk=started.pk).version == before + 2


# Two writers


def test_cell_that_two_changed_is_a_conflict_and_keeps_what_is_stored(
    started: Submission, officer_hg: Officer, colleague: Officer
) -> None:
    save(started, {"coop.new": "11"}, colleague, seen={"coop.new": ""})
    saved = save(started, {"coop.new": "12", "coop.dissolved": "2"}, officer_hg, seen={"coop.new": ""})
    conflict = saved.conflicts["coop.new"]
    assert (conflict.stored, conflict.by) == (CellEntry("11"), colleague)
    assert stored(started, "coop.new") == CellEntry("11")
    assert stored(started, "coop.dissolved") == CellEntry("2"), "the rest of the form is written"
    assert saved.written == 1


def test_second_attempt_overwrites_what_it_was_shown(
    started: Submission, officer_hg: Officer, colleague: Officer
) -> None:
    save(started, {"coop.new": "11"}, colleague)
    assert save(started, {"coop.new": "12"}, officer_hg, seen={"coop.new": "11"}).conflicts == {}
    assert stored(started, "coop.new") == CellEntry("12")


def test_cell_left_as_it_was_shown_does_not_overwrite_another_writer(
    started: Submission, officer_hg: Officer, colleague: Officer
) -> None:
    save(started, {"coop.new": "10"}, officer_hg)
    save(started, {"coop.new": "11"}, colleague, seen={"coop.new": "10"})
    saved = save(started, {"coop.new": "10"}, officer_hg, seen={"coop.new": "10"})
    assert (saved.written, saved.conflicts) == (0, {})
    assert stored(started, "coop.new") == CellEntry("11")


def test_cell_left_alone_is_no_conflict_with_text_that_could_not_be_read(
    started: Submission, officer_hg: Officer, colleague: Officer
) -> None:
    save(started, {"coop.new": "1.2.3"}, colleague, seen={"coop.new": ""})
    assert save(started, {"coop.new": ""}, officer_hg, seen={"coop.new": ""}).conflicts == {}
    assert stored(started, "coop.new") == CellEntry("1.2.3")


@pytest.mark.parametrize("spelling", ["1234", "1.234", "1 234"])
def test_same_number_by_both_is_no_conflict_however_it_is_spelled(
    started: Submission, officer_hg: Officer, colleague: Officer, spelling: str
) -> None:
    save(started, {"coop.new": "1.234"}, colleague, seen={"coop.new": ""})
    assert save(started, {"coop.new": spelling}, officer_hg, seen={"coop.new": ""}).conflicts == {}


def test_without_fingerprints_everything_is_written(
    started: Submission, officer_hg: Officer, colleague: Officer
) -> None:
    save(started, {"coop.new": "11"}, colleague)
    assert save(started, {"coop.new": "12"}, officer_hg).conflicts == {}
    assert stored(started, "coop.new") == CellEntry("12")


# What a form may carry


def test_unknown_and_computed_cells_are_ignored(started: Submission, officer_hg: Officer) -> None:
    saved = save(
        started, {"coop.bribes": "7", "coop.capital_per_coop": "1.000", "coop.new": "11"}, officer_hg
    )
    assert saved.written == 1
    assert [f.indicator.code for f in started.figures.all()] == ["coop.new"]


def test_indicator_that_ended_takes_no_cell(started: Submission, officer_hg: Officer) -> None:
    Indicator.objects.filter(code="coop.digital").update(last_period="2022-H2")
    now = Submission.objects.get(pk=started.pk)  # the next request
    assert save(now, {"coop.digital": "5"}, officer_hg).written == 0


def test_nul_bytes_and_lone_surrogates_do_no_harm(
    started: Submission, officer_hg: Officer, indicators: dict[str, Indicator]
) -> None:
    post = {"coop.new": "1\x001\ud800", "coop.new.note": "\x00Đủ\udfff", "coop.new.explanation": "\x07"}
    form = entries_in(post, indicators.values())
    services.save_cells(
        submission=started,
        entries=form,
        seen={"coop.new": "\ud800\x00"},
        narrative={"difficulties": "\x00Thiếu vốn\ud800"},
        by=officer_hg,
    )
    figure = started.figures.get()
    started.refresh_from_db()
    assert (figure.value, figure.note, started.difficulties) == (11, "Đủ", "Thiếu vốn")


def test_largest_readable_amount_is_stored(started: Submission, officer_hg: Officer) -> None:
    save(started, {"coop.profit": "999.999.999.999,99"}, officer_hg)
    assert started.figures.get().value == Decimal("999999999999.99")


# Narrative and estimate


def write(
    submission: Submission, by: Officer, text: str, shown: str | None = None, **rest: bool | None
) -> SaveResult:
    seen = {} if shown is None else {"difficulties": narrative_fingerprint(shown)}
    return services.save_cells(
        submission=submission, entries={}, seen=seen, narrative={"difficulties": text}, by=by, **rest
    )


def test_narrative_is_stored_and_other_fields_are_not_touched(
    started: Submission, officer_hg: Officer
) -> None:
    write(started, officer_hg, "Thiếu vốn.\r\nThiếu đất. ")
    services.save_cells(
        submission=started, entries={}, narrative={"causes": "Hạn mặn.", "state": "locked"}, by=officer_hg
    )
    started.refresh_from_db()
    assert (started.difficulties, started.causes) == ("Thiếu vốn.\nThiếu đất.", "Hạn mặn.")
    assert started.state == "draft"


def test_text_that_two_changed_is_a_conflict(
    started: Submission, officer_hg: Officer, colleague: Officer
) -> None:
    write(started, colleague, "Thiếu vốn.", shown="")
    saved = write(started, officer_hg, "Thiếu đất.", shown="")
    assert saved.narrative_conflicts == {"difficulties": "Thiếu vốn."}
    started.refresh_from_db()
    assert started.difficulties == "Thiếu vốn."


def test_text_left_as_it_was_shown_does_not_overwrite(
    started: Submission, officer_hg: Officer, colleague: Officer
) -> None:
    write(started, colleague, "Thiếu vốn.", shown="")
    assert write(started, officer_hg, "", shown="").narrative_conflicts == {}
    started.refresh_from_db()
    assert started.difficulties == "Thiếu vốn."


def test_basis_stays_unless_the_form_changes_it(started: Submission, officer_hg: Officer) -> None:
    for form_value, is_estimate in [(True, True), (None, True), (False, False)]:
        write(started, officer_hg, "", is_estimate=form_value)
        started.refresh_from_db()
        assert started.is_estimate is is_estimate


def test_own_figure_replaces_an_illustrative_one(started: Submission, officer_hg: Officer) -> None:
    services.save_cells(
        submission=started, entries=entries({"coop.new": "11"}), is_illustrative=True, by=officer_hg
    )
    assert started.figures.get().is_illustrative
    save(started, {"coop.new": "12"}, officer_hg)
    assert not started.figures.get().is_illustrative


# Who, and when


@pytest.mark.parametrize("who", ["officer_ct", "leader_ct", "secretary", "head", "observer", "administrator"])
def test_nobody_else_writes_the_cells_of_a_province(
    started: Submission, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        save(started, {"coop.new": "11"}, request.getfixturevalue(who))
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": "planned"}, "Kỳ báo cáo chưa mở."),
        ({"state": "locked"}, "Kỳ báo cáo đã khóa."),
        ({"closes_on": dt.date(2023, 7, 15)}, "Đã qua ngày cuối được nhập (15/7/2023)."),
    ],
)
def test_closed_period_is_refused_with_its_reason(
    started: Submission, officer_hg: Officer, fields: dict[str, object], reason: str
) -> None:
    Period.objects.update(**fields)
    with pytest.raises(RefusedError, match=r".*") as refused:
        save(started, {"coop.new": "11"}, officer_hg)
    assert str(refused.value) == reason


@pytest.mark.parametrize("state", ["submitted", "approved", "accepted", "locked"])
def test_sent_figures_cannot_be_changed(
    period: Period, hau_giang: Province, officer_hg: Officer, indicators: dict[str, Indicator], state: str
) -> None:
    submission = make_submission(period, hau_giang, state)
    with pytest.raises(RefusedError) as refused:
        save(submission, {"coop.new": "11"}, officer_hg)
    assert str(refused.value) == (
        f"Báo cáo đang ở trạng thái “{submission.get_state_display()}” nên không sửa được số liệu."
    )


def test_state_is_read_afresh_from_the_database(started: Submission, officer_hg: Officer) -> None:
    # The object was read before the period was locked.
    Period.objects.filter(pk=started.period_id).update(state="locked")
    assert started.period.state == "open"
    with pytest.raises(RefusedError):
        save(started, {"coop.new": "11"}, officer_hg)


def test_half_years_of_a_province_do_not_mix(
    started: Submission, officer_hg: Officer, hau_giang: Province
) -> None:
    other = services.start(
        period=make_period(started.period.cluster, "2023-H2"), province=hau_giang, by=officer_hg
    )
    save(started, {"coop.new": "11"}, officer_hg)
    save(other, {"coop.new": "7"}, officer_hg)
    assert (stored(started, "coop.new"), stored(other, "coop.new")) == (CellEntry("11"), CellEntry("7"))
