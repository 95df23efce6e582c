"""The targets of a successor: what the provinces of which it was made had signed, added up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.utils.translation import gettext as _

from emulation.scoring.targets import Target
from emulation.successors.models import DecidedTarget
from emulation.year.models import EmulationYear
from vietnamese.numbers import format_number

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
