"""Every write of a dossier, from the draft to the decision."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.awards.models import Dossier, DossierStep
from emulation.evidence.models import Evidence
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.permissions import leads, works_for
from vietnamese.dates import format_date
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError, who_and_when

Action, State = DossierStep.Action, Dossier.State

# For each action: from which states it is possible, and to which it leads.
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    Action.SEND: ((State.DRAFT, State.RETURNED), State.SENT),
    Action.PROPOSE: ((State.SENT,), State.PROPOSED),
    Action.AWARD: ((State.PROPOSED,), State.AWARDED),
    Action.RETURN: ((State.SENT, State.PROPOSED), State.RETURNED),
    Action.REFUSE: ((State.SENT, State.PROPOSED), State.REFUSED),
    Action.CORRECT: ((State.AWARDED,), State.AWARDED),
}
NEED_REASON = (Action.RETURN, Action.REFUSE, Action.CORRECT)
NEED_DECISION = (Action.AWARD, Action.CORRECT)


@transaction.atomic
def save_dossier(
    *, dossier: Dossier, evidence: Collection[Evidence], seen: str | None = None, by: Officer
) -> Dossier:
    """Save a dossier that is a draft or was returned.

    Raises:
        PermissionDenied: if the officer does not work for the dossier's province.
        ValidationError: if the database would refuse it.
        RefusedError: if it was sent, or the days of the dossiers are over.
        EditConflictError: if somebody else saved it meanwhile.
    """
    if not works_for(by, dossier.province):
        raise PermissionDenied
    stored = _lock_dossier(dossier) if dossier.pk else dossier
    if why := why_not_editable(stored):
        raise RefusedError(why)
    if dossier.pk:
        require_unchanged(stored, seen)
        dossier.state, dossier.version = stored.state, stored.version + 1
    is_new = not dossier.pk
    dossier.changed_by, dossier.changed_at = by, timezone.now()
    dossier.fold_texts()
    dossier.full_clean()
    dossier.save()
    dossier.evidence.set(evidence)
    if is_new:
        _record_step(dossier, Action.SAVE, by, "")
    return dossier


@transaction.atomic
def take_step(
    *,
    dossier: Dossier,
    action: str,
    reason: str = "",
    number: str = "",
    decided_on: dt.date | None = None,
    seen: str | None = None,
    by: Officer,
) -> Dossier:
    """Send, return, propose, award or refuse a dossier, or correct its recorded decision.

    Args:
        dossier: the dossier.
        action: a key of `STEPS`.
        reason: required for a return, a refusal and a correction; a correction adds the old decision to it.
        number: of the decision, for an award and its correction.
        decided_on: its day.
        seen: the version that the page showed.
        by: the leader of the province to send it, an officer who runs the year for the other steps.

    Raises:
        PermissionDenied: for anybody else.
        RefusedError: in the wrong state, or without what the step needs.
        EditConflictError: if the dossier changed since the page showed it.
    """
    stored = _lock_dossier(dossier)
    if not may_step(by, stored, action):
        raise PermissionDenied
    after = STEPS[action][1]
    if why := why_no_step(stored, action):
        raise RefusedError(why)
    if action in NEED_REASON and not reason:
        raise RefusedError(_("Chưa ghi lý do."))
    if action == Action.SEND and not stored.achievements:
        raise RefusedError(_("Chưa ghi thành tích; hồ sơ chưa gửi được."))
    if action in NEED_DECISION:
        if not number or decided_on is None:
            raise RefusedError(_("Ghi số và ngày quyết định khen thưởng."))
        if decided_on > timezone.localdate():
            raise RefusedError(_("Ngày quyết định không thể sau hôm nay."))
        if action == Action.CORRECT and stored.decided_on:
            old_decision = f"{stored.decision_number}, {format_date(stored.decided_on)}"
            reason = _("%(reason)s (trước khi sửa: %(decision)s)") % {
                "reason": reason,
                "decision": old_decision,
            }
        stored.decision_number, stored.decided_on = number, decided_on
    require_unchanged(stored, seen)
    stored.state = after
    stored.version += 1
    stored.changed_by, stored.changed_at = by, timezone.now()
    stored.save()
    _record_step(stored, action, by, reason)
    return stored


@transaction.atomic
def delete_dossier(*, dossier: Dossier, seen: str | None = None, by: Officer) -> None:
    """Delete a dossier that was never sent.

    Raises:
        PermissionDenied: if the officer does not work for the dossier's province.
        RefusedError: if it was sent.
        EditConflictError: if it changed since the page showed it.
    """
    stored = _lock_dossier(dossier)
    if not works_for(by, stored.province):
        raise PermissionDenied
    if stored.state != State.DRAFT:
        raise RefusedError(_("Hồ sơ đã gửi thì không xóa được."))
    require_unchanged(stored, seen)
    Event.objects.create(
        year=stored.year, province=stored.province, action="dossier.delete", subject=str(stored)[:400], by=by
    )
    stored.delete()


def may_step(officer: Officer, dossier: Dossier, action: str) -> bool:
    """Whether the officer may take that step, whatever the dossier's state."""
    if action == Action.SEND:
        return leads(officer, dossier.province)
    return action in STEPS and runs_year(officer, dossier.year)


def steps_open_to(officer: Officer, dossier: Dossier) -> list[str]:
    return [
        action
        for action, (before, _after) in STEPS.items()
        if dossier.state in before and may_step(officer, dossier, action) and not why_no_step(dossier, action)
    ]


def _lock_dossier(dossier: Dossier) -> Dossier:
    dossiers = Dossier.objects.select_for_update(of=("self",)).select_related("year", "province", "title")
    stored = dossiers.filter(pk=dossier.pk).first()
    if stored is None:
        raise RefusedError(_("Hồ sơ này đã được xóa."))
    return stored


def why_not_editable(dossier: Dossier) -> str:
    return _why_days_closed(dossier) if dossier.is_editable else _("Hồ sơ đã gửi; không sửa được nữa.")


def why_no_step(dossier: Dossier, action: str) -> str:
    if dossier.state in STEPS[action][0]:
        return _why_days_closed(dossier) if action == Action.SEND else ""
    last = dossier.steps.select_related("by").last()
    if last is None:
        return (
            _("Hồ sơ đang ở trạng thái “%s”; không thực hiện được thao tác này.")
            % dossier.get_state_display()
        )
    return _(
        "Lúc %(time)s ngày %(day)s, %(who)s đã ghi “%(step)s” cho hồ sơ này, nay ở trạng thái “%(state)s”, "
        "nên thao tác này chưa được ghi; nội dung đã nhập được giữ nguyên."
    ) % (
        who_and_when(last.by, last.at)
        | {"step": last.get_action_display(), "state": dossier.get_state_display()}
    )


def _why_days_closed(dossier: Dossier) -> str:
    return "" if dossier.state == State.RETURNED else why_no_new_dossier(dossier.year)


def why_no_new_dossier(contest_year: EmulationYear) -> str:
    return contest_year.deadline(Deadline.Part.DOSSIERS).why_closed()


def _record_step(dossier: Dossier, action: str, by: Officer, reason: str) -> None:
    DossierStep.objects.create(dossier=dossier, action=action, reason=reason, by=by)
    Event.objects.create(
        year=dossier.year,
        province=dossier.province,
        action=f"dossier.{action}",
        subject=str(dossier),
        reason=reason,
        by=by,
    )
