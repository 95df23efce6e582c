"""The contest of a year: its rules and dates, pledges, scores, votes and commendations."""

from emulation.models.criterion import Band, Criterion
from emulation.models.event import Event
from emulation.models.year import Deadline, EmulationYear

__all__ = ["Band", "Criterion", "Deadline", "EmulationYear", "Event"]
