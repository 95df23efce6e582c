"""What the council settles: final points, and the day from which they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import blake2s

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.criteria.models import Criterion
from emulation.criteria.services import open_rules
from emulation.cross_checks.models import Check
from emulation.results.loading import load_whole_table, table_for_reader
from emulation.results.models import FinalScore, TieStep
from emulation.results.rank_order import TieKind
from emulation.results.table import Cell, Row, ScoreTable
from emulation.results.visibility import writes_finals
from emulation.scoring.points import may_be_entered
from emulation.scoring.rule import ScoringRule
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from vietnamese.numbers import format_number

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class FinalEntry:
    """Final points as the council wrote them; none takes back what was written."""

    points: Decimal | None
    reason: str = ""


class ScoresSettledError(Exception):
    """The year's scores are settled: they change only after they were opened again."""


class FinalsChangedError(Exception):
    """Somebody else wrote final points of that province after the page was opened."""


class FinalsRefusedError(Exception):
    """Nothing was written; `errors` says why, by the criterion's key."""

    def __init__(self, errors: Mapping[int, str]) -> None:
        super().__init__(errors)
        self.errors = errors


def finals_edition(table: ScoreTable, province: Province) -> str:
    """Stands in a page for the final points of the province as it showed them."""
    place = table.provinces.index(province)
    shown = [
        f"{row.node.criterion.pk} {row.cells[place].final} {row.cells[place].reason}" for row in table.scored
    ]
    return blake2s("\x1f".join(shown).encode(), digest_size=8).hexdigest()


@transaction.atomic
def save_finals(
    *,
    year: EmulationYear,
    province: Province,
    entries: Mapping[int, FinalEntry],
    seen: str,
    by: Officer,
) -> int:
    """Writes one province's final points and says how many changed; all that is given, or nothing.

    Args:
        year: whose rules are locked.
        province: one of the year's members.
        entries: by the criterion's key; what is not named stays.
        seen: `finals_edition` as the page showed it.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        ScoresSettledError: if the scores are settled.
        FinalsChangedError: if somebody else wrote meanwhile.
        FinalsRefusedError: if points are not what the criterion allows, or differ from the province's or the
            checker's without a reason.
        ValidationError: if the rules are not locked, or the head's or deputy's own alliance has yet to score.
    """
    _open_scores(year, by)
    if not writes_finals(by, year):
        raise ValidationError(
            _("Gửi phiếu tự chấm và phiếu chấm chéo của Liên minh mình rồi mới ghi điểm thống nhất.")
        )
    table = table_for_reader(year, by)
    if seen != finals_edition(table, province):
        raise FinalsChangedError
    place = table.provinces.index(province)
    rows = {row.node.criterion.pk: row for row in table.scored}
    changed, errors = 0, {}
    for pk, entry in entries.items():
        row = rows.get(pk)
        if row is None:
            continue
        cell, reason = row.cells[place], entry.reason.strip()[:LONGEST_REASON]
        if (entry.points, reason) == (cell.final, cell.reason):
            continue
        if refusal := _refusal(row, cell, entry.points, reason):
            errors[pk] = refusal
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
                "reason": reason,
                "changed_at": timezone.now(),
                "changed_by": by,
            },
        )
    if errors:
        transaction.set_rollback(True)
        raise FinalsRefusedError(errors)
    if changed:
        Event.objects.create(year=year, province=province, action="council.score", by=by)
    return changed


def _refusal(row: Row, cell: Cell, points: Decimal | None, reason: str) -> str:
    if points is None:
        return _("Có lý do mà chưa có điểm.") if reason else ""
    rule = ScoringRule.of(row.node.criterion)
    if not may_be_entered(rule, points):
        most = format_number(rule.maximum)
        if rule.kind == Criterion.Kind.YES_NO:
            return _("Tiêu chí này được 0 hoặc %s điểm.") % most
        return _("Ghi điểm từ 0 đến %s, nhiều nhất hai chữ số thập phân.") % most
    if replace(cell, final=points, reason=reason).lacks_reason:
        return _("Điểm khác điểm tự chấm hoặc chấm chéo: ghi lý do.")
    return ""


@transaction.atomic
def settle_scores(*, year: EmulationYear, by: Officer) -> EmulationYear:
    """Settles the year's scores: from now on they stand, and everybody in the contest reads them.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        ScoresSettledError: if they are settled already.
        ValidationError: if a criterion of the scale, or a bonus or penalty that was claimed or given, has no
            final points for a province; if points differ without a reason; while checks are still to come.
    """
    stored = _open_scores(year, by)
    table = load_whole_table(stored)
    if left := table.to_settle - table.settled:
        raise ValidationError(
            ngettext("Còn %d ô chưa có điểm thống nhất.", "Còn %d ô chưa có điểm thống nhất.", left) % left
        )
    if not table.to_settle:
        raise ValidationError(_("Chưa có tiêu chí nào để chốt điểm."))
    if unexplained := table.unexplained:
        # Checks and figures may have come in after the points were written.
        cells = [f"{province}, {row.node.number}" for row, province, __ in unexplained]
        raise ValidationError(_("Khác điểm tự chấm hoặc chấm chéo mà chưa có lý do: %s.") % "; ".join(cells))
    if waiting := _still_checking(stored):
        raise ValidationError(_("Còn trong thời gian chấm chéo, chưa gửi phiếu: %s.") % waiting)
    stored.scores_settled_at = timezone.now()
    stored.save(update_fields=["scores_settled_at"])
    Event.objects.create(year=stored, action="council.settle", by=by)
    return stored


def _still_checking(year: EmulationYear) -> str:
    """Who may still send a check: settled scores would tell them what others gave."""
    days = year.deadlines.filter(part=Deadline.Part.CROSS_CHECK).first()
    if days is None or not days.holds():
        return ""
    waiting = Check.objects.filter(year=year, state=Check.State.OPEN).select_related("checker")
    return ", ".join(str(check.checker) for check in waiting)


@transaction.atomic
def reopen_scores(*, year: EmulationYear, reason: str, by: Officer) -> EmulationYear:
    """Opens settled scores again.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        ValidationError: without a reason.
    """
    stored = _held(year, by)
    if not reason.strip():
        raise ValidationError(_("Chưa nhập lý do mở lại điểm."))
    if stored.scores_are_settled:
        stored.scores_settled_at = None
        stored.save(update_fields=["scores_settled_at"])
        Event.objects.create(year=stored, action="council.reopen", reason=reason.strip(), by=by)
    return stored


@transaction.atomic
def save_tie_rule(*, year: EmulationYear, steps: Sequence[tuple[str, int | None]], by: Officer) -> None:
    """Writes the rule for equal totals: (kind, the criterion's key) in the order in which it is applied.

    It is one of the year's rules: written before anybody is scored, and locked with them.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RulesLockedError: if the rules are locked.
        ValidationError: if a step stands twice, or names no criterion of the first level.
    """
    stored = open_rules(year, by)
    if len(set(steps)) < len(steps):
        raise ValidationError(_("Một bước được chọn hai lần."))
    tops = {top.pk for top in stored.criteria.tops() if not top.is_apart}
    stored.tie_steps.all().delete()
    for position, (kind, criterion) in enumerate(steps, 1):
        if (kind == TieKind.CRITERION) != (criterion in tops):
            raise ValidationError(_("Bước xét phải chọn một tiêu chí cấp một của năm."))
        TieStep.objects.create(year=stored, position=position, kind=kind, criterion_id=criterion)
    Event.objects.create(year=stored, action="rules.ties", by=by)


def _held(year: EmulationYear, by: Officer) -> EmulationYear:
    if not runs_year(by, year):
        raise PermissionDenied
    return EmulationYear.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=year.pk)


def _open_scores(year: EmulationYear, by: Officer) -> EmulationYear:
    stored = _held(year, by)
    if stored.scores_are_settled:
        raise ScoresSettledError
    if not stored.rules_are_locked:
        raise ValidationError(_("Khóa bảng điểm rồi mới ghi điểm thống nhất."))
    return stored
