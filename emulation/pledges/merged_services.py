"""The secretary decides a target of a successor that cannot be added up from what its parts signed."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emulation.pledges.merged_models import DecidedTarget
from emulation.pledges.merged_targets import MergedPledge, merged_pledge
from emulation.pledges.models import Pledge
from emulation.pledges.permissions import decides_targets
from emulation.pledges.progress import targets_of_year
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from vietnamese.numbers import format_number
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError
from web.texts import accepted_text


def stored_merged_pledge(contest_year: EmulationYear, province: Province) -> MergedPledge | None:
    """The successor's pledge as it counts now; None where there is nothing to add up."""
    has_own = Pledge.objects.signed().filter(year=contest_year, province=province).exists()
    return merged_pledge(contest_year, province, targets_of_year(contest_year), has_own=has_own)


@transaction.atomic
def decide_target(
    *,
    contest_year: EmulationYear,
    province: Province,
    indicator: Indicator,
    value: Decimal,
    reason: str,
    seen: str | None = None,
    by: Officer,
) -> DecidedTarget:
    """Decide a target that has no sum; a later decision replaces the earlier one, and both are in the log.

    Raises:
        PermissionDenied: if the officer is not the secretary.
        RefusedError: if the scores are settled, the targets of the parts add up, or there is no reason.
        EditConflictError: if the pledge changed since `seen`.
    """
    if not decides_targets(by):
        raise PermissionDenied
    stored = EmulationYear.objects.select_for_update(of=("self",)).get(pk=contest_year.pk)
    if why := why_not_decidable(stored, province):
        raise RefusedError(why)
    pledge = stored_merged_pledge(stored, province)
    row = next((r for r in pledge.to_decide if r.indicator == indicator), None) if pledge else None
    if pledge is None or row is None:
        raise RefusedError(
            _("%s: các tỉnh hợp nhất đều đã ký chỉ tiêu này nên số giao ước là số cộng. Chọn chỉ tiêu khác.")
            % indicator.label
        )
    reason = accepted_text(reason, most=1000)
    if not reason:
        raise RefusedError(_("Xin ghi lý do của số giao ước được quyết định."))
    before = row.decision
    if before is not None and (before.value, before.reason) == (value, reason):
        return before  # a second click
    require_unchanged(pledge, seen)
    with translation.override("vi"):  # the log is one text for all readers
        signed = "; ".join(
            f"{part.dated_name}: {target.text if target else _('chưa ký')}"
            for part, target in zip(pledge.parts, row.signed, strict=True)
        )
        old = f"{signed}; {_('đã quyết định')}: {format_number(before.value)}" if before else signed
    decision = before or DecidedTarget(year=stored, province=province, indicator=indicator)
    decision.value, decision.reason, decision.by, decision.at = value, reason, by, timezone.now()
    decision.full_clean()
    decision.save()
    Event.objects.create(
        year=stored,
        province=province,
        action="pledge.decide",
        subject=indicator.label,
        old=old,
        new=format_number(value),
        reason=reason,
        by=by,
    )
    return decision


def why_not_decidable(contest_year: EmulationYear, province: Province) -> str:
    if contest_year.scores_are_settled:
        return _("Điểm đã chốt. Mở lại điểm rồi mới sửa được.")
    pledge = stored_merged_pledge(contest_year, province)
    if pledge is None or not pledge.to_decide:
        return (
            _("Giao ước của %s cộng được từ các tỉnh hợp nhất nên không có số nào phải quyết định.")
            % province
        )
    return ""
