"""The contest of 2025, from the signing to the merger and the second half-year of the three."""

import datetime as dt
from decimal import Decimal

import pytest

from emulation.criteria.models import Criterion
from emulation.pledges import services as pledges
from emulation.pledges import signing
from emulation.rules.services import lock_rules
from emulation.year.models import Deadline, EmulationYear
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.emulation.factories import make_criterion
from tests.emulation.successors.merger_year import LAST, MERGED, NEW, SIGNED, fresh, merge_all
from tests.factories import make_officer
from tests.figures.factories import make_catalogue, make_period, make_reported


@pytest.fixture
def leaders(provinces) -> dict[str, Officer]:
    return {slug: make_officer(f"lead-{slug}", "leader", province) for slug, province in provinces.items()}


@pytest.fixture
def year(cluster: Cluster, provinces, secretary, evidence_folder) -> EmulationYear:
    make_catalogue()
    contest = EmulationYear.objects.create(cluster=cluster, year=2025, allows_provisional=False)
    for part in Deadline.Part.values:
        Deadline.objects.create(year=contest, part=part, opens_on=dt.date(2025, 1, 1), due_on=LAST)
    return contest


@pytest.fixture
def judged(year) -> Criterion:
    return make_criterion(year, "Truyền thông", maximum=Decimal(60))


@pytest.fixture
def against_pledge(year) -> Criterion:
    numerator = Indicator.objects.get(code=NEW)
    return make_criterion(
        year, "Thành lập mới", kind=Criterion.Kind.PLEDGED, maximum=Decimal(40), numerator=numerator
    )


@pytest.fixture
def signed(year, judged, against_pledge, secretary, provinces, leaders) -> EmulationYear:
    """Everybody has signed, early in the year."""
    signing.choose_indicators(contest_year=year, indicators=Indicator.objects.filter(code=NEW), by=secretary)
    year = lock_rules(contest_year=year, by=secretary)
    for slug, province in provinces.items():
        targets = {NEW: Decimal(SIGNED[slug])}
        pledges.save_targets(contest_year=year, province=province, targets=targets, seen=0, by=leaders[slug])
        pledges.send_pledge(contest_year=year, province=province, by=leaders[slug])
    signing.record_signing(
        contest_year=year,
        held_on=dt.date(2025, 2, 20),
        place="Cần Thơ",
        signers={slug: f"Người ký {slug}" for slug in provinces},
        by=secretary,
    )
    return year


@pytest.fixture
def first_half(signed, cluster, provinces, secretary) -> None:
    period = make_period(cluster, "2025-H1")
    for province in provinces.values():
        make_reported(period, province, secretary, {NEW: "10"})


@pytest.fixture
def three(first_half, cluster, secretary) -> dict[str, Province]:
    """The merger is carried out, and the three have reported the second half."""
    merged = merge_all(secretary)
    period = make_period(cluster, "2025-H2")
    for province in merged.values():
        make_reported(period, province, secretary, {NEW: "10"})
    return merged


@pytest.fixture
def heads(three, leaders) -> dict[str, Officer]:
    """The first leader of each of the three; all seven went on."""
    return {slug: fresh(leaders[parts[0]]) for slug, (_name, _code, parts) in MERGED.items()}
