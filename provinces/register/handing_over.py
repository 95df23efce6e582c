"""The register of provinces that merge goes to their successor, whole."""

from collections.abc import Collection
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Count

from provinces.clusters.models import Province
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation

REGISTERS: tuple[type[Organisation], ...] = (Cooperative, CooperativeGroup, CooperativeUnion)


@dataclass(frozen=True)
class PartOfRegister:
    """A province's organisations of one kind, as keys; those that ended move too."""

    kind: type[Organisation]
    keys: tuple[int, ...]
    ended: int

    @property
    def label(self) -> str:
        return str(self.kind._meta.verbose_name)

    @property
    def existing(self) -> int:
        return len(self.keys) - self.ended


@dataclass(frozen=True)
class SharedNumber:
    """A registration number that several organisations of one kind have. A province may have it once."""

    kind: type[Organisation]
    number: str
    organisations: tuple[Organisation, ...]

    @property
    def keys(self) -> tuple[int, ...]:
        return tuple(organisation.pk for organisation in self.organisations)


def registers_of(provinces: Collection[int]) -> dict[int, tuple[PartOfRegister, ...]]:
    """By province; kinds without an organisation are left out. One query a kind."""
    parts: dict[int, list[PartOfRegister]] = {province: [] for province in provinces}
    for kind in REGISTERS:
        rows = kind._default_manager.filter(province__in=provinces).order_by()
        keys: dict[int, list[tuple[int, bool]]] = {}
        for pk, province, ended_on in rows.values_list("pk", "province", "ended_on"):
            keys.setdefault(province, []).append((pk, ended_on is not None))
        for province, found in keys.items():
            all_keys = tuple(sorted(pk for pk, _has_ended in found))
            parts[province].append(PartOfRegister(kind, all_keys, sum(ended for _pk, ended in found)))
    return {province: tuple(registers) for province, registers in parts.items()}


def shared_numbers(provinces: Collection[int]) -> list[SharedNumber]:
    """The numbers that two organisations of one kind would have in one province."""
    shared = []
    for kind in REGISTERS:
        rows = kind._default_manager.filter(province__in=provinces).exclude(registration_key="")
        twice = rows.order_by().values("registration_key").annotate(times=Count("pk")).filter(times__gt=1)
        groups: dict[str, list[Organisation]] = {}
        held = rows.filter(registration_key__in=twice.values("registration_key")).select_related("province")
        for organisation in held.order_by("registration_key", "province__position", "pk"):
            groups.setdefault(organisation.registration_key, []).append(organisation)
        shared += [
            SharedNumber(kind, group[0].registration_number, tuple(group)) for group in groups.values()
        ]
    return sorted(shared, key=attrgetter("number"))


def hand_over_register(parts: Collection[Province], successor: Province) -> None:
    """Move every organisation. Who changed it last, and when, stays: its content is the same."""
    for kind in REGISTERS:
        kind._default_manager.filter(province__in=parts).update(province=successor)
