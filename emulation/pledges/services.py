"""A province drafts its pledge and sends it; who runs the year may give it back."""

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
from emulation.year.permissions import runs_year
from figures.catalogue.wording import labels
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import leads, works_for
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError
from web.texts import clean_text

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
    """Writes the targets by indicator code, None for none; what is as it was is not written.

    Args:
        contest_year: whose pledges are being drafted.
        province: a member of that year.
        targets: for indicators that the year asks for; others are left alone.
        seen: the version of the pledge that the page showed.
        by: an officer of the province.

    Raises:
        PermissionDenied: for everybody else.
        RefusedError: if it was sent, or it is not the time.
        EditConflictError: if somebody else's numbers would be overwritten unseen.
    """
    if not works_for(by, province) or not contest_year.members.filter(pk=province.pk).exists():
        raise PermissionDenied
    asked = {indicator.code: indicator for indicator in pledged_indicators(contest_year)}
    wanted = {code: value for code, value in targets.items() if code in asked}
    pledge = Pledge(year=contest_year, province=province)
    if Pledge.objects.filter(year=contest_year, province=province).exists():
        pledge = _locked(contest_year, province)
    stored = targets_of(pledge)
    changed = {code: value for code, value in wanted.items() if value != stored.get(code)}
    if not changed:
        return pledge
    _require_draft(pledge)
    if pledge.pk is None:
        # Of two who begin at once the second finds the first one's pledge, in a version that it did not see.
        Pledge.objects.get_or_create(year=contest_year, province=province)
        pledge = _locked(contest_year, province)
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
    """The leader sends the pledge and the movements it names to the cluster; a second time changes nothing.

    Raises:
        PermissionDenied: for everybody else.
        RefusedError: if a target is missing, or it is not the time.
    """
    if not leads(by, province):
        raise PermissionDenied
    pledge = _locked(contest_year, province)
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
def return_pledge(*, contest_year: EmulationYear, province: Province, reason: str, by: Officer) -> Pledge:
    """Gives a sent pledge back to its province, to be corrected.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if it was not sent or is signed, or no reason is given.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    pledge = _locked(contest_year, province)
    said = clean_text(reason)
    if pledge.state != State.SENT:
        raise RefusedError(_("Giao ước này không ở trạng thái đã gửi nên không trả lại được."))
    if not said:
        raise RefusedError(_("Xin ghi lý do trả lại giao ước."))
    pledge.state, pledge.sent_at, pledge.sent_by = State.DRAFT, None, None
    pledge.version += 1
    pledge.save()
    PledgedMovement.objects.filter(year=contest_year, province=province).delete()
    Event.objects.create(year=contest_year, province=province, action="pledge.return", reason=said, by=by)
    return pledge


def name_movements(contest_year: EmulationYear, province: Province | None) -> None:
    """Writes down which movements are pledged: those that stand in the plans today; asks nobody's leave."""
    PledgedMovement.objects.filter(year=contest_year, province=province).delete()
    PledgedMovement.objects.bulk_create(movements_to_name(contest_year, province))


def _locked(contest_year: EmulationYear, province: Province) -> Pledge:
    """The pledge, which nobody else writes until the transaction ends.

    Raises:
        RefusedError: if it was never begun.
    """
    found = Pledge.objects.select_for_update(of=["self"]).filter(year=contest_year, province=province).first()
    if found is None:
        raise RefusedError(_("Tỉnh chưa nhập giao ước của năm này."))
    found.year, found.province = contest_year, province
    return found


def _require_draft(pledge: Pledge) -> None:
    if not pledge.is_draft:
        raise RefusedError(
            _("Giao ước đã gửi nên không sửa được nữa. Cần sửa thì đề nghị Tổ giúp việc Cụm trả lại.")
        )
    pledge.year.deadline(Deadline.Part.PLEDGE).require_open()
