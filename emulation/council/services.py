"""The council's final points, and settling and reopening the scores of a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.criteria.services import open_rules
from emulation.cross_checks.models import Check
from emulation.results.loading import load_whole_table, stored_finals, table_for_reader
from emulation.results.models import FinalScore, OpenInput, TieStep, open_inputs_in_words
from emulation.results.open_inputs import open_inputs
from emulation.results.rank_order import TieKind
from emulation.results.ranking import ties_in_words
from emulation.results.table import Cell, Row, ScoreTable
from emulation.results.visibility import writes_finals
from emulation.scoring.points import points_refusal
from emulation.scoring.rule import ScoringRule
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from vietnamese.dates import format_date
from web.edit_conflicts import Snapshot, fingerprint, require_unchanged
from web.refusals import RefusedError, who_and_when
from web.texts import TextRefusedError, accepted_text

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class FinalEntry:
    """Final points as the council entered them; None deletes the stored ones."""

    points: Decimal | None
    reason: str = ""
    is_confirmed: bool = False  # the reason also holds for these points, though its text stays


@dataclass(frozen=True)
class StoredFinals:
    """The final points of one province as they are stored."""

    table: ScoreTable
    province: Province

    @property
    def cells(self) -> dict[int, Cell]:
        """The cells by the criterion's key."""
        column = self.table.provinces.index(self.province)
        return {row.node.criterion.pk: row.cells[column] for row in self.table.scored}

    @property
    def version(self) -> str:
        return fingerprint(f"{pk} {cell.final} {cell.reason}" for pk, cell in self.cells.items())


@transaction.atomic
def save_finals(
    *,
    contest_year: EmulationYear,
    province: Province,
    entries: Mapping[int, FinalEntry],
    seen: str | None = None,
    by: Officer,
) -> int:
    """Save one province's final points, all entries or none, and return how many changed.

    `entries` go by the criterion's key; criteria without an entry stay as they are.

    Raises:
        PermissionDenied: if the officer does not run the year.
        EditConflictError: if somebody else saved meanwhile.
        RefusedError: if the scores are settled, the rules are not locked, or the officer's own alliance still
            owes its self-score or cross-check.
        ValidationError: by the criterion's key, if the rule does not allow the points, or they differ from
            the self-score or the cross-check without a reason.
    """
    if why := why_finals_closed(_lock_year(contest_year, by), by):
        raise RefusedError(why)
    table = table_for_reader(contest_year, by)
    require_unchanged(StoredFinals(table, province), seen)
    column = table.provinces.index(province)
    rows = {row.node.criterion.pk: row for row in table.scored}
    changed, errors = 0, {}
    for pk, entry in entries.items():
        row = rows.get(pk)
        if row is None:
            continue
        cell = row.cells[column]
        try:
            reason = accepted_text(entry.reason, most=LONGEST_REASON)
        except TextRefusedError as refused:
            errors[str(pk)] = str(refused)
            continue
        if (entry.points, reason) == (cell.final, cell.reason) and not entry.is_confirmed:
            continue
        new = _written(cell, entry, reason)
        if refusal := _refusal(row, new, reason):
            errors[str(pk)] = refusal
            continue
        changed += 1
        stored = FinalScore.objects.filter(criterion=pk, province=province)
        if entry.points is None:
            stored.delete()
            continue
        FinalScore.objects.update_or_create(
            criterion_id=pk,
            province=province,
            defaults={
                "points": entry.points,
                "reason": new.given_reason.text,
                "reason_for": new.given_reason.given_for,
                "changed_at": timezone.now(),
                "changed_by": by,
            },
        )
    if errors:
        transaction.set_rollback(True)
        raise ValidationError(errors)
    if changed:
        Event.objects.create(year=contest_year, province=province, action="council.score", by=by)
    return changed


def why_finals_closed(contest_year: EmulationYear, officer: Officer) -> str:
    if why := why_scores_closed(contest_year):
        return why
    if writes_finals(officer, contest_year):
        return ""
    return _("Gửi phiếu tự chấm và phiếu chấm chéo của Liên minh mình rồi mới ghi điểm thống nhất.")


def _written(cell: Cell, entry: FinalEntry, reason: str) -> Cell:
    """The cell with these points; a reason left as it was stays that of the points before."""
    new = replace(cell, final=entry.points)
    reason = reason or (cell.given_reason.text if entry.is_confirmed else "")
    given = cell.given_reason.written(reason, shown=cell.reason, given_for=new.key, again=entry.is_confirmed)
    return replace(new, given_reason=given)


def _refusal(row: Row, new: Cell, reason: str) -> str:
    points = new.final
    if points is None:
        return _("Có lý do mà chưa có điểm.") if reason else ""
    if refusal := points_refusal(ScoringRule.of(row.node.criterion), points):
        return refusal
    if new.lacks_reason and new.earlier_reason:
        return _("Điểm đã đổi từ khi ghi lý do: ghi lại, hoặc đánh dấu là lý do vẫn đúng.")
    if new.lacks_reason:
        return _("Điểm khác điểm tự chấm hoặc chấm chéo: ghi lý do.")
    return ""


@transaction.atomic
def settle_scores(
    *, contest_year: EmulationYear, reason: str = "", seen: str | None = None, by: Officer
) -> EmulationYear:
    """Settle the year's scores: everybody in the contest may read them from now on.

    While figures behind the points may still change, the result is provisional: the rules must allow that,
    and `reason` is printed with it. Otherwise the reason is ignored. `seen` is the version of `stored_finals`
    that the page showed.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if they are settled already, or the rules are not locked.
        EditConflictError: if final points changed since `seen`.
        ValidationError: if a criterion, or a bonus or penalty that somebody claimed or gave, has no final
            points for a province; if points differ without a reason; while cross-checks can still be sent;
            while a half-year is missing or estimated, and the rules forbid a provisional result or there is
            no reason.
    """
    stored = _lock_year(contest_year, by)
    if why := why_scores_closed(stored):
        raise RefusedError(why)
    table = load_whole_table(stored)
    if left := table.to_settle - table.settled:
        raise ValidationError(
            ngettext("Còn %d ô chưa có điểm thống nhất.", "Còn %d ô chưa có điểm thống nhất.", left) % left
        )
    if not table.to_settle:
        raise ValidationError(_("Chưa có tiêu chí nào để chốt điểm."))
    if unexplained := table.unexplained:
        # Checks and figures may have come in after the points were saved.
        cells = [f"{province}, {row.node.number}" for row, province, __ in unexplained]
        raise ValidationError(_("Khác điểm tự chấm hoặc chấm chéo mà chưa có lý do: %s.") % "; ".join(cells))
    if checkers := _open_checkers(stored):
        raise ValidationError(_("Còn trong thời gian chấm chéo, chưa gửi phiếu: %s.") % checkers)
    require_unchanged(stored_finals(stored), seen)
    inputs = open_inputs(stored)
    if inputs:
        stored.provisional_reason = _require_reason(stored, inputs, reason)
        OpenInput.objects.bulk_create(inputs)
    stored.scores_settled_at = timezone.now()
    stored.save(update_fields=["scores_settled_at", "provisional_reason"])
    with translation.override("vi"):  # the log is one text for all readers
        Event.objects.create(
            year=stored,
            action="council.settle_provisionally" if inputs else "council.settle",
            new=open_inputs_in_words(inputs),
            reason=stored.provisional_reason,
            by=by,
        )
    return stored


def _require_reason(contest_year: EmulationYear, inputs: Sequence[OpenInput], reason: str) -> str:
    missing = _("Số liệu để tính điểm chưa đủ. %s.") % open_inputs_in_words(inputs)
    if not contest_year.allows_provisional:
        raise ValidationError([missing, _("Quy định của năm không cho phép chốt tạm thời.")])
    if not (reason := accepted_text(reason, most=LONGEST_REASON)):
        raise ValidationError([missing, _("Ghi lý do chốt tạm thời.")])
    return reason


def _open_checkers(contest_year: EmulationYear) -> str:
    """Name provinces that may still send a check: settled scores would show them what others gave."""
    if not contest_year.deadline(Deadline.Part.CROSS_CHECK).is_open():
        return ""
    checks = Check.objects.standing(contest_year).filter(state=Check.State.OPEN).select_related("checker")
    return ", ".join(str(check.checker) for check in checks)


@transaction.atomic
def reopen_scores(
    *, contest_year: EmulationYear, reason: str, seen: str | None = None, by: Officer
) -> EmulationYear:
    """Reopen settled scores. `seen` is the version of `settling` that the page showed.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if they are not settled.
        EditConflictError: if they were reopened and settled again since `seen`.
        ValidationError: without a reason.
    """
    stored = _lock_year(contest_year, by)
    if why := why_not_reopenable(stored):
        raise RefusedError(why)
    require_unchanged(settling(stored), seen)
    reason = accepted_text(reason)
    if not reason:
        raise ValidationError(_("Chưa nhập lý do mở lại điểm."))
    before = _settling_in_words(stored)
    stored.scores_settled_at, stored.provisional_reason = None, ""
    stored.save(update_fields=["scores_settled_at", "provisional_reason"])
    stored.open_inputs.all().delete()
    after = _settling_in_words(stored)
    Event.objects.create(year=stored, action="council.reopen", old=before, new=after, reason=reason, by=by)
    return stored


def _settling_in_words(contest_year: EmulationYear) -> str:
    with translation.override("vi"):  # the log is one text for all readers
        if contest_year.scores_settled_at is None:
            return _("Điểm chưa chốt")
        day = format_date(timezone.localdate(contest_year.scores_settled_at))
        settled = _("Điểm chốt ngày %s") % day
        return ". ".join(filter(None, [settled, contest_year.provisional_note]))


def settling(contest_year: EmulationYear) -> Snapshot:
    return Snapshot.of([contest_year.scores_settled_at])


def why_not_reopenable(contest_year: EmulationYear) -> str:
    if contest_year.scores_are_settled:
        return ""
    last = contest_year.events.filter(action="council.reopen").select_related("by").last()
    if last is None:
        return _("Điểm chưa chốt nên không có gì để mở lại.")
    return _(
        "Lúc %(time)s ngày %(day)s, %(who)s đã mở lại điểm, nên lần mở lại này chưa được ghi; nội dung đã "
        "nhập được giữ nguyên."
    ) % who_and_when(last.by, last.at)


def tie_steps(contest_year: EmulationYear) -> list[tuple[str, int | None]]:
    return [(step.kind, step.criterion_id) for step in contest_year.tie_steps.all()]


def stored_ties(contest_year: EmulationYear) -> Snapshot:
    return Snapshot.of([*tie_steps(contest_year), contest_year.allows_provisional])


@transaction.atomic
def save_tie_rule(
    *,
    contest_year: EmulationYear,
    steps: Sequence[tuple[str, int | None]],
    allows_provisional: bool = False,
    seen: str | None = None,
    by: Officer,
) -> None:
    """Save the rule for equal totals as (kind, the criterion's key), and whether a result may be provisional.

    It belongs to the year's rules, so it is written before anybody is scored and locked with them.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if the rules are locked.
        EditConflictError: if somebody else saved it meanwhile.
        ValidationError: if a step is repeated, or its criterion is not one of the first level.
    """
    stored = open_rules(contest_year, by)
    if len(set(steps)) < len(steps):
        raise ValidationError(_("Một bước được chọn hai lần."))
    if (list(steps), allows_provisional) == (tie_steps(stored), stored.allows_provisional):
        return
    require_unchanged(stored_ties(stored), seen)
    before = _ranking_rules_in_words(stored)
    first_level = {criterion.pk for criterion in stored.criteria.tops() if not criterion.is_apart}
    stored.tie_steps.all().delete()
    for position, (kind, criterion) in enumerate(steps, 1):
        if (kind == TieKind.CRITERION) != (criterion in first_level):
            raise ValidationError(_("Bước xét phải chọn một tiêu chí cấp một của năm."))
        TieStep.objects.create(year=stored, position=position, kind=kind, criterion_id=criterion)
    stored.allows_provisional = allows_provisional
    stored.save(update_fields=["allows_provisional"])
    after = _ranking_rules_in_words(stored)
    if before != after:
        Event.objects.create(year=stored, action="rules.ties", old=before, new=after, by=by)


def _ranking_rules_in_words(contest_year: EmulationYear) -> str:
    with translation.override("vi"):  # the log is one text for all readers
        return _("Bằng điểm: %(steps)s. Cho phép chốt tạm thời: %(provisional)s.") % {
            "steps": "; ".join(ties_in_words(contest_year)) or _("không xét thêm"),
            "provisional": _("có") if contest_year.allows_provisional else _("không"),
        }


def _lock_year(contest_year: EmulationYear, by: Officer) -> EmulationYear:
    if not runs_year(by, contest_year):
        raise PermissionDenied
    return (
        EmulationYear.objects.select_for_update(of=("self",))
        .select_related("cluster")
        .get(pk=contest_year.pk)
    )


def why_scores_closed(contest_year: EmulationYear) -> str:
    if contest_year.scores_are_settled:
        return _("Điểm đã chốt. Mở lại điểm rồi mới sửa được.")
    if not contest_year.rules_are_locked:
        return _("Khóa bảng điểm rồi mới ghi điểm thống nhất.")
    council_days = contest_year.deadline(Deadline.Part.COUNCIL)
    return "" if council_days.has_begun() else council_days.why_closed()  # it may come late, but not early
