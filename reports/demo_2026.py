"""The demo in 2026: seven provinces until 30/6/2025, three since. Figures after 2023-H1 are illustrative."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from provinces.mergers import services
from provinces.mergers.models import Merger
from reports import demo

FIGURES = "demo_figures_2026.json"
OPEN_PERIOD = (2026, 2)
DECISION = "Nghị quyết 202/2025/QH15"
TERMS = demo.TERMS | {
    2024: demo.TERMS[2023],
    # A post is for a whole year: those who can close it hold it.
    2025: ("an-giang-2025", "ca-mau-2025"),
    2026: ("an-giang-2025", "ca-mau-2025"),
}


@transaction.atomic
def load_figures(provinces: list[Province], officers: dict[str, Officer], today: dt.date) -> None:
    """Create nine locked half-years and an open one; from the eighth on the three report."""
    three = list(Province.objects.members_on(Cluster.objects.get(slug=demo.CLUSTER), today))
    officers |= demo.create_accounts(three)
    cluster = demo.appoint(officers, TERMS)
    demo.load_past(cluster, provinces, officers)
    for slug, reporters in demo.fixture(FIGURES)["provinces"].items():
        members = provinces if len(reporters) == len(provinces) else three
        demo.load_half_year(slug, cluster, members, officers, FIGURES)
    demo.open_half_year(cluster, OPEN_PERIOD, today)


@transaction.atomic
def hand_over() -> None:
    """The successors take over the registers; the accounts of provinces that ended are closed."""
    for successor in Province.objects.filter(predecessors__isnull=False).distinct():
        services.hand_over(
            successor=successor,
            decision=DECISION,
            closed=Officer.objects.filter(province__successor=successor).values_list("pk", flat=True),
            by=Officer.objects.get(username="secretary"),
        )
        on_its_day = timezone.make_aware(dt.datetime.combine(successor.established_on, dt.time(12)))
        Merger.objects.filter(successor=successor).update(recorded_at=on_its_day, handed_over_at=on_its_day)
