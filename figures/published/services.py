"""Saving the totals that a conference published."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import runs_cluster
from web.edit_conflicts import EditConflictError, Snapshot


def published_snapshot(period: Period, province: Province | None = None) -> Snapshot:
    rows = PublishedFigure.objects.filter(period=period, province=province).order_by("indicator")
    return Snapshot.of(rows.values_list("indicator", "value", "source"))


@transaction.atomic
def save_published(
    *,
    period: Period,
    values: Mapping[str, Decimal | None],
    source: str,
    by: Officer,
    province: Province | None = None,
    opened: Mapping[str, Decimal | None] | None = None,
    opened_source: str = "",
) -> None:
    """Save published totals; those not named in `values` stay as they are.

    Args:
        period: the half-year.
        values: by indicator code, in the indicator's unit; none deletes the total.
        source: where they were published; replaces the source of the other totals too.
        by: the acting officer.
        province: none for the cluster's totals.
        opened: by code of `values`, what the page opened with; none for callers without a page.
        opened_source: the source that the page opened with.

    Raises:
        EditConflictError: if somebody changed one of these totals, or the source, since.
        PermissionDenied: if the officer does not run the cluster in that year.
        ValidationError: if there are totals without a source.
        ValueError: if provinces do not enter one of the codes in that half-year.
    """
    if not runs_cluster(by, period.year):
        raise PermissionDenied
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    entered = {i.code: i for i in Indicator.objects.asked_in(period.slug).entered()}
    if unknown := values.keys() - entered.keys():
        raise ValueError(f"not entered in {period.slug}: {', '.join(sorted(unknown))}")
    published = PublishedFigure.objects.filter(period=period, province=province)
    if opened is not None:
        stored = dict(published.values_list("indicator__code", "value"))
        stored_source = published.values_list("source", flat=True).first() or ""
        if stored_source not in (opened_source, source) or any(
            stored.get(code) not in (opened[code], value) for code, value in values.items()
        ):
            raise EditConflictError(published_snapshot(period, province))
    for code, value in values.items():
        if value is None:
            published.filter(indicator=entered[code]).delete()
        else:
            PublishedFigure.objects.update_or_create(
                period=period,
                province=province,
                indicator=entered[code],
                defaults={"value": value, "source": source},
            )
    if not source and published.exists():
        raise ValidationError({"source": _("Ghi nguồn của số đã công bố.")})
    published.update(source=source)
