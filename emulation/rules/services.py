from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emulation.criteria.models import Criterion
from emulation.criteria.services import open_rules, write_criterion
from emulation.criteria.tree import Node, Tree, read_tree
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from vietnamese.dates import format_date
from web.edit_conflicts import Snapshot, require_unchanged
from web.refusals import RefusedError, who_and_when
from web.texts import accepted_text


def earlier_rules(contest_year: EmulationYear) -> EmulationYear | None:
    earlier = EmulationYear.objects.filter(cluster=contest_year.cluster_id, year__lt=contest_year.year)
    return earlier.filter(criteria__isnull=False).order_by("-year").first()


@transaction.atomic
def copy_rules(*, contest_year: EmulationYear, by: Officer) -> int:
    """Copy the criteria of the latest earlier year that has any; return how many.

    The tie rule is copied too, unless this year has one, and whether a result may be provisional.
    """
    _require_empty(contest_year, by)
    source = earlier_rules(contest_year)
    if source is None:
        raise ValidationError(_("Chưa có năm nào trước đó có bảng điểm."))
    tree = read_tree(source)
    copies: dict[int, Criterion] = {}
    for node in [*tree.scale, *tree.apart]:
        _copy(node, contest_year, None, copies, by)
    for step in () if contest_year.tie_steps.exists() else source.tie_steps.all():
        criterion = copies[step.criterion_id] if step.criterion_id else None
        contest_year.tie_steps.create(position=step.position, kind=step.kind, criterion=criterion)
    contest_year.allows_provisional = source.allows_provisional
    contest_year.save(update_fields=["allows_provisional"])
    Event.objects.create(year=contest_year, action="rules.copy", subject=source.label, by=by)
    return len(tree.all)


@transaction.atomic
def load_rules(*, contest_year: EmulationYear, table: Mapping[str, Any], by: Officer) -> int:
    """Write the criteria of a published table; return how many.

    A row of `table["criteria"]` has `label`, `label_en`, `kind`, `maximum` (text) and, as its kind needs,
    `numerator` and `denominator` (codes), `points_each`, `bands` ([from %, points]), `note`,
    `is_illustrative` and `children`.

    Raises:
        ValidationError: if the year has criteria already, or the catalogue lacks an indicator.
    """
    _require_empty(contest_year, by)
    catalogue = {indicator.code: indicator for indicator in Indicator.objects.all()}
    count = _load(table["criteria"], contest_year, None, catalogue, by)
    Event.objects.create(year=contest_year, action="rules.load", subject=str(table.get("title", "")), by=by)
    return count


@transaction.atomic
def lock_rules(*, contest_year: EmulationYear, seen: str | None = None, by: Officer) -> EmulationYear:
    """Lock the rules: provinces are scored by them from now on, and they cannot change.

    `seen` is the version of the rules that the page showed.

    Raises:
        ValidationError: with everything that must be corrected first.
        RefusedError: if they are locked.
        EditConflictError: if they changed since `seen`.
    """
    stored = open_rules(contest_year, by)
    tree = read_tree(stored)
    if problems := rules_problems(stored, tree):
        raise ValidationError(problems)
    require_unchanged(shown_rules(stored, tree), seen)
    stored.rules_locked_at = timezone.now()
    stored.save(update_fields=["rules_locked_at"])
    Event.objects.create(year=stored, action="rules.lock", by=by)
    return stored


@transaction.atomic
def unlock_rules(
    *, contest_year: EmulationYear, reason: str, seen: str | None = None, by: Officer
) -> EmulationYear:
    """Unlock the rules. `seen` is the version of `rules_lock` that the page showed.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if they are not locked, or somebody was scored by them.
        EditConflictError: if they were unlocked, and locked again, since `seen`.
        ValidationError: without a reason.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    stored = EmulationYear.objects.select_for_update(of=("self",)).get(pk=contest_year.pk)
    if why := why_not_unlockable(stored):
        raise RefusedError(why)
    require_unchanged(rules_lock(stored), seen)
    reason = accepted_text(reason)
    if not reason:
        raise ValidationError(_("Chưa nhập lý do mở khóa."))
    before = _lock_in_words(stored)
    stored.rules_locked_at = None
    stored.save(update_fields=["rules_locked_at"])
    after = _lock_in_words(stored)
    Event.objects.create(year=stored, action="rules.unlock", old=before, new=after, reason=reason, by=by)
    return stored


def _lock_in_words(contest_year: EmulationYear) -> str:
    with translation.override("vi"):  # the log is one text for all readers
        if contest_year.rules_locked_at is None:
            return _("Bảng điểm chưa khóa")
        return _("Bảng điểm khóa ngày %s") % format_date(timezone.localdate(contest_year.rules_locked_at))


def rules_lock(contest_year: EmulationYear) -> Snapshot:
    return Snapshot.of([contest_year.rules_locked_at])


def why_not_unlockable(contest_year: EmulationYear) -> str:
    if contest_year.score_sheets.exists() or contest_year.criteria.filter(finals__isnull=False).exists():
        return _("Đã chấm điểm theo bảng này nên không mở khóa được nữa.")
    if contest_year.rules_are_locked:
        return ""
    last = contest_year.events.filter(action="rules.unlock").select_related("by").last()
    if last is None:
        return _("Bảng điểm chưa khóa nên không có gì để mở khóa.")
    return _(
        "Lúc %(time)s ngày %(day)s, %(who)s đã mở khóa bảng điểm, nên lần mở khóa này chưa được ghi; nội "
        "dung đã nhập được giữ nguyên."
    ) % who_and_when(last.by, last.at)


def shown_rules(contest_year: EmulationYear, tree: Tree) -> Snapshot:
    """The rules as their page shows them, with their version."""
    rows = [f"{node.criterion.pk} {node.number} {node.criterion.version}" for node in tree.all]
    return Snapshot.of([contest_year.allows_provisional, *rows])


def rules_problems(contest_year: EmulationYear, tree: Tree) -> list[str]:
    """What keeps the rules from being locked, each in a sentence.

    A criterion that is measured against a pledge needs an indicator that provinces pledge. This is no problem
    while the year has no pledged indicators: choosing them later respects locked rules.
    """
    pledged = set(contest_year.pledged_indicators.values_list("indicator", flat=True))
    missing = [
        _("%(title)s: giao ước của năm không có chỉ tiêu “%(indicator)s”, nên không có gì để so.")
        % {"title": node.title, "indicator": node.criterion.numerator}
        for node in tree.computed
        if node.criterion.kind in Criterion.AGAINST_PLEDGE and node.criterion.numerator_id not in pledged
    ]
    return [*tree.problems(), *(missing if pledged else ())]


def _require_empty(contest_year: EmulationYear, by: Officer) -> None:
    open_rules(contest_year, by)
    if contest_year.criteria.exists():
        raise ValidationError(_("Năm này đã có tiêu chí."))


def _copy(
    node: Node,
    contest_year: EmulationYear,
    parent: Criterion | None,
    copies: dict[int, Criterion],
    by: Officer,
) -> None:
    """Write the node and its descendants; `copies` maps the original keys to the new rows."""
    bands = [(band.at_least, band.points) for band in node.criterion.bands.all()]
    original, copied = node.criterion.pk, node.criterion
    copied.pk, copied._state.adding = None, True
    copied.year, copied.parent = contest_year, parent
    copied.changed_by, copied.changed_at = by, timezone.now()
    if any(_have_one_name(copied, other) for other in copies.values()):
        # Of a year that was scored before names had to differ.
        copied.label = f"{copied.label[:290]} ({copied.position})"
    copied.save()
    copies[original] = copied
    for at_least, points in bands:
        copied.bands.create(at_least=at_least, points=points)
    for child in node.children:
        _copy(child, contest_year, copied, copies, by)


def _have_one_name(one: Criterion, other: Criterion) -> bool:
    def place(row: Criterion) -> tuple[object, ...]:
        return row.parent_id, row.label_key, row.kind if row.is_apart else ""

    return place(one) == place(other)


def _load(
    rows: Sequence[Mapping[str, Any]],
    contest_year: EmulationYear,
    parent: Criterion | None,
    catalogue: Mapping[str, Indicator],
    by: Officer,
) -> int:
    count = 0
    for row in rows:
        criterion = Criterion(
            year=contest_year,
            parent=parent,
            label=row["label"],
            label_en=row.get("label_en", ""),
            kind=row["kind"],
            maximum=Decimal(row["maximum"]),
            numerator=_indicator(row.get("numerator"), catalogue),
            denominator=_indicator(row.get("denominator"), catalogue),
            points_each=Decimal(row["points_each"]) if "points_each" in row else None,
            facts=row.get("facts", ""),
            note=row.get("note", ""),
            is_illustrative=row.get("is_illustrative", False),
        )
        bands = [(Decimal(at_least), Decimal(points)) for at_least, points in row.get("bands", [])]
        write_criterion(criterion, bands, by)
        count += 1 + _load(row.get("children", []), contest_year, criterion, catalogue, by)
    return count


def _indicator(code: str | None, catalogue: Mapping[str, Indicator]) -> Indicator | None:
    if code is None:
        return None
    if code not in catalogue:
        raise ValidationError(_("Danh mục không có chỉ tiêu “%s”.") % code)
    return catalogue[code]
