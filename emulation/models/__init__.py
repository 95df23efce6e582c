"""The contest of a year: its rules and dates, pledges, scores, votes and commendations."""

from emulation.models.award import FormerGrounds, NomineeKind, Title, TitleKind, TitleRule
from emulation.models.check import Check, CheckScore
from emulation.models.criterion import Band, Criterion
from emulation.models.dossier import Dossier, DossierStep
from emulation.models.event import Event
from emulation.models.evidence import Evidence
from emulation.models.final import FinalScore, TieStep
from emulation.models.movement import Activity, Movement, Registration
from emulation.models.pledge import Pledge, PledgedIndicator, PledgeTarget, Signing, TargetChange
from emulation.models.pledged_movement import PledgedMovement
from emulation.models.score import ScoreSheet, SelfScore
from emulation.models.share import Share
from emulation.models.vote import Nominee, Poll, Seat
from emulation.models.year import Deadline, EmulationYear

__all__ = [
    "Activity",
    "Band",
    "Check",
    "CheckScore",
    "Criterion",
    "Deadline",
    "Dossier",
    "DossierStep",
    "EmulationYear",
    "Event",
    "Evidence",
    "FinalScore",
    "FormerGrounds",
    "Movement",
    "Nominee",
    "NomineeKind",
    "Pledge",
    "PledgeTarget",
    "PledgedIndicator",
    "PledgedMovement",
    "Poll",
    "Registration",
    "ScoreSheet",
    "Seat",
    "SelfScore",
    "Share",
    "Signing",
    "TargetChange",
    "TieStep",
    "Title",
    "TitleKind",
    "TitleRule",
]
