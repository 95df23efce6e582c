"""The figures that a year's scores still wait for: half-years not accepted, and estimates."""

from django.db.models import Q

from emulation.criteria.models import Criterion
from emulation.criteria.tree import Tree, read_tree
from emulation.results.models import OpenInput
from emulation.year.models import EmulationYear
from figures.periods.models import Period
from figures.submissions.models import Figure, Submission
from figures.submissions.yearly import HALVES
from provinces.clusters.models import Province
from provinces.clusters.succession import Territories


def open_inputs(contest_year: EmulationYear) -> list[OpenInput]:
    """Unsaved rows, one for each half-year of a member that computed criteria need and that is not final.

    An accepted answer *not known* is final. A province that left before a half-year's cut-off owes none;
    those of which a member was made within the year owe those of their time.
    """
    tree = read_tree(contest_year)
    accepted = Submission.objects.accepted().filter(
        period__year=contest_year.year, period__cluster=contest_year.cluster_id
    )
    done = set(accepted.values_list("province", "period__half"))
    estimates = set(
        Figure.objects.filter(
            Q(is_estimate=True) | Q(submission__is_estimate=True),
            submission__in=accepted,
            indicator__in=tree.indicators,
            value__isnull=False,
        ).values_list("submission__province", "submission__period__half")
    )
    inputs = []
    for half in _needed_halves(contest_year, tree):
        for province in _reporting(contest_year, half):
            if (province.pk, half) not in done:
                kind = OpenInput.Kind.MISSING
            elif (province.pk, half) in estimates:
                kind = OpenInput.Kind.ESTIMATE
            else:
                continue
            inputs.append(OpenInput(year=contest_year, province=province, half=half, kind=kind))
    return inputs


def _needed_halves(contest_year: EmulationYear, tree: Tree) -> list[int]:
    """The half-years whose reports ask for an indicator of the criteria, or whose days are scored."""
    if any(node.criterion.kind == Criterion.Kind.TIMELY for node in tree.computed):
        return list(HALVES)
    slugs = {half: Period(year=contest_year.year, half=half).slug for half in HALVES}
    return [half for half, slug in slugs.items() if any(i.is_asked_in(slug) for i in tree.indicators)]


def _reporting(contest_year: EmulationYear, half: int) -> list[Province]:
    period = Period.objects.filter(
        cluster=contest_year.cluster_id, year=contest_year.year, half=half
    ).first() or Period(year=contest_year.year, half=half)
    cut_off_on = period.cut_off_on or period.half_ends_on
    territories = Territories.load()
    reporters = {pk for member in contest_year.members for pk in territories.reporters(member.pk, cut_off_on)}
    return list(Province.objects.members_on(contest_year.cluster, cut_off_on).filter(pk__in=reporters))
