"""Rows of the contest for tests; name only what the test is about."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from emulation.awards.models import Dossier
from emulation.awards.title_models import Title
from emulation.criteria.models import Criterion
from emulation.pledges.models import Pledge
from emulation.results.models import FinalScore
from emulation.self_scores.models import ScoreSheet
from emulation.year.models import Deadline, EmulationYear
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province


def make_year(cluster: Cluster, year: int = 2023, **values: object) -> EmulationYear:
    """The contest of that year; each part may be done from its first day to its last."""
    contest = EmulationYear.objects.create(cluster=cluster, year=year, **values)
    for part in Deadline.Part.values:
        Deadline.objects.create(
            year=contest, part=part, opens_on=dt.date(year, 1, 1), due_on=dt.date(year, 12, 31)
        )
    return contest


def make_criterion(year: EmulationYear, label: str = "Truyền thông", **values: Any) -> Criterion:
    """A judged criterion of 10 points, the last of its group, unless said otherwise."""
    parent = values.get("parent")
    values.setdefault("position", 1 + year.criteria.filter(parent=parent).count())
    values.setdefault("kind", Criterion.Kind.JUDGED)
    values.setdefault("maximum", Decimal(10))
    bands = values.pop("bands", ())
    criterion = Criterion.objects.create(year=year, label=label, **values)
    for at_least, points in bands:
        criterion.bands.create(at_least=at_least, points=points)
    return criterion


def make_final(
    criterion: Criterion, province: Province, by: Officer, points: str, reason: str = ""
) -> FinalScore:
    """Final points of that province, without having been given the way they are."""
    return FinalScore.objects.create(
        criterion=criterion, province=province, points=Decimal(points), reason=reason, changed_by=by
    )


def make_pledge(
    year: EmulationYear,
    province: Province,
    by: Officer,
    targets: Mapping[str, int | Decimal] = MappingProxyType({}),
    state: str = "draft",
) -> Pledge:
    """A pledge in that state, without having gone the way there; the year asks for what it sets."""
    values: dict[str, Any] = {"state": state}
    if state != Pledge.State.DRAFT:
        values |= {"sent_at": timezone.now(), "sent_by": by}
    if state == Pledge.State.SIGNED:
        values |= {"signer": "Trần Văn A", "signed_on": dt.date(year.year, 1, 5), "signed_by": by}
    pledge = Pledge.objects.create(year=year, province=province, version=1, **values)
    for code, value in targets.items():
        indicator = Indicator.objects.get(code=code)
        year.pledged_indicators.get_or_create(indicator=indicator)
        pledge.targets.create(indicator=indicator, value=value)
    return pledge


def make_sheet(
    year: EmulationYear, province: Province, *, sent_by: Officer | None = None, **values: Any
) -> ScoreSheet:
    """A self-score that was begun; one that was sent if it says by whom."""
    if sent_by is not None:
        values |= {"state": ScoreSheet.State.SENT, "sent_by": sent_by, "sent_at": timezone.now()}
    return ScoreSheet.objects.create(year=year, province=province, **values)


def make_sent_dossier(year: EmulationYear, province: Province) -> Dossier:
    """A person proposed for a certificate; nobody has decided on it."""
    title = Title.objects.create(name="Bằng khen")
    title.kinds.create(kind="person")
    return Dossier.objects.create(
        year=year, province=province, title=title, kind="person", name="Nguyễn Văn An", state="sent"
    )
