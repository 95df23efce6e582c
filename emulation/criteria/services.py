"""Adding, changing, moving and removing the criteria of a year, until its rules are locked."""

from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from emulation.criteria.models import Band, Criterion
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

Bands = Sequence[tuple[Decimal, Decimal]]


def open_rules(contest_year: EmulationYear, by: Officer) -> EmulationYear:
    """The year, locked against other writers of its rules; call it first in a transaction.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if the rules are locked.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    stored = EmulationYear.objects.select_for_update(of=("self",)).get(pk=contest_year.pk)
    if stored.rules_are_locked:
        raise RefusedError(_("Bảng điểm đã khóa, không sửa được nữa."))
    return stored


@transaction.atomic
def save_criterion(
    *, criterion: Criterion, bands: Bands = (), seen: str | None = None, by: Officer
) -> Criterion:
    """Adds a criterion at the end of its group, or changes one where it stands.

    Args:
        criterion: the row as it should be; year, group and kind of a stored one stay.
        bands: of a banded criterion, all of its (from so many percent, points).
        seen: the version that the page showed.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if the rules are locked.
        EditConflictError: if somebody else saved it meanwhile.
        ValidationError: if the row is not one that its kind allows, or was removed meanwhile.
    """
    open_rules(criterion.year, by)
    is_new = criterion.pk is None
    if not is_new:
        stored = Criterion.objects.filter(pk=criterion.pk).first()
        if stored is None:
            raise ValidationError(_("Tiêu chí này không còn trong bảng điểm."))
        require_unchanged(stored, seen)
        criterion.position, criterion.kind, criterion.parent = stored.position, stored.kind, stored.parent
    write(criterion, bands)
    action = "rules.add" if is_new else "rules.edit"
    Event.objects.create(year=criterion.year, action=action, reason=criterion.label, by=by)
    return criterion


@transaction.atomic
def delete_criterion(*, criterion: Criterion, by: Officer) -> None:
    """Removes a criterion; a group only once it is empty.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if the rules are locked.
        ValidationError: if it is a group that still has parts.
    """
    open_rules(criterion.year, by)
    if criterion.children.exists():
        raise ValidationError(_("Nhóm này còn tiêu chí con. Xóa các tiêu chí con trước."))
    Event.objects.create(year=criterion.year, action="rules.delete", reason=criterion.label, by=by)
    Criterion.objects.filter(pk=criterion.pk).delete()


@transaction.atomic
def move_criterion(*, criterion: Criterion, up: bool, seen: int | None = None, by: Officer) -> None:
    """Lets a criterion change places with the one before or after it in its group; none is no change.

    Bonus, penalty and the scale each have an order of their own.

    Args:
        criterion: a stored one.
        up: towards the beginning.
        seen: its position as the page showed it: of two clicks the second finds it elsewhere, and is none.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if the rules are locked.
    """
    open_rules(criterion.year, by)
    criterion.refresh_from_db(fields=["position"])
    if seen is not None and seen != criterion.position:
        return
    siblings = Criterion.objects.filter(year=criterion.year, parent=criterion.parent)
    if criterion.is_apart:
        siblings = siblings.filter(kind=criterion.kind)
    else:
        siblings = siblings.exclude(kind__in=Criterion.APART)
    if up:
        other = siblings.filter(position__lt=criterion.position).order_by("-position").first()
    else:
        other = siblings.filter(position__gt=criterion.position).order_by("position").first()
    if other is None:
        return
    here, there = criterion.position, other.position
    # A place is held by one row at a time: the way leads through a free one.
    last = Criterion.objects.filter(year=criterion.year).aggregate(last=Max("position"))["last"]
    for row, place in ((criterion, last + 1), (other, here), (criterion, there)):
        row.position = place
        row.save(update_fields=["position"])
    Event.objects.create(year=criterion.year, action="rules.move", reason=criterion.label, by=by)


def write(criterion: Criterion, bands: Bands) -> None:
    """Stores a checked row with its bands, a new one at the end of its group; asks nobody's leave.

    Raises:
        ValidationError: if the row is not one that its kind allows.
    """
    if criterion.pk is None:
        siblings = Criterion.objects.filter(year=criterion.year, parent=criterion.parent)
        criterion.position = 1 + (siblings.aggregate(last=Max("position"))["last"] or 0)
    criterion.full_clean()
    criterion.save()
    criterion.bands.all().delete()
    for at_least, points in bands if criterion.kind == Criterion.Kind.BANDED else ():
        band = Band(criterion=criterion, at_least=at_least, points=points)
        if points > criterion.maximum:
            raise ValidationError(_("Điểm của một mức cao hơn điểm tối đa."))
        band.full_clean()
        band.save()
