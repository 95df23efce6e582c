"""The pledge of a successor, and what the secretary decides where the signed targets do not add up."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Pledge
from emulation.pledges.permissions import decides_targets
from emulation.pledges.progress import targets_of_year
from emulation.scoring.targets import Target
from emulation.successors.models import DecidedTarget
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from vietnamese.numbers import format_number
from web.edit_conflicts import fingerprint, require_unchanged
from web.refusals import RefusedError
from web.texts import accepted_text


@dataclass(frozen=True)
class MergedRow:
    """An indicator of a successor's pledge, with what each part had signed, beside each other."""

    indicator: Indicator
    signed: tuple[Target | None, ...]
    counting: Target | None
    decision: DecidedTarget | None

    @property
    def needs_decision(self) -> bool:
        """Whether some part has signed no number, so that there is no sum."""
        return any(target is None for target in self.signed)


@dataclass(frozen=True)
class MergedPledge:
    """The pledge of a province that merged provinces made within the year."""

    province: Province
    parts: tuple[Province, ...]
    rows: tuple[MergedRow, ...]

    @cached_property
    def to_decide(self) -> list[MergedRow]:
        return [row for row in self.rows if row.needs_decision]

    @property
    def is_whole(self) -> bool:
        return bool(self.rows) and all(row.counting is not None for row in self.rows)

    @property
    def version(self) -> str:
        return fingerprint(
            f"{row.indicator.code} {row.counting and row.counting.text} {row.decision and row.decision.at}"
            for row in self.rows
        )


def stored_merged_pledge(contest_year: EmulationYear, province: Province) -> MergedPledge | None:
    """The successor's pledge as it counts now.

    None for a province that no merger of that year made, or that has signed a pledge of its own.
    """
    parts = tuple(contest_year.merged_members.filter(successor=province))
    own = Pledge.objects.signed().filter(year=contest_year, province=province)
    if not parts or own.exists():
        return None
    targets = targets_of_year(contest_year)
    decided = DecidedTarget.objects.filter(year=contest_year, province=province)
    decisions = {target.indicator_id: target for target in decided}
    rows = tuple(
        MergedRow(
            indicator,
            tuple(targets.get((part.slug, indicator.code)) for part in parts),
            targets.get((province.slug, indicator.code)),
            decisions.get(indicator.pk),
        )
        for indicator in pledged_indicators(contest_year)
    )
    return MergedPledge(province, parts, rows)


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
        unsigned, decided = _("chưa ký"), _("đã quyết định")
        signed = "; ".join(
            f"{part.dated_name}: {target.text if target else unsigned}"
            for part, target in zip(pledge.parts, row.signed, strict=True)
        )
        old = f"{signed}; {decided}: {format_number(before.value)}" if before else signed
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
