"""Which indicators a year's pledges set targets for."""

from django.db.models import Q

from emulation.pledges.models import PledgedIndicator
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator, IndicatorQuerySet
from figures.submissions.yearly import HALVES

# What alliances everywhere pledge; suggested for a cluster's first year.
USUAL_CODES = ("coop.new", "alliance.admitted", "alliance.classes", "alliance.trade_promotion")


def pledgeable_indicators(contest_year: EmulationYear) -> IndicatorQuerySet:
    """Entered flows and stocks that the reports of at least one half of the year ask for."""
    in_either_half = Q()
    for half in HALVES:
        in_either_half |= Q(pk__in=Indicator.objects.asked_in(f"{contest_year.year}-H{half}").values("pk"))
    indicators = Indicator.objects.filter(in_either_half, kind__in=PledgedIndicator.KINDS)
    return indicators.select_related("section").order_by("section__position", "position")


def pledged_indicators(contest_year: EmulationYear) -> list[Indicator]:
    indicators = Indicator.objects.filter(pk__in=contest_year.pledged_indicators.values("indicator"))
    return list(indicators.select_related("section").order_by("section__position", "position"))


def suggested_indicators(contest_year: EmulationYear) -> list[Indicator]:
    """What the latest earlier year pledged, or else what is usual."""
    earlier_year = EmulationYear.objects.filter(
        cluster=contest_year.cluster_id, year__lt=contest_year.year, pledged_indicators__isnull=False
    ).first()
    return list(
        pledgeable_indicators(contest_year).filter(pk__in=earlier_year.pledged_indicators.values("indicator"))
        if earlier_year
        else pledgeable_indicators(contest_year).filter(code__in=USUAL_CODES)
    )
