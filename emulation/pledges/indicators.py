"""Which indicators a year's pledges set targets for."""

from django.db.models import Q

from emulation.pledges.models import PledgedIndicator
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator, IndicatorQuerySet
from figures.submissions.yearly import HALVES

# What alliances pledge everywhere; proposed where no year before says otherwise.
USUAL = ("coop.new", "alliance.admitted", "alliance.classes", "alliance.trade_promotion")


def pledgeable_indicators(contest_year: EmulationYear) -> IndicatorQuerySet:
    """Those that may be pledged: entered flows and stocks that a half-year of that year asks for."""
    asked = Q()
    for half in HALVES:
        asked |= Q(pk__in=Indicator.objects.asked_in(f"{contest_year.year}-H{half}").values("pk"))
    found = Indicator.objects.filter(asked, kind__in=PledgedIndicator.KINDS)
    return found.select_related("section").order_by("section__position", "position")


def pledged_indicators(contest_year: EmulationYear) -> list[Indicator]:
    """What that year's pledges set targets for, in the catalogue's order."""
    found = Indicator.objects.filter(pk__in=contest_year.pledged_indicators.values("indicator"))
    return list(found.select_related("section").order_by("section__position", "position"))


def suggested_indicators(contest_year: EmulationYear) -> list[Indicator]:
    """What to begin with: the selection of the latest year before, else the usual indicators."""
    before = EmulationYear.objects.filter(
        cluster=contest_year.cluster_id, year__lt=contest_year.year, pledged_indicators__isnull=False
    ).first()
    return list(
        pledgeable_indicators(contest_year).filter(pk__in=before.pledged_indicators.values("indicator"))
        if before
        else pledgeable_indicators(contest_year).filter(code__in=USUAL)
    )
