"""Rows of the contest for tests; name only what the test is about."""

import datetime as dt

from emulation.models import Deadline, EmulationYear
from provinces.models import Cluster


def make_year(cluster: Cluster, year: int = 2023, **values: object) -> EmulationYear:
    """The contest of that year; each part may be done from its first day to its last."""
    contest = EmulationYear.objects.create(cluster=cluster, year=year, **values)
    for part in Deadline.Part.values:
        Deadline.objects.create(
            year=contest, part=part, opens_on=dt.date(year, 1, 1), due_on=dt.date(year, 12, 31)
        )
    return contest
