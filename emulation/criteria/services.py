from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emulation.criteria.models import Band, Criterion
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from vietnamese.numbers import format_number
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

Bands = Sequence[tuple[Decimal, Decimal]]


def open_rules(contest_year: EmulationYear, by: Officer) -> EmulationYear:
    """Lock the year's row against other writers of its rules. Call it first in a transaction.

    Raises:
        RefusedError: if the rules are locked.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    stored = EmulationYear.objects.select_for_update(of=("self",)).get(pk=contest_year.pk)
    if why := why_rules_closed(stored):
        raise RefusedError(why)
    return stored


def why_rules_closed(contest_year: EmulationYear) -> str:
    return _("Bảng điểm đã khóa, không sửa được nữa.") if contest_year.rules_are_locked else ""


@transaction.atomic
def save_criterion(
    *, criterion: Criterion, bands: Bands = (), seen: str | None = None, by: Officer
) -> Criterion:
    """Add a criterion at the end of its group, or change one. Its position, kind and group do not change.

    `bands` are all bands of a banded criterion, as (from this percentage, points).

    Raises:
        ValidationError: if its kind does not allow the row, or it was removed meanwhile.
    """
    open_rules(criterion.year, by)
    is_new, before = criterion.pk is None, ""
    if not is_new:
        stored = _stored(criterion)
        require_unchanged(stored, seen)
        before = _in_words(stored)
        criterion.position, criterion.kind, criterion.parent = stored.position, stored.kind, stored.parent
    write_criterion(criterion, bands, by)
    action = "rules.add" if is_new else "rules.edit"
    after = _in_words(criterion)
    Event.objects.create(
        year=criterion.year, action=action, subject=criterion.label, old=before, new=after, by=by
    )
    return criterion


@transaction.atomic
def delete_criterion(*, criterion: Criterion, seen: str | None = None, by: Officer) -> None:
    """Delete a criterion that has none below it.

    Raises:
        RefusedError: if the rules are locked.
        EditConflictError: if it changed since the page showed it in the version `seen`.
        ValidationError: if it is a group with criteria, or was deleted meanwhile.
    """
    open_rules(criterion.year, by)
    criterion = _stored(criterion)
    require_unchanged(criterion, seen)
    if criterion.children.exists():
        raise ValidationError(_("Nhóm này còn tiêu chí con. Xóa các tiêu chí con trước."))
    Event.objects.create(
        year=criterion.year,
        action="rules.delete",
        subject=criterion.label,
        old=_in_words(criterion),
        by=by,
    )
    Criterion.objects.filter(pk=criterion.pk).delete()


@transaction.atomic
def move_criterion(*, criterion: Criterion, up: bool, seen: int | None = None, by: Officer) -> None:
    """Swap a criterion with its neighbour; the first cannot move up, the last cannot move down.

    Bonuses, penalties and the scale are ordered each on their own. `seen` is its position on the page: if it
    has changed, the request is a second click and does nothing.
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
    old_position, new_position = criterion.position, other.position
    # Positions are unique, so the swap needs a free one.
    last = Criterion.objects.filter(year=criterion.year).aggregate(last=Max("position"))["last"]
    for row, position in ((criterion, last + 1), (other, old_position), (criterion, new_position)):
        row.position = position
        row.save(update_fields=["position"])
    Event.objects.create(
        year=criterion.year,
        action="rules.move",
        subject=criterion.label,
        old=str(old_position),
        new=str(new_position),
        by=by,
    )


def write_criterion(criterion: Criterion, bands: Bands, by: Officer) -> None:
    """Does not check permissions."""
    if criterion.pk is None:
        siblings = Criterion.objects.filter(year=criterion.year, parent=criterion.parent)
        criterion.position = 1 + (siblings.aggregate(last=Max("position"))["last"] or 0)
    criterion.changed_by, criterion.changed_at = by, timezone.now()
    criterion.full_clean()
    criterion.save()
    criterion.bands.all().delete()
    for at_least, points in bands if criterion.kind == Criterion.Kind.BANDED else ():
        band = Band(criterion=criterion, at_least=at_least, points=points)
        if points > criterion.maximum:
            raise ValidationError(above_maximum(points, criterion.maximum))
        band.full_clean()
        band.save()


def above_maximum(points: Decimal, maximum: Decimal) -> str:
    return _("Đọc được %(read)s; điểm của một mức không quá điểm tối đa %(most)s.") % {
        "read": format_number(points),
        "most": format_number(maximum),
    }


def _stored(criterion: Criterion) -> Criterion:
    stored = Criterion.objects.filter(pk=criterion.pk).first()
    if stored is None:
        raise ValidationError(_("Tiêu chí này không còn trong bảng điểm."))
    stored.year = criterion.year
    return stored


def _in_words(criterion: Criterion) -> str:
    """What the year's log says of a criterion, in Vietnamese for all readers."""
    with translation.override("vi"):
        parts = [
            criterion.label,
            str(criterion.get_kind_display()),
            _("tối đa %s điểm") % format_number(criterion.maximum),
            *(term.label for term in (criterion.numerator, criterion.denominator) if term is not None),
        ]
        if criterion.points_each is not None:
            each = format_number(criterion.points_each)
            is_timely = criterion.kind == Criterion.Kind.TIMELY
            parts.append(
                _("trừ %s điểm mỗi ngày chậm") % each if is_timely else _("mỗi đơn vị %s điểm") % each
            )
        for band in sorted(criterion.bands.all(), key=lambda band: -band.at_least):
            share, points = format_number(band.at_least), format_number(band.points)
            parts.append(_("từ %(share)s%%: %(points)s điểm") % {"share": share, "points": points})
        if criterion.facts:
            parts.append(str(criterion.get_facts_display()))
        return "; ".join(filter(None, [*parts, criterion.note]))
