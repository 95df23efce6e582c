"""The data sets: the demo, a whole country, and a register of a hundred thousand organisations."""

import datetime as dt
import io
import random
from decimal import Decimal
from functools import partial

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
from provinces.register.fact_models import CooperativeHalfYear
from provinces.register.models import (
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    Organisation,
    Sector,
)
from provinces.register.projection import related

PROVINCES, INDICATORS, YEARS = 34, 45, range(2014, 2024)
ORGANISATIONS: dict[type[Organisation], int] = {
    CooperativeUnion: 150,
    Cooperative: 35_000,
    CooperativeGroup: 130_000,
}
_NAMES = {CooperativeUnion: "LH HTX", Cooperative: "HTX", CooperativeGroup: "THT"}
_WORDS = ("Đồng Tâm", "Tân Tiến", "Lúa Vàng", "Nuôi tôm", "Rau sạch", "Thành Công", "Sông Hậu", "Cây ăn trái")
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
    others = Indicator.objects.filter(
        Q(section__code__in=["alliance", "emulation"]) | Q(code__in=LEFT_OUT) | Q(code__contains=".members.")
    )
    others = others.exclude(code__startswith="alliance.member_")
    others.update(at_most=None, zero_with=None, plausible_per=None)  # they refer to each other
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
    """A country's register with ten years of events: the same organisations every time."""
    provinces, by = list(Province.objects.order_by("pk")), Officer.objects.get(username="secretary")
    for kind, number in ORGANISATIONS.items():
        dice = random.Random(2023)  # noqa: S311 - the same register every time
        organisations = (_organisation(kind, n, provinces, by, dice) for n in range(number))
        add_unchecked(kind=kind, organisations=organisations, source="bench")


def _organisation(
    kind: type[Organisation], number: int, provinces: list[Province], by: Officer, dice: random.Random
) -> NewOrganisation:
    """Two of three exist to this day; some were suspended, most cooperatives are the alliance's."""
    row = kind(
        name=f"{_NAMES[kind]} {dice.choice(_WORDS)} {number}",
        province=provinces[dice.randrange(len(provinces))],
        sector=dice.choice(Sector.values),
        registration_number=f"{number:06}",
        commune=f"Xã {number % 97}",
        members=dice.randrange(3, 300),
        charter_capital=Decimal(dice.randrange(50, 9000)),
        changed_by=by,
    )
    day = dt.date(YEARS[0], 1, 1) + dt.timedelta(days=dice.randrange(365 * len(YEARS)))
    event = partial(related(kind, "events"), entered_by=by)
    events = [event(kind="founded", happened_on=day, decision=f"{number}/GCN")]
    for what, chance in (("joined_alliance", 0.6), ("suspended", 0.1), ("active", 0.05), ("dissolved", 0.3)):
        day += dt.timedelta(days=dice.randrange(30, 900))
        if dice.random() < chance:
            events.append(event(kind=what, happened_on=day, decision=f"{number}/QĐ" if number % 9 else ""))
    half_years = []
    if kind is Cooperative:
        half_years = [
            CooperativeHalfYear(
                year=YEARS[-1], half=half, members=row.members, labour=7, revenue=Decimal(900)
            )
            for half in (1, 2)
        ]
    return NewOrganisation(row, events=events, half_years=half_years)


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
