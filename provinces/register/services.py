"""All writes to the register."""

import datetime as dt
from typing import TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from provinces.register.models import Cooperative, CooperativeUnion, LegalState, Organisation
from vietnamese.folding import name_key, number_key
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

# A row of the same name saved within this time is likely a correction after going back.
MOMENT = dt.timedelta(minutes=1)

# Their numbers are of one register: the province's business registration.
BUSINESS_KINDS: tuple[type[Organisation], ...] = (Cooperative, CooperativeUnion)

T = TypeVar("T", bound=Organisation)


class NumberTakenError(Exception):
    """`holder`, another organisation of the province, has the registration number."""

    def __init__(self, holder: Organisation) -> None:
        super().__init__(holder)
        self.holder = holder


class JustAddedError(Exception):
    """The officer added `stored`, an organisation of that name, a moment ago."""

    def __init__(self, stored: Organisation) -> None:
        super().__init__(stored)
        self.stored = stored


@transaction.atomic
def save_organisation(
    *,
    organisation: T,
    by: Officer,
    seen: str | None = None,
    member_coops: list[Cooperative] | None = None,
) -> T:
    """Add or change an organisation of the officer's own province.

    `seen` is the version of the row that a change is based on; for a new row, the version of the row just
    added that the officer was asked about. `member_coops` are all members of a union; None leaves them.

    Raises:
        PermissionDenied: the officer does not work for the province.
        RefusedError: the province has just merged into another.
        EditConflictError: somebody else saved the row meanwhile.
        NumberTakenError: another organisation has the registration number.
        JustAddedError: the officer added a row of that name a moment ago, and was not asked about it yet.
    """
    if not works_for(by, organisation.province):
        raise PermissionDenied
    # One writer per province at a time, or two would not see each other's rows.
    province = Province.objects.select_for_update().get(pk=organisation.province_id)
    if province.is_taken_over:
        raise RefusedError(
            _("%(province)s đã hợp nhất vào %(successor)s. Tải lại trang rồi nhập lại.")
            % {"province": province, "successor": province.successor}
        )
    if organisation.pk:
        _lock(organisation, seen)
    recent = [] if organisation.pk else _just_added(organisation, by)
    if holder := _holder_of_number(organisation):
        raise NumberTakenError(holder)
    if recent and recent[0].version != seen:
        raise JustAddedError(recent[0])
    organisation.changed_by = by
    organisation.save()
    if member_coops is not None and isinstance(organisation, CooperativeUnion):
        organisation.member_coops.set(member_coops)
    return organisation


@transaction.atomic
def end_organisation(
    *,
    organisation: T,
    by: Officer,
    ended_on: dt.date,
    ended_how: str,
    seen: str | None = None,
) -> T:
    """End an organisation, or correct how and when it ended; the row stays in the register.

    Raises:
        PermissionDenied: the officer does not work for the province.
        EditConflictError: somebody else saved the row meanwhile.
    """
    if not works_for(by, organisation.province):
        raise PermissionDenied
    stored = _lock(organisation, seen)
    stored.ended_on = ended_on
    stored.ended_how = ended_how
    stored.legal_state = LegalState.ENDED
    stored.changed_by = by
    stored.save()
    return stored


def _just_added(organisation: T, by: Officer) -> list[T]:
    rows = type(organisation)._default_manager.filter(
        changed_by=by, changed_at__gte=timezone.now() - MOMENT, province=organisation.province_id
    )
    name = name_key(organisation.name)
    return cast(list[T], [row for row in rows.order_by("-changed_at") if name_key(row.name) == name])


def _holder_of_number(organisation: Organisation) -> Organisation | None:
    key = number_key(organisation.registration_number)
    if not key:
        return None
    kind = type(organisation)
    # Numbers of cooperatives and unions are the business register's; a group's are the commune's own.
    kinds = BUSINESS_KINDS if kind in BUSINESS_KINDS else (kind,)
    for other in kinds:
        holders = other._default_manager.filter(province=organisation.province_id, registration_key=key)
        if holder := holders.exclude(pk=organisation.pk if other is kind else None).first():
            return holder
    return None


def _lock(organisation: T, seen: str | None) -> T:
    stored = type(organisation)._default_manager.select_for_update().get(pk=organisation.pk)
    require_unchanged(stored, seen)
    return cast(T, stored)
