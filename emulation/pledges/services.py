"""Save, send and return a province's pledge."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Pledge, PledgeTarget
from emulation.pledges.movement_models import PledgedMovement
from emulation.pledges.named_movements import movements_to_name
from emulation.pledges.rows import targets_of
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year, why_succeeded
from figures.catalogue.wording import labels
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import leads, works_for
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError, who_and_when
from web.texts import accepted_text

State = Pledge.State


@transaction.atomic
def save_targets(
    *,
    contest_year: EmulationYear,
    province: Province,
    targets: Mapping[str, Decimal | None],
    seen: str | int,
    by: Officer,
) -> Pledge:
    """Save targets by indicator code; None removes one. Codes that the year does not ask for are ignored.

    Raises:
        PermissionDenied: if the officer does not work for the province, or it is no member of that year.
        RefusedError: if the pledge was sent, or today is outside the days of pledging.
        EditConflictError: if the pledge changed since `seen`, unless nothing would be saved.
    """
    if not works_for(by, province) or not contest_year.all_members.filter(pk=province.pk).exists():
        raise PermissionDenied
    asked = {indicator.code: indicator for indicator in pledged_indicators(contest_year)}
    asked_targets = {code: value for code, value in targets.items() if code in asked}
    pledge = Pledge(year=contest_year, province=province)
    if Pledge.objects.filter(year=contest_year, province=province).exists():
        pledge = _lock_pledge(contest_year, province)
    stored = targets_of(pledge)
    changed = {code: value for code, value in asked_targets.items() if value != stored.get(code)}
    if not changed:
        return pledge
    _require_draft(pledge)
    if pledge.pk is None:
        # If two begin at the same time, the second gets the first one's pledge, in a version it has not seen.
        Pledge.objects.get_or_create(year=contest_year, province=province)
        pledge = _lock_pledge(contest_year, province)
    require_unchanged(pledge, seen)
    for code, value in changed.items():
        if value is None:
            pledge.targets.filter(indicator=asked[code]).delete()
        else:
            PledgeTarget.objects.update_or_create(
                pledge=pledge, indicator=asked[code], defaults={"value": value}
            )
    pledge.version += 1
    pledge.save()
    Event.objects.create(year=contest_year, province=province, action="pledge.save", by=by)
    return pledge


@transaction.atomic
def send_pledge(*, contest_year: EmulationYear, province: Province, by: Officer) -> Pledge:
    """Send the pledge and copies of the movements it names; a second time changes nothing.

    Raises:
        PermissionDenied: if the officer does not lead the province's alliance.
        RefusedError: if a target is missing, or today is outside the days of pledging.
    """
    if not leads(by, province):
        raise PermissionDenied
    pledge = _lock_pledge(contest_year, province)
    if pledge.state == State.SENT:
        return pledge
    _require_draft(pledge)
    asked, stored = pledged_indicators(contest_year), targets_of(pledge)
    if not asked:
        raise RefusedError(_("Cụm chưa chọn chỉ tiêu giao ước của năm này."))
    if missing := [indicator for indicator in asked if indicator.code not in stored]:
        raise RefusedError(_("Chưa nhập %s. Không đăng ký thì ghi 0.") % labels(missing))
    pledge.state, pledge.sent_at, pledge.sent_by = State.SENT, timezone.now(), by
    pledge.version += 1
    pledge.save()
    name_movements(contest_year, province)
    Event.objects.create(year=contest_year, province=province, action="pledge.send", by=by)
    return pledge


@transaction.atomic
def return_pledge(
    *, contest_year: EmulationYear, province: Province, reason: str, seen: str | None = None, by: Officer
) -> Pledge:
    """Return a sent pledge to its province for correction.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if it is a draft or signed, or there is no reason.
        EditConflictError: if it was returned and sent again since the version `seen`.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    pledge = _lock_pledge(contest_year, province)
    if why := why_not_returnable(pledge):
        raise RefusedError(why)
    require_unchanged(pledge, seen)
    reason = accepted_text(reason)
    if not reason:
        raise RefusedError(_("Xin ghi lý do trả lại giao ước."))
    pledge.state, pledge.sent_at, pledge.sent_by = State.DRAFT, None, None
    pledge.version += 1
    pledge.save()
    PledgedMovement.objects.filter(year=contest_year, province=province).delete()
    Event.objects.create(year=contest_year, province=province, action="pledge.return", reason=reason, by=by)
    return pledge


def why_not_returnable(pledge: Pledge) -> str:
    if last := pledge.last_return:
        return _(
            "Lúc %(time)s ngày %(day)s, %(who)s đã trả lại giao ước này, nên lần trả lại này chưa được "
            "ghi; nội dung đã nhập được giữ nguyên ở dưới."
        ) % who_and_when(last.by, last.at)
    if pledge.state != State.SENT:
        return _("Giao ước này không ở trạng thái đã gửi nên không trả lại được.")
    return why_succeeded(pledge.year, pledge.province)


def name_movements(contest_year: EmulationYear, province: Province | None) -> None:
    """Replace the stored copies by the movements that are planned today. Checks no permission."""
    PledgedMovement.objects.filter(year=contest_year, province=province).delete()
    PledgedMovement.objects.bulk_create(movements_to_name(contest_year, province))


def _lock_pledge(contest_year: EmulationYear, province: Province) -> Pledge:
    pledge = (
        Pledge.objects.select_for_update(of=["self"]).filter(year=contest_year, province=province).first()
    )
    if pledge is None:
        raise RefusedError(_("Tỉnh chưa nhập giao ước của năm này."))
    pledge.year, pledge.province = contest_year, province
    return pledge


def why_not_editable(pledge: Pledge) -> str:
    if not pledge.is_draft:
        return _("Giao ước đã gửi nên không sửa được nữa. Cần sửa thì đề nghị Tổ giúp việc Cụm trả lại.")
    if why := why_succeeded(pledge.year, pledge.province):
        return why
    return pledge.year.deadline(Deadline.Part.PLEDGE).why_closed()


def _require_draft(pledge: Pledge) -> None:
    if why := why_not_editable(pledge):
        raise RefusedError(why)
