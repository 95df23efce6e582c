"""The data sets: the demo, a whole country, and a register of a hundred thousand organisations."""

import datetime as dt
import io
import random
from decimal import Decimal

from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province
from provinces.register.bulk_services import NewOrganisation, add_unchecked
from provinces.register.models import Cooperative, Sector

PROVINCES, INDICATORS, YEARS = 34, 45, range(2014, 2024)
ORGANISATIONS = 100_000
BATCH = 5_000
NEWEST = "2023-H2"
# Left out for a catalogue of 45: the dashboard shows none of them. Ratios are computed on top.
LEFT_OUT = ("coop.ocop", "coop.hightech", "coop.digital")
LAST_PROVISIONAL = 6  # provinces whose newest figures are submitted, not accepted

State = Submission.State


def make_demo() -> None:
    """Seven provinces, the whole catalogue, four half-years."""
    call_command("demo", verbosity=0, stdout=io.StringIO())


@transaction.atomic
def make_country() -> None:
    """34 provinces × 45 indicators × 20 half-years of figures, every cell answered."""
    call_command("loaddata", "cluster", "catalogue", verbosity=0)
    others = Indicator.objects.filter(Q(section__code__in=["alliance", "emulation"]) | Q(code__in=LEFT_OUT))
    others = others.exclude(code__startswith="alliance.member_")
    others.update(at_most=None, zero_with=None)  # they refer to each other
    others.delete()
    Indicator.objects.update(first_period=f"{YEARS[0]}-H1")
    indicators = list(Indicator.objects.entered())
    assert len(indicators) == INDICATORS, len(indicators)

    cluster = Cluster.objects.get()
    secretary = Officer.objects.create(username="secretary", role=Officer.Role.SECRETARY)
    provinces = _provinces(cluster)
    periods = [_period(cluster, year, half) for year in YEARS for half in (1, 2)]
    dice = random.Random(2023)  # noqa: S311 - the same figures every time
    figures = []
    for period in periods:
        for index, province in enumerate(provinces):
            newest = period is periods[-1]
            submitted = newest and index >= PROVINCES - LAST_PROVISIONAL
            submission = Submission.objects.create(
                period=period,
                province=province,
                state=State.SUBMITTED if submitted else State.ACCEPTED if newest else State.LOCKED,
                first_submitted_at=timezone.make_aware(dt.datetime.combine(period.due_on, dt.time(9))),
                version=1,
            )
            figures += [
                Figure(
                    submission=submission,
                    indicator=indicator,
                    answer=Figure.Answer.NUMBER,
                    value=Decimal(dice.randrange(0, 100_000)) / (100 if indicator.decimals else 1),
                    changed_by=secretary,
                )
                for indicator in indicators
            ]
    Figure.objects.bulk_create(figures, batch_size=BATCH)


def _provinces(cluster: Cluster) -> list[Province]:
    """The cluster's seven, which are on the map, and invented ones."""
    seven = list(Province.objects.members_on(cluster, dt.date(2023, 6, 30)))
    # No merger here: the same provinces in all twenty half-years.
    Membership.objects.all().delete()
    Province.objects.update(successor=None)
    Province.objects.exclude(pk__in=[province.pk for province in seven]).delete()
    more = [
        Province(
            slug=f"tinh-{number}",
            name=f"Tỉnh thứ {number}",
            code=f"T{number}",
            position=100 + number,
            established_on=dt.date(2000, 1, 1),
        )
        for number in range(len(seven) + 1, PROVINCES + 1)
    ]
    provinces = seven + Province.objects.bulk_create(more)
    Membership.objects.bulk_create(
        Membership(cluster=cluster, province=province, joined_on=dt.date(2000, 1, 1))
        for province in provinces
    )
    return provinces


def _period(cluster: Cluster, year: int, half: int) -> Period:
    due = dt.date(year, 6, 30) if half == 1 else dt.date(year, 12, 31)
    newest = f"{year}-H{half}" == NEWEST
    return Period.objects.create(
        cluster=cluster,
        year=year,
        half=half,
        cut_off_on=due,
        opens_on=due - dt.timedelta(days=20),
        due_on=due,
        closes_on=due + dt.timedelta(days=15),
        corrections_until=due + dt.timedelta(days=30),
        state=Period.State.OPEN if newest else Period.State.LOCKED,
    )


def add_register() -> None:
    provinces, by = list(Province.objects.all()), Officer.objects.get(username="secretary")
    sectors = [sector for sector, _label in Sector.choices]

    def new(number: int) -> NewOrganisation:
        return NewOrganisation(
            Cooperative(
                name=f"HTX Đồng Tâm {number}",
                province=provinces[number % len(provinces)],
                sector=sectors[number % len(sectors)],
                registration_number=f"{number:06}",
                founded_on=dt.date(2015, 3, 20),
                members=20,
                charter_capital=Decimal(1000),
                changed_by=by,
            )
        )

    add_unchecked(kind=Cooperative, organisations=map(new, range(ORGANISATIONS)), source="bench")


@transaction.atomic
def change_a_figure(period: Period, code: str = "coop.total") -> None:
    """Add one to a province's figure like the write path, which also counts the submission's version."""
    figure = Figure.objects.select_related("submission").filter(
        submission__period=period, indicator__code=code, answer=Figure.Answer.NUMBER
    )[0]
    figure.value += 1
    figure.version += 1
    figure.save(update_fields=["value", "version"])
    figure.submission.version += 1
    figure.submission.save(update_fields=["version", "changed_at"])
