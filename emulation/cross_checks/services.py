"""Assign, save, send and answer cross-checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import SystemRandom

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emulation.criteria.tree import Node, read_tree
from emulation.cross_checks.models import Check, CheckScore
from emulation.cross_checks.permissions import reads_check
from emulation.cross_checks.ring import draw_ring, is_ring
from emulation.scoring.differences import points_key
from emulation.scoring.points import points_refusal
from emulation.scoring.rule import ScoringRule
from emulation.self_scores.models import ScoreSheet
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year, why_succeeded
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import leads, works_for
from web.edit_conflicts import Snapshot, fingerprint, require_unchanged
from web.refusals import RefusedError

State = Check.State


@dataclass(frozen=True)
class CheckEntry:
    """The checker's points and reason for one criterion."""

    points: Decimal | None
    reason: str = ""
    is_confirmed: bool = False  # the reason also holds for these points, though its text stays


@transaction.atomic
def draw_checks(*, contest_year: EmulationYear, seen: str | None = None, by: Officer) -> None:
    """Draw by lot who checks whom, also again until the ring is published.

    `seen` is the version of the ring that the page showed: a draw replaces it.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if the ring is published.
        EditConflictError: if it was drawn or set since `seen`.
        ValidationError: if fewer than two provinces take part.
    """
    _require_unpublished(contest_year, by)
    require_unchanged(stored_ring(contest_year), seen)
    try:
        drawn = draw_ring([province.pk for province in contest_year.members], SystemRandom())
    except ValueError:
        raise ValidationError(_("Cần ít nhất hai tỉnh để chấm chéo.")) from None
    _write_ring(contest_year, drawn, "check.draw", by)


def planned_ring(contest_year: EmulationYear) -> dict[int, int]:
    return dict(Check.objects.standing(contest_year).values_list("checker", "checked"))


def ring_snapshot(ring: Mapping[int, int]) -> Snapshot:
    return Snapshot.of(sorted(ring.items()))


def stored_ring(contest_year: EmulationYear) -> Snapshot:
    return ring_snapshot(planned_ring(contest_year))


@transaction.atomic
def set_checks(
    *, contest_year: EmulationYear, ring: Mapping[int, int], seen: str | None = None, by: Officer
) -> None:
    """Set by hand who checks whom: checker → checked, by key.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if the ring is published.
        EditConflictError: if somebody else set or drew it meanwhile.
        ValidationError: if it is no ring of all members.
    """
    _require_unpublished(contest_year, by)
    if not is_ring(ring, [province.pk for province in contest_year.members]):
        raise ValidationError(
            _("Mỗi tỉnh phải chấm đúng một tỉnh khác và được đúng một tỉnh chấm. Kiểm tra lại.")
        )
    if dict(ring) != planned_ring(contest_year):
        require_unchanged(stored_ring(contest_year), seen)
        _write_ring(contest_year, ring, "check.ring", by)


@transaction.atomic
def publish_checks(*, contest_year: EmulationYear, seen: str | None = None, by: Officer) -> None:
    """Publish the ring for good; each checker may then read the self-score to check.

    `seen` is the version of the ring that the page showed.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if the ring is published already, or the rules are not locked.
        EditConflictError: if it was drawn or set again since `seen`.
        ValidationError: if it does not hold all members.
    """
    _require_unpublished(contest_year, by)
    if not contest_year.rules_are_locked:
        raise RefusedError(_("Bảng điểm năm nay chưa khóa nên chưa chấm chéo được."))
    ring = planned_ring(contest_year)
    if not is_ring(ring, [province.pk for province in contest_year.members]):
        raise ValidationError(_("Chưa phân công đủ các tỉnh."))
    require_unchanged(ring_snapshot(ring), seen)
    Check.objects.standing(contest_year).update(state=State.OPEN)
    Event.objects.create(year=contest_year, action="check.publish", by=by)


@transaction.atomic
def save_check(*, check: Check, entries: Mapping[int, CheckEntry], seen: str | int, by: Officer) -> Check:
    """Save the checker's entries, by criterion. Computed criteria are ignored, others stay as they are.

    Raises:
        PermissionDenied: if the officer does not work for the checking province.
        RefusedError: if the check was sent, the self-score was not, or today is outside the days of checking.
        EditConflictError: if the check changed since `seen`, unless nothing would be saved.
        ValidationError: by criterion, if it does not allow these points.
    """
    if not works_for(by, check.checker):
        raise PermissionDenied
    stored = _lock_check(check)
    if why := why_checking_closed(stored):
        raise RefusedError(why)
    nodes = {node.criterion.pk: node for node in entered_nodes(stored.year)}
    scores = {score.criterion_id: score for score in stored.scores.all()}
    claimed, shown = self_points(stored), stored_entries(stored)
    changed = [
        (pk, entry)
        for pk, entry in entries.items()
        if pk in nodes and entry != shown.get(pk, CheckEntry(None))
    ]
    if not changed:
        return stored
    require_unchanged(stored, seen)
    for pk, entry in changed:
        _require_allowed(nodes[pk], entry)
        score = scores.get(pk) or CheckScore(check_of=stored, criterion=nodes[pk].criterion)
        before = shown.get(pk, CheckEntry(None))
        reason = score.reason_given.written(
            entry.reason or (score.reason if entry.is_confirmed else ""),
            shown=before.reason,
            given_for=points_key(entry.points, claimed.get(pk)),
            again=entry.is_confirmed,
        )
        score.points, score.changed_at = entry.points, timezone.now()
        score.reason, score.reason_for = reason.text, reason.given_for
        score.save()
    stored.version, stored.changed_by = stored.version + 1, by
    stored.save()
    return stored


@transaction.atomic
def send_check(*, check: Check, seen: str | int, by: Officer) -> Check:
    """Send the check; it cannot be changed then.

    Raises:
        PermissionDenied: if the officer does not lead the checking province's alliance.
        RefusedError: for the same reasons as in `save_check`.
        EditConflictError: if the check changed since `seen`.
        ValidationError: by criterion, if points or the reason of a difference are missing.
    """
    if not leads(by, check.checker):
        raise PermissionDenied
    stored = _lock_check(check)
    if why := why_checking_closed(stored):
        raise RefusedError(why)
    require_unchanged(stored, seen)
    if missing := why_incomplete(stored):
        raise ValidationError({str(pk): why for pk, why in missing.items()})
    _drop_earlier_reasons(stored)
    stored.state, stored.sent_at, stored.sent_by = State.SENT, timezone.now(), by
    stored.version += 1
    stored.save()
    Event.objects.create(year=stored.year, province=stored.checker, action="check.send", by=by)
    return stored


def is_sent_with(check: Check, entries: Mapping[int, CheckEntry]) -> bool:
    """Whether it was sent with these entries. Sending drops the reason of points that do not differ."""
    if not check.is_sent:
        return False
    claimed, stored = self_points(check), stored_entries(check)
    return all(
        CheckEntry(entry.points, entry.reason if entry.points != claimed.get(pk) else "")
        == stored.get(pk, CheckEntry(None))
        for pk, entry in entries.items()
    )


def _drop_earlier_reasons(check: Check) -> None:
    """Points that were changed to those of the self-score leave no reason for a difference behind.

    From here on neither they nor the self-score can change.
    """
    claimed = self_points(check)
    for score in check.scores.exclude(reason=""):
        if not score.reason_beside(claimed.get(score.criterion_id)):
            score.reason = score.reason_for = ""
            score.save()


@dataclass(frozen=True)
class StoredAnswers:
    """The answers to a check, with their version."""

    check: Check

    @property
    def scores(self) -> dict[int, CheckScore]:
        return differing_scores(self.check)

    @property
    def version(self) -> str:
        return fingerprint(f"{pk} {score.answer}" for pk, score in self.scores.items())


@transaction.atomic
def answer_check(*, check: Check, answers: Mapping[int, str], seen: str | None = None, by: Officer) -> None:
    """Save the checked province's answers, by criterion, where the checker's points differ.

    `seen` is the version of `StoredAnswers`.

    Raises:
        PermissionDenied: if the officer does not work for the checked province, or may not read the check.
        RefusedError: if today is outside the days of answering.
        EditConflictError: if the answers changed since `seen`, unless nothing would be saved.
    """
    if not works_for(by, check.checked) or not reads_check(by, check):
        raise PermissionDenied
    stored = _lock_check(check)
    if why := why_answers_closed(stored.year):
        raise RefusedError(why)
    scores = differing_scores(stored)
    changed = {pk: text for pk, text in answers.items() if pk in scores and scores[pk].answer != text}
    if not changed:
        return
    require_unchanged(StoredAnswers(stored), seen)
    for pk, text in changed.items():
        score = scores[pk]
        score.answer = text
        score.answered_by, score.answered_at = (by, timezone.now()) if text else (None, None)
        score.save()
    Event.objects.create(year=stored.year, province=stored.checked, action="check.answer", by=by)


def entered_nodes(contest_year: EmulationYear) -> list[Node]:
    """The criteria that checkers score; the others are computed from figures."""
    return [node for node in read_tree(contest_year).leaves if not node.criterion.is_computed]


def self_points(check: Check) -> dict[int, Decimal | None]:
    """Criterion → points of the self-score; empty if it was not sent."""
    sheet = ScoreSheet.objects.sent().filter(year=check.year_id, province=check.checked_id).first()
    return dict(sheet.scores.values_list("criterion", "points")) if sheet else {}


def differing_scores(check: Check) -> dict[int, CheckScore]:
    claimed = self_points(check)
    return {
        score.criterion_id: score
        for score in check.scores.select_related("criterion")
        if score.points is not None and score.points != claimed.get(score.criterion_id)
    }


def why_incomplete(check: Check) -> dict[int, str]:
    """Criterion → what keeps the check from being sent."""
    claimed = self_points(check)
    scores = {score.criterion_id: score for score in check.scores.all()}
    reasons = {}
    for node in entered_nodes(check.year):
        pk = node.criterion.pk
        score = scores.get(pk)
        if score is None or score.points is None:
            reasons[pk] = _("Chưa chấm; không được điểm thì ghi 0.")
        elif score.points != claimed.get(pk) and not score.reason_beside(claimed.get(pk)):
            reasons[pk] = (
                _("Điểm đã đổi từ khi ghi lý do: ghi lại, hoặc đánh dấu là lý do vẫn đúng.")
                if score.reason
                else _("Chấm khác điểm tự chấm thì phải ghi lý do.")
            )
    return reasons


def why_checking_closed(check: Check) -> str:
    if check.is_sent:
        return _("Phiếu chấm chéo đã gửi nên không sửa được nữa.")
    if check.state == State.PLANNED:
        return _("Chưa công bố phân công chấm chéo.")
    for province in (check.checker, check.checked):
        if why := why_succeeded(check.year, province):
            return why
    if not ScoreSheet.objects.sent().filter(year=check.year_id, province=check.checked_id).exists():
        return _("%s chưa gửi phiếu tự chấm.") % check.checked
    return _why_closed(check.year, Deadline.Part.CROSS_CHECK)


def why_answers_closed(contest_year: EmulationYear) -> str:
    return _why_closed(contest_year, Deadline.Part.ANSWERS)


def _why_closed(contest_year: EmulationYear, part: Deadline.Part) -> str:
    if contest_year.scores_are_settled:
        return _("Điểm của năm này đã chốt.")
    return contest_year.deadline(part).why_closed()


def why_published(contest_year: EmulationYear) -> str:
    # By then checkers have read self-scores: a new draw would show somebody a second one.
    if not contest_year.checks.published().exists() or merged_in_ring(contest_year).exists():
        return ""
    return _("Phân công chấm chéo đã công bố nên không đổi được nữa.")


def merged_in_ring(contest_year: EmulationYear) -> QuerySet[Province]:
    """The provinces of the ring that have merged within the year: the members need another ring."""
    ring = contest_year.checks.order_by()
    return contest_year.merged_members.filter(
        Q(pk__in=ring.values("checker")) | Q(pk__in=ring.values("checked"))
    )


def why_broken(contest_year: EmulationYear) -> str:
    """A sentence that a merger calls for another ring, or ""; settled scores need none."""
    if contest_year.scores_are_settled or not (merged := list(merged_in_ring(contest_year))):
        return ""
    return _(
        "%s đã hợp nhất nên phân công chấm chéo không còn đủ. Bốc thăm lại giữa các đơn vị thành viên "
        "hiện nay, rồi công bố."
    ) % ", ".join(province.dated_name for province in merged)


def _require_unpublished(contest_year: EmulationYear, by: Officer) -> None:
    if not runs_year(by, contest_year):
        raise PermissionDenied
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=contest_year.pk)
    if why := why_published(contest_year):
        raise RefusedError(why)


def _write_ring(contest_year: EmulationYear, ring: Mapping[int, int], action: str, by: Officer) -> None:
    if merged_in_ring(contest_year).exists():
        _keep_in_log(contest_year, by)
    Check.objects.filter(year=contest_year).delete()
    Check.objects.bulk_create(
        Check(year=contest_year, checker_id=checker, checked_id=checked) for checker, checked in ring.items()
    )
    Event.objects.create(year=contest_year, action=action, by=by)


def _keep_in_log(contest_year: EmulationYear, by: Officer) -> None:
    """What was assigned before a merger: the new ring replaces it."""
    before = Check.objects.published().filter(year=contest_year).select_related("checker", "checked")
    if pairs := [
        f"{check.checker.dated_name} → {check.checked.dated_name} ({check.get_state_display().lower()})"
        for check in before
    ]:
        with translation.override("vi"):  # the log is one text for all readers
            reason = _("Các tỉnh đã hợp nhất: bốc thăm lại giữa các đơn vị thành viên hiện nay.")
        Event.objects.create(
            year=contest_year, action="check.replace", old="; ".join(pairs), reason=reason, by=by
        )


def _lock_check(check: Check) -> Check:
    checks = Check.objects.select_for_update(of=("self",)).select_related("year", "checker", "checked")
    return checks.get(pk=check.pk)


def stored_entries(check: Check) -> dict[int, CheckEntry]:
    claimed = self_points(check)
    return {
        score.criterion_id: stored_entry(score, claimed.get(score.criterion_id))
        for score in check.scores.all()
    }


def stored_entry(score: CheckScore, claimed: Decimal | None) -> CheckEntry:
    """As the form shows it."""
    return CheckEntry(score.points, score.reason_given.beside(points_key(score.points, claimed)))


def _require_allowed(node: Node, entry: CheckEntry) -> None:
    if entry.points is None:
        return
    if refusal := points_refusal(ScoringRule.of(node.criterion), entry.points):
        raise ValidationError({str(node.criterion.pk): refusal})
