"""The contest of a year: its rules and dates, pledges, scores, votes and commendations."""

from emulation.models.criterion import Band, Criterion
from emulation.models.event import Event
from emulation.models.evidence import Evidence
from emulation.models.pledge import Pledge, PledgedIndicator, PledgeTarget, Signing, TargetChange
from emulation.models.year import Deadline, EmulationYear

__all__ = [
    "Band",
    "Criterion",
    "Deadline",
    "EmulationYear",
    "Event",
    "Evidence",
    "Pledge",
    "PledgeTarget",
    "PledgedIndicator",
    "Signing",
    "TargetChange",
]
