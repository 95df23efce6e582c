"""Rows of the contest for tests; name only what the test is about."""

import datetime as dt
from decimal import Decimal
from typing import Any

from emulation.models import Criterion, Deadline, EmulationYear
from provinces.models import Cluster


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
