"""Save, send and return self-scores."""

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
from emulation.scoring.points import points_refusal
from emulation.scoring.rule import ScoringRule
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.points import reported_indicators, stored_scores
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year, why_succeeded
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.permissions import leads, works_for
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError, who_and_when
from web.texts import accepted_text

State = ScoreSheet.State


@dataclass(frozen=True)
class ClaimedScore:
    """What a province enters for one criterion."""

    points: Decimal | None
    reason: str = ""
    indicator: Indicator | None = None
    evidence: Collection[Evidence] = ()

    @classmethod
    def of(cls, score: SelfScore) -> "ClaimedScore":
        return cls(score.points, score.reason, score.indicator, frozenset(score.evidence.all()))


def why_scores_closed(sheet: ScoreSheet) -> str:
    contest_year = sheet.year
    if contest_year.scores_are_settled:
        return _("Điểm của năm đã thống nhất nên phiếu tự chấm không sửa được nữa.")
    if why := why_succeeded(contest_year, sheet.province):
        return why
    if not contest_year.rules_are_locked:
        return _("Bảng điểm năm nay chưa khóa nên chưa tự chấm được.")
    if sheet.is_sent:
        return _("Phiếu đã gửi nên không sửa được nữa. Cần sửa thì đề nghị Tổ giúp việc trả lại phiếu.")
    return contest_year.deadline(Deadline.Part.SELF_SCORE).why_closed()


@transaction.atomic
def save_score(
    *, sheet: ScoreSheet, criterion: Criterion, claim: ClaimedScore, seen: str | None = None, by: Officer
) -> SelfScore:
    """Save what the province enters for one criterion. A new sheet is stored first.

    `seen` is the version of the criterion's score, not of the sheet.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if the sheet was sent, the rules are not locked, or today is outside its days.
        EditConflictError: if the score changed since `seen`, unless nothing would be saved.
        ValidationError: if the criterion does not allow these points, or the evidence is not the province's.
    """
    if not works_for(by, sheet.province):
        raise PermissionDenied
    sheet = _lock_sheet(sheet, begin=True)
    if why := why_scores_closed(sheet):
        raise RefusedError(why)
    _require_valid(sheet, criterion, claim)
    score = sheet.scores.filter(criterion=criterion).first() or SelfScore(sheet=sheet, criterion=criterion)
    if score.pk and ClaimedScore.of(score) == _comparable(claim):
        return score  # a second click, or nothing changed
    if score.pk:
        require_unchanged(score, seen)
    score.points, score.reason, score.indicator = claim.points, claim.reason, claim.indicator
    score.version += 1
    score.changed_at, score.changed_by = timezone.now(), by
    score.full_clean()
    score.save()
    score.evidence.set(claim.evidence)
    _save_sheet(sheet)
    Event.objects.create(
        year=sheet.year, province=sheet.province, action="scores.save", subject=criterion.label, by=by
    )
    return score


@transaction.atomic
def send_scores(*, sheet: ScoreSheet, seen: str | None = None, by: Officer) -> ScoreSheet:
    """Send the self-score to the cluster; it cannot be changed then.

    Raises:
        PermissionDenied: if the officer does not lead the province's alliance.
        RefusedError: for the same reasons as in `save_score`.
        EditConflictError: if the sheet changed since `seen`.
        ValidationError: with every criterion that has no points or no grounds.
    """
    if not leads(by, sheet.province):
        raise PermissionDenied
    sheet = _lock_sheet(sheet, begin=False)
    if why := why_scores_closed(sheet):
        raise RefusedError(why)
    require_unchanged(sheet, seen)
    if incomplete := [f"{node.title}: {why}." for node, why in incomplete_criteria(sheet)]:
        raise ValidationError(incomplete)
    sheet.state, sheet.sent_at, sheet.sent_by = State.SENT, timezone.now(), by
    sheet.return_reason = ""
    _save_sheet(sheet)
    Event.objects.create(year=sheet.year, province=sheet.province, action="scores.send", by=by)
    return sheet


@transaction.atomic
def return_scores(*, sheet: ScoreSheet, reason: str, seen: str | None = None, by: Officer) -> ScoreSheet:
    """Return a self-score to its province for correction.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if it was not sent or was already checked, or the province could not correct it today.
        EditConflictError: if it was returned and sent again since the version `seen`.
        ValidationError: without a reason.
    """
    if not runs_year(by, sheet.year):
        raise PermissionDenied
    sheet = _lock_sheet(sheet, begin=False)
    if why := why_not_returnable(sheet):
        raise RefusedError(why)
    require_unchanged(sheet, seen)
    reason = accepted_text(reason)
    if not reason:
        raise ValidationError(_("Chưa nhập lý do trả lại."))
    sheet.state, sheet.sent_at, sheet.sent_by = State.RETURNED, None, None
    sheet.return_reason = reason
    _save_sheet(sheet)
    Event.objects.create(
        year=sheet.year, province=sheet.province, action="scores.return", reason=reason, by=by
    )
    return sheet


def why_not_returnable(sheet: ScoreSheet) -> str:
    if last := sheet.last_return:
        return _(
            "Lúc %(time)s ngày %(day)s, %(who)s đã trả lại phiếu này, nên lần trả lại này chưa được ghi; "
            "nội dung đã nhập được giữ nguyên ở dưới."
        ) % who_and_when(last.by, last.at)
    if not sheet.is_sent:
        return _("Phiếu này chưa gửi.")
    if why := why_succeeded(sheet.year, sheet.province):
        return why
    if sheet.year.scores_are_settled:
        return _("Điểm của năm đã thống nhất nên phiếu không trả lại được nữa.")
    if sheet.year.checks.sent().filter(checked=sheet.province).exists():
        return _("Phiếu này đã được chấm chéo nên không trả lại được nữa.")
    advice = _("Kéo dài thời hạn tự chấm trước khi trả lại phiếu.")
    return sheet.year.deadline(Deadline.Part.SELF_SCORE).why_closed(advice=advice)


def incomplete_criteria(sheet: ScoreSheet) -> list[tuple[Node, str]]:
    scores = {score.criterion_id: score for score in stored_scores(sheet)}
    reported = reported_indicators(sheet)
    entered = [node for node in read_tree(sheet.year).leaves if not node.criterion.is_computed]
    reasons = [(node, why_incomplete(node, scores.get(node.criterion.pk), reported)) for node in entered]
    return [(node, why) for node, why in reasons if why]


def why_incomplete(node: Node, score: SelfScore | None, reported: Collection[int]) -> str:
    """Why an entered criterion keeps the sheet from being sent; empty if it does not.

    A bonus or penalty of zero claims nothing, so it needs no grounds. `reported` are the indicators (by key)
    that count as grounds.
    """
    if score is None or score.points is None:
        return _("chưa có điểm; không được điểm thì ghi 0")
    if score.has_grounds(reported) or (node.criterion.is_apart and not score.points):
        return ""
    if score.indicator_id:
        return _("số liệu dẫn ra chưa được báo cáo; kèm minh chứng hoặc ghi giải trình")
    return _("chưa có minh chứng thì phải ghi giải trình")


def _require_valid(sheet: ScoreSheet, criterion: Criterion, claim: ClaimedScore) -> None:
    if criterion.year_id != sheet.year_id or criterion.is_group or criterion.is_computed:
        raise ValidationError(_("Tiêu chí này không nhập điểm."))
    if claim.points is not None and (refusal := points_refusal(ScoringRule.of(criterion), claim.points)):
        raise ValidationError({"points": refusal})
    usable = Evidence.objects.usable_by(sheet.year_id, sheet.province_id)
    if claim.evidence and not {file.pk for file in claim.evidence} <= set(
        usable.values_list("pk", flat=True)
    ):
        raise ValidationError(_("Minh chứng phải của tỉnh mình và của năm này."))


def _comparable(claim: ClaimedScore) -> ClaimedScore:
    return ClaimedScore(claim.points, claim.reason, claim.indicator, frozenset(claim.evidence))


def _lock_sheet(sheet: ScoreSheet, *, begin: bool) -> ScoreSheet:
    # Locking the year also keeps the rules from being unlocked meanwhile.
    EmulationYear.objects.select_for_update().get(pk=sheet.year_id)
    if sheet.pk is None:
        stored = ScoreSheet.objects.filter(year=sheet.year, province=sheet.province).first()
        if stored is None and not begin:
            raise RefusedError(_("Tỉnh chưa bắt đầu tự chấm."))
        if stored is None:
            if why := why_scores_closed(ScoreSheet(year=sheet.year, province=sheet.province)):
                raise RefusedError(why)
            return ScoreSheet.objects.create(year=sheet.year, province=sheet.province)
        sheet = stored
    return (
        ScoreSheet.objects.select_for_update(of=("self",)).select_related("year", "province").get(pk=sheet.pk)
    )


def _save_sheet(sheet: ScoreSheet) -> None:
    sheet.version += 1
    sheet.full_clean()
    sheet.save()
