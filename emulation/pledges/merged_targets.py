"""The pledge of a successor: what the provinces of which it was made within the year had signed, added up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from django.utils.translation import gettext as _

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.merged_models import DecidedTarget
from emulation.scoring.targets import Target
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from provinces.clusters.models import Province
from vietnamese.numbers import format_number
from web.edit_conflicts import fingerprint

Targets = Mapping[tuple[str, str], Target]  # (province slug, indicator code)


def merged_targets(contest_year: EmulationYear, signed: Targets) -> dict[tuple[str, str], Target]:
    """The targets of successors that have signed no pledge of their own. Two queries; one without mergers."""
    parts: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for part in contest_year.merged_members.select_related("successor"):
        if part.successor is not None:
            parts[part.successor.slug].append(part.slug)
            names[part.slug] = part.name
    if not parts:
        return {}
    decisions = DecidedTarget.objects.filter(year=contest_year).select_related("province", "indicator")
    decided = {
        (decision.province.slug, decision.indicator.code): Target(decision.value, origin=_decided(decision))
        for decision in decisions
    }
    return added_up(parts, signed, decided, names)


def added_up(
    parts: Mapping[str, Sequence[str]],
    signed: Targets,
    decided: Targets,
    names: Mapping[str, str] = MappingProxyType({}),
) -> dict[tuple[str, str], Target]:
    """The targets of the successors in `parts`, by slug; parts may be successors themselves.

    Pledged indicators are counts and amounts, so they add up over provinces. One that a part has not signed
    makes no sum: the part is not zero. Then the target is what was decided, or none.
    """
    have_signed = {slug for slug, _code in signed}
    codes = {code for _slug, code in [*signed, *decided]}

    def target_of(slug: str, code: str) -> Target | None:
        if slug in have_signed or slug not in parts:
            return signed.get((slug, code))
        if (slug, code) in decided:
            return decided[slug, code]
        targets = {part: target_of(part, code) for part in parts[slug]}
        known = {part: target for part, target in targets.items() if target is not None}
        if len(known) < len(targets):
            return None
        origin = ", ".join(
            f"{names.get(part, part)} {format_number(target.value)}" for part, target in known.items()
        )
        return Target.sum_of(list(known.values()), origin=_("gộp từ %s") % origin)

    found = {
        (slug, code): target_of(slug, code) for slug in parts if slug not in have_signed for code in codes
    }
    return {key: target for key, target in found.items() if target is not None}


def _decided(decision: DecidedTarget) -> str:
    return _("Tổ giúp việc quyết định: %s") % " ".join(decision.reason.split()).rstrip(".")


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

    @property
    def signed_in_words(self) -> str:
        return self.counting.change_note if self.counting else ""


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
    def version(self) -> str:
        return fingerprint(
            f"{row.indicator.code} {row.counting and row.counting.text} {row.decision and row.decision.at}"
            for row in self.rows
        )


def merged_pledge(
    contest_year: EmulationYear, province: Province, targets: Targets, *, has_own: bool
) -> MergedPledge | None:
    """None for a province that no merger of that year made, or that has signed a pledge of its own.

    `targets` are those that count (`progress.signed_targets`).
    """
    parts = tuple(contest_year.merged_members.filter(successor=province))
    if not parts or has_own:
        return None
    decided = DecidedTarget.objects.filter(year=contest_year, province=province).select_related(
        "by__province"
    )
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
