"""The self-score: entering points, sending them, and giving them back."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.criteria.models import Criterion
from emulation.criteria.tree import Node, read_tree
from emulation.evidence.models import Evidence
from emulation.scoring.points import may_be_entered
from emulation.scoring.rule import ScoringRule
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.points import reported_indicators, stored_scores
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.permissions import leads, works_for
from vietnamese.numbers import format_number
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

State = ScoreSheet.State


@dataclass(frozen=True)
class ClaimedScore:
    """What a province says of one criterion: its points, and on what they rest."""

    points: Decimal | None
    reason: str = ""
    indicator: Indicator | None = None
    evidence: Collection[Evidence] = ()

    @classmethod
    def of(cls, score: SelfScore) -> "ClaimedScore":
        """What is stored."""
        return cls(score.points, score.reason, score.indicator, frozenset(score.evidence.all()))


def why_scores_closed(sheet: ScoreSheet) -> str:
    """Why the province cannot write into its self-score today; nothing where it can."""
    contest_year = sheet.year
    if contest_year.scores_are_settled:
        return _("Điểm của năm đã thống nhất nên phiếu tự chấm không sửa được nữa.")
    if not contest_year.rules_are_locked:
        return _("Bảng điểm năm nay chưa khóa nên chưa tự chấm được.")
    if sheet.is_sent:
        return _("Phiếu đã gửi nên không sửa được nữa. Cần sửa thì đề nghị Tổ giúp việc trả lại phiếu.")
    return contest_year.deadline(Deadline.Part.SELF_SCORE).why_closed()


@transaction.atomic
def save_score(
    *, sheet: ScoreSheet, criterion: Criterion, claim: ClaimedScore, seen: str | None = None, by: Officer
) -> SelfScore:
    """Writes what the province claims for one criterion; the first one begins its self-score.

    Args:
        sheet: of the province; a new one is stored.
        criterion: of the sheet's year, one that is entered.
        claim: all that the row is to say; its evidence is of this province and year.
        seen: the row's version as the page showed it, 0 for none; None to write whatever stands there.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if it was sent, the rules are not locked, or today is no day of self-scoring.
        EditConflictError: if somebody else saved the row meanwhile, and it says something else.
        ValidationError: if the points are not ones that the criterion allows, or the evidence is another's.
    """
    if not works_for(by, sheet.province):
        raise PermissionDenied
    sheet = _lock(sheet, begin=True)
    if why := why_scores_closed(sheet):
        raise RefusedError(why)
    _check(sheet, criterion, claim)
    score = sheet.scores.filter(criterion=criterion).first() or SelfScore(sheet=sheet, criterion=criterion)
    if score.pk and ClaimedScore.of(score) == _as_stored(claim):
        return score  # the second click, or nothing changed
    if score.pk:
        require_unchanged(score, seen)
    score.points, score.reason, score.indicator = claim.points, claim.reason, claim.indicator
    score.version += 1
    score.changed_at, score.changed_by = timezone.now(), by
    score.full_clean()
    score.save()
    score.evidence.set(claim.evidence)
    _touch(sheet)
    Event.objects.create(
        year=sheet.year, province=sheet.province, action="scores.save", reason=criterion.label, by=by
    )
    return score


@transaction.atomic
def send_scores(*, sheet: ScoreSheet, seen: str | None = None, by: Officer) -> ScoreSheet:
    """Sends the self-score to the cluster; from then on it stands.

    Args:
        sheet: a stored one.
        seen: the sheet's version as the page showed it.
        by: the leader.

    Raises:
        PermissionDenied: if the officer does not lead the province's alliance.
        RefusedError: as when it is written.
        EditConflictError: if a score was changed after the page was opened.
        ValidationError: with every criterion that lacks points or grounds.
    """
    if not leads(by, sheet.province):
        raise PermissionDenied
    sheet = _lock(sheet, begin=False)
    if why := why_scores_closed(sheet):
        raise RefusedError(why)
    require_unchanged(sheet, seen)
    if lacking := [f"{node.title}: {why}." for node, why in incomplete(sheet)]:
        raise ValidationError(lacking)
    sheet.state, sheet.sent_at, sheet.sent_by = State.SENT, timezone.now(), by
    sheet.return_reason = ""
    _touch(sheet)
    Event.objects.create(year=sheet.year, province=sheet.province, action="scores.send", by=by)
    return sheet


@transaction.atomic
def return_scores(*, sheet: ScoreSheet, reason: str, by: Officer) -> ScoreSheet:
    """Gives a self-score back to its province, which may then write into it again.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if it was not sent, was checked already, or nothing could be corrected today.
        ValidationError: without a reason.
    """
    if not runs_year(by, sheet.year):
        raise PermissionDenied
    sheet = _lock(sheet, begin=False)
    if not sheet.is_sent:
        raise RefusedError(_("Phiếu này chưa gửi."))
    if sheet.year.scores_are_settled:
        raise RefusedError(_("Điểm của năm đã thống nhất nên phiếu không trả lại được nữa."))
    if sheet.year.checks.sent().filter(checked=sheet.province).exists():
        raise RefusedError(_("Phiếu này đã được chấm chéo nên không trả lại được nữa."))
    sheet.year.deadline(Deadline.Part.SELF_SCORE).require_open(
        _("Kéo dài thời hạn tự chấm trước khi trả lại phiếu.")
    )
    if not reason.strip():
        raise ValidationError(_("Chưa nhập lý do trả lại."))
    sheet.state, sheet.sent_at, sheet.sent_by = State.RETURNED, None, None
    sheet.return_reason = reason.strip()
    _touch(sheet)
    Event.objects.create(
        year=sheet.year, province=sheet.province, action="scores.return", reason=reason.strip(), by=by
    )
    return sheet


def incomplete(sheet: ScoreSheet) -> list[tuple[Node, str]]:
    """The criteria that must be completed before sending, each with what it lacks."""
    scores = {score.criterion_id: score for score in stored_scores(sheet)}
    reported = reported_indicators(sheet)
    entered = [node for node in read_tree(sheet.year).leaves if not node.criterion.is_computed]
    found = [(node, why_incomplete(node, scores.get(node.criterion.pk), reported)) for node in entered]
    return [(node, why) for node, why in found if why]


def why_incomplete(node: Node, score: SelfScore | None, reported: Collection[int]) -> str:
    """What an entered criterion lacks; nothing if it may be sent.

    A bonus or penalty of zero claims nothing, and needs no grounds.

    Args:
        node: the criterion.
        score: what was entered, if anything.
        reported: the indicators whose cells the province has sent; another one shows nothing.
    """
    if score is None or score.points is None:
        return _("chưa có điểm; không được điểm thì ghi 0")
    if score.has_grounds(reported) or (node.criterion.is_apart and not score.points):
        return ""
    if score.indicator_id:
        return _("số liệu dẫn ra chưa được báo cáo; kèm minh chứng hoặc ghi giải trình")
    return _("chưa có minh chứng thì phải ghi giải trình")


def _check(sheet: ScoreSheet, criterion: Criterion, claim: ClaimedScore) -> None:
    if criterion.year_id != sheet.year_id or criterion.is_group or criterion.is_computed:
        raise ValidationError(_("Tiêu chí này không nhập điểm."))
    if claim.points is not None and not may_be_entered(ScoringRule.of(criterion), claim.points):
        message = _("Điểm phải từ 0 đến %s, nhiều nhất hai chữ số sau dấu phẩy.")
        raise ValidationError({"points": message % format_number(criterion.maximum)})
    for file in claim.evidence:
        if (file.year_id, file.province_id) != (sheet.year_id, sheet.province_id):
            raise ValidationError(_("Minh chứng phải của tỉnh mình và của năm này."))


def _as_stored(claim: ClaimedScore) -> ClaimedScore:
    return ClaimedScore(claim.points, claim.reason, claim.indicator, frozenset(claim.evidence))


def _lock(sheet: ScoreSheet, *, begin: bool) -> ScoreSheet:
    """The stored sheet, locked against other writers; a new one is stored first, if it may begin."""
    # One writer of a province's sheet at a time, and none while the rules are being unlocked.
    EmulationYear.objects.select_for_update().get(pk=sheet.year_id)
    if sheet.pk is None:
        found = ScoreSheet.objects.filter(year=sheet.year, province=sheet.province).first()
        if found is None and not begin:
            raise RefusedError(_("Tỉnh chưa bắt đầu tự chấm."))
        if found is None:
            if why := why_scores_closed(ScoreSheet(year=sheet.year, province=sheet.province)):
                raise RefusedError(why)
            return ScoreSheet.objects.create(year=sheet.year, province=sheet.province)
        sheet = found
    return (
        ScoreSheet.objects.select_for_update(of=("self",)).select_related("year", "province").get(pk=sheet.pk)
    )


def _touch(sheet: ScoreSheet) -> None:
    sheet.version += 1
    sheet.full_clean()
    sheet.save()
