"""Writing down what a conference published."""

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


@transaction.atomic
def save_published(
    *,
    period: Period,
    values: Mapping[str, Decimal | None],
    source: str,
    by: Officer,
    province: Province | None = None,
) -> None:
    """Writes the totals that were published of a half-year; those not named stay as they are.

    Args:
        period: the half-year they were published of.
        values: by indicator code, in the indicator's unit; none is not published.
        source: where they were published, of these and of those that stay.
        by: who writes.
        province: whose figures they are; none for the cluster's totals.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        ValidationError: if there are figures without a source.
        ValueError: if a code is none that provinces enter for that half-year.
    """
    if not runs_cluster(by, period.year):
        raise PermissionDenied
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    entered = {i.code: i for i in Indicator.objects.asked_in(period.slug).entered()}
    if unknown := values.keys() - entered.keys():
        raise ValueError(f"not entered in {period.slug}: {', '.join(sorted(unknown))}")
    published = PublishedFigure.objects.filter(period=period, province=province)
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
