"""The cross-check: drawing the ring, checking, and answering what was scored otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import SystemRandom

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.criteria.tree import Node, read_tree
from emulation.cross_checks.models import Check, CheckScore
from emulation.cross_checks.permissions import reads_check
from emulation.cross_checks.ring import draw_ring, is_ring
from emulation.scoring.points import may_be_entered
from emulation.scoring.rule import ScoringRule
from emulation.self_scores.models import ScoreSheet
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.permissions import leads, works_for
from vietnamese.numbers import format_number
from web.edit_conflicts import fingerprint, require_unchanged
from web.refusals import RefusedError

State = Check.State


@dataclass(frozen=True)
class CheckEntry:
    """What the checker says of one criterion."""

    points: Decimal | None
    reason: str = ""


@transaction.atomic
def draw_checks(*, contest_year: EmulationYear, by: Officer) -> None:
    """Draws by lot who checks whom; a draw that was not published is drawn anew.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if it was published.
        ValidationError: if fewer than two provinces take part.
    """
    _require_unpublished(contest_year, by)
    try:
        drawn = draw_ring([province.pk for province in contest_year.members], SystemRandom())
    except ValueError:
        raise ValidationError(_("Cần ít nhất hai tỉnh để chấm chéo.")) from None
    _write_ring(contest_year, drawn, "check.draw", by)


@transaction.atomic
def set_checks(*, contest_year: EmulationYear, ring: Mapping[int, int], by: Officer) -> None:
    """Sets who checks whom by hand: checker → checked, by key.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if it was published.
        ValidationError: if somebody checks themselves, or is checked by nobody or by two.
    """
    _require_unpublished(contest_year, by)
    if not is_ring(ring, [province.pk for province in contest_year.members]):
        raise ValidationError(
            _("Mỗi tỉnh phải chấm đúng một tỉnh khác và được đúng một tỉnh chấm. Kiểm tra lại.")
        )
    _write_ring(contest_year, ring, "check.ring", by)


@transaction.atomic
def publish_checks(*, contest_year: EmulationYear, by: Officer) -> None:
    """Publishes the ring: from now on each checker reads the self-score to check, and nothing is redrawn.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if it was published, or the rules are not locked.
        ValidationError: if it does not hold all members.
    """
    _require_unpublished(contest_year, by)
    if not contest_year.rules_are_locked:
        raise RefusedError(_("Bảng điểm năm nay chưa khóa nên chưa chấm chéo được."))
    ring = dict(Check.objects.filter(year=contest_year).values_list("checker", "checked"))
    if not is_ring(ring, [province.pk for province in contest_year.members]):
        raise ValidationError(_("Chưa phân công đủ các tỉnh."))
    Check.objects.filter(year=contest_year).update(state=State.OPEN)
    Event.objects.create(year=contest_year, action="check.publish", by=by)


@transaction.atomic
def save_check(*, check: Check, verdicts: Mapping[int, CheckEntry], seen: str | int, by: Officer) -> Check:
    """Writes what the checker gives, by criterion; what is not named stays.

    Args:
        check: a published one.
        verdicts: of criteria that are entered, not of those computed from figures.
        seen: the version that the page showed.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not work for the checking province.
        RefusedError: if it was sent, or today is no day of checking, or the self-score is not there.
        EditConflictError: if somebody else saved it meanwhile.
        ValidationError: by criterion, if points are not ones that it allows.
    """
    if not works_for(by, check.checker):
        raise PermissionDenied
    stored = _locked(check)
    if why := why_checking_closed(stored):
        raise RefusedError(why)
    nodes = {node.criterion.pk: node for node in entered_nodes(stored.year)}
    scores = {score.criterion_id: score for score in stored.scores.all()}
    changed = [
        (pk, verdict)
        for pk, verdict in verdicts.items()
        if pk in nodes and verdict != _verdict(scores.get(pk))
    ]
    if not changed:
        return stored
    require_unchanged(stored, seen)
    for pk, verdict in changed:
        _require_allowed(nodes[pk], verdict)
        score = scores.get(pk) or CheckScore(check_of=stored, criterion=nodes[pk].criterion)
        score.points, score.reason, score.changed_at = verdict.points, verdict.reason, timezone.now()
        score.save()
    stored.version, stored.changed_by = stored.version + 1, by
    stored.save()
    return stored


@transaction.atomic
def send_check(*, check: Check, seen: str | int, by: Officer) -> Check:
    """Sends the check: it stands from then on, and its checker may read how others scored.

    Raises:
        PermissionDenied: if the officer does not lead the checking province's alliance.
        RefusedError: as when it is written.
        EditConflictError: if somebody saved it after the page was opened.
        ValidationError: by criterion, where points or the reason of a difference are missing.
    """
    if not leads(by, check.checker):
        raise PermissionDenied
    stored = _locked(check)
    if why := why_checking_closed(stored):
        raise RefusedError(why)
    require_unchanged(stored, seen)
    if lacking := lacking_of(stored):
        raise ValidationError({str(pk): why for pk, why in lacking.items()})
    stored.state, stored.sent_at, stored.sent_by = State.SENT, timezone.now(), by
    stored.version += 1
    stored.save()
    Event.objects.create(year=stored.year, province=stored.checker, action="check.send", by=by)
    return stored


@dataclass(frozen=True)
class StoredAnswers:
    """What the checked province has said so far."""

    check: Check

    @property
    def scores(self) -> dict[int, CheckScore]:
        return differing_scores(self.check)

    @property
    def version(self) -> str:
        return fingerprint(f"{pk} {score.answer}" for pk, score in self.scores.items())


@transaction.atomic
def answer_check(*, check: Check, answers: Mapping[int, str], seen: str | None = None, by: Officer) -> None:
    """Writes what the checked province says to criteria scored otherwise; the council decides later.

    Args:
        check: of the province.
        answers: by the criterion's key.
        seen: the version of the `StoredAnswers` that the page showed.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not work for the checked province, or cannot read it yet.
        RefusedError: if today is no day of answering.
        EditConflictError: if somebody else answered meanwhile, and something would change.
    """
    if not works_for(by, check.checked) or not reads_check(by, check):
        raise PermissionDenied
    stored = _locked(check)
    if why := why_answers_closed(stored.year):
        raise RefusedError(why)
    found = differing_scores(stored)
    changed = {pk: text for pk, text in answers.items() if pk in found and found[pk].answer != text}
    if not changed:
        return
    require_unchanged(StoredAnswers(stored), seen)
    for pk, text in changed.items():
        score = found[pk]
        score.answer = text
        score.answered_by, score.answered_at = (by, timezone.now()) if text else (None, None)
        score.save()
    Event.objects.create(year=stored.year, province=stored.checked, action="check.answer", by=by)


def entered_nodes(contest_year: EmulationYear) -> list[Node]:
    """The criteria that a checker scores; those computed from figures are the same for everybody."""
    return [node for node in read_tree(contest_year).leaves if not node.criterion.is_computed]


def self_points(check: Check) -> dict[int, Decimal | None]:
    """Criterion → the points of the self-score that is checked; empty where it was not sent."""
    sheet = ScoreSheet.objects.filter(
        year=check.year_id, province=check.checked_id, state=ScoreSheet.State.SENT
    ).first()
    return dict(sheet.scores.values_list("criterion", "points")) if sheet else {}


def differing_scores(check: Check) -> dict[int, CheckScore]:
    """Criterion → the check's score, where it is not the self-score's."""
    own = self_points(check)
    scores = check.scores.select_related("criterion")
    return {s.criterion_id: s for s in scores if s.points is not None and s.points != own.get(s.criterion_id)}


def lacking_of(check: Check) -> dict[int, str]:
    """Criterion → what it lacks before the check can be sent."""
    own = self_points(check)
    scores = {score.criterion_id: score for score in check.scores.all()}
    found = {}
    for node in entered_nodes(check.year):
        pk = node.criterion.pk
        score = scores.get(pk)
        if score is None or score.points is None:
            found[pk] = _("Chưa chấm; không được điểm thì ghi 0.")
        elif score.points != own.get(pk) and not score.reason:
            found[pk] = _("Chấm khác điểm tự chấm thì phải ghi lý do.")
    return found


def why_checking_closed(check: Check) -> str:
    """Why the checker cannot write today; nothing where they can."""
    if check.is_sent:
        return _("Phiếu chấm chéo đã gửi nên không sửa được nữa.")
    if check.state == State.PLANNED:
        return _("Chưa công bố phân công chấm chéo.")
    sent = ScoreSheet.objects.filter(
        year=check.year_id, province=check.checked_id, state=ScoreSheet.State.SENT
    )
    if not sent.exists():
        return _("%s chưa gửi phiếu tự chấm.") % check.checked
    return _why_not_time(check.year, Deadline.Part.CROSS_CHECK)


def why_answers_closed(contest_year: EmulationYear) -> str:
    """Why provinces cannot answer today; nothing where they can."""
    return _why_not_time(contest_year, Deadline.Part.ANSWERS)


def _why_not_time(contest_year: EmulationYear, part: Deadline.Part) -> str:
    if contest_year.scores_are_settled:
        return _("Điểm của năm này đã chốt.")
    return contest_year.deadline(part).why_closed()


def _require_unpublished(contest_year: EmulationYear, by: Officer) -> None:
    if not runs_year(by, contest_year):
        raise PermissionDenied
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=contest_year.pk)
    if Check.objects.filter(year=contest_year).exclude(state=State.PLANNED).exists():
        raise RefusedError(_("Phân công chấm chéo đã công bố nên không đổi được nữa."))


def _write_ring(contest_year: EmulationYear, ring: Mapping[int, int], action: str, by: Officer) -> None:
    Check.objects.filter(year=contest_year).delete()
    Check.objects.bulk_create(
        Check(year=contest_year, checker_id=checker, checked_id=checked) for checker, checked in ring.items()
    )
    Event.objects.create(year=contest_year, action=action, by=by)


def _locked(check: Check) -> Check:
    known = Check.objects.select_for_update(of=("self",)).select_related("year", "checker", "checked")
    return known.get(pk=check.pk)


def _verdict(score: CheckScore | None) -> CheckEntry:
    return CheckEntry(score.points, score.reason) if score else CheckEntry(None)


def _require_allowed(node: Node, verdict: CheckEntry) -> None:
    if verdict.points is not None and not may_be_entered(ScoringRule.of(node.criterion), verdict.points):
        most = format_number(node.criterion.maximum)
        said = _("Chỉ 0 hoặc %s điểm.") if node.criterion.kind == "yes_no" else _("Từ 0 đến %s điểm.")
        raise ValidationError({str(node.criterion.pk): said % most})
