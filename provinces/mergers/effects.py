"""What a merger moves and what stays: shown before it is done, and the same is then done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.mergers.records import Records, records_of
from provinces.register.handing_over import PartOfRegister, SharedNumber, registers_of, shared_numbers
from vietnamese.dates import format_date
from web.edit_conflicts import fingerprint


@dataclass(frozen=True)
class PartEffect:
    """Of one province that merges."""

    province: Province
    accounts: tuple[Officer, ...]  # open ones, with their terms
    registers: tuple[PartOfRegister, ...]
    records: Records


@dataclass(frozen=True)
class MergerEffect:
    """Everything that a merger moves, and what is kept.

    Attributes:
        is_due: whether the day has come. Before it, nothing is handed over yet.
    """

    successor: Province
    parts: tuple[PartEffect, ...]
    shared_numbers: tuple[SharedNumber, ...]
    is_due: bool

    @property
    def day(self) -> dt.date:
        return self.successor.established_on

    @property
    def accounts(self) -> list[Officer]:
        return [account for part in self.parts for account in part.accounts]

    @property
    def refusals(self) -> list[str]:
        return [refusal for part in self.parts for refusal in part.records.refusals]

    @cached_property
    def version(self) -> str:
        """Changes with all that the preview shows, and with every organisation and account."""
        new = self.successor
        values: list[object] = [new.pk, new.slug, new.name, new.code, new.is_city, self.day, self.is_due]
        for part in self.parts:
            values += [part.province.pk, part.province.ended_on, part.records]
            values += [(a.pk, a.role, a.username, a.get_full_name()) for a in part.accounts]
            values += [(register.kind, register.keys) for register in part.registers]
        values += [(shared.number, shared.keys) for shared in self.shared_numbers]
        return fingerprint(values)


def effect_of(parts: Sequence[Province], successor: Province) -> MergerEffect:
    """What merging the parts into the successor does; the successor may not be stored yet."""
    keys = [part.pk for part in parts]
    records = records_of(parts, successor.established_on)
    registers = registers_of(keys)
    accounts: dict[int | None, list[Officer]] = {}
    officers = Officer.objects.filter(province__in=keys, is_active=True).prefetch_related("terms")
    for officer in officers.order_by("role", "username"):
        accounts.setdefault(officer.province_id, []).append(officer)
    return MergerEffect(
        successor,
        tuple(
            PartEffect(part, tuple(accounts.get(part.pk, ())), registers[part.pk], records[part.pk])
            for part in parts
        ),
        tuple(shared_numbers([*keys, successor.pk] if successor.pk else keys)),
        is_due=successor.established_on <= timezone.localdate(),
    )


def why_not_merge(parts: Sequence[Province], day: dt.date) -> str:
    """Why these provinces cannot merge on that day, or ""."""
    for part in parts:
        names = {"province": part.name, "successor": part.successor}
        if part.successor is not None and part.ended_on is not None:
            return _("%(province)s đã hợp nhất vào %(successor)s từ ngày %(day)s.") % (
                names | {"day": format_date(part.ended_on)}
            )
        if part.ended_on is not None:
            return _("%(province)s đã kết thúc từ ngày %(day)s.") % (
                names | {"day": format_date(part.ended_on)}
            )
    if len({part.pk for part in parts}) < 2:
        return _("Chọn ít nhất hai tỉnh, thành phố để hợp nhất.")
    waiting = Province.objects.filter(pk__in=[part.pk for part in parts], predecessors__isnull=False)
    if first := waiting.filter(Q(merger=None) | Q(merger__handed_over_at=None)).first():
        # Or what its own parts hold would go to a province that has ended.
        return _("Bàn giao cho %s trước khi ghi nhận lần hợp nhất tiếp theo.") % first.name
    for part in parts:
        begun = [part.established_on, *(m.joined_on for m in part.memberships.all() if m.left_on is None)]
        if max(begun) >= day:
            return _("Ngày hợp nhất phải sau ngày %(begun)s, ngày %(province)s được lập hoặc vào Cụm.") % {
                "province": part.name,
                "begun": format_date(max(begun)),
            }
    return ""
