"""The models of this app, for Django. All other code imports them from their rooms."""

from emulation.awards.models import Dossier, DossierStep
from emulation.awards.title_models import FormerGrounds, Title, TitleKind, TitleRule
from emulation.criteria.models import Band, Criterion
from emulation.cross_checks.models import Check, CheckScore
from emulation.evidence.models import Evidence
from emulation.movements.models import Activity, Movement, Registration
from emulation.pledges.models import Pledge, PledgedIndicator, PledgeTarget, Signing, TargetChange
from emulation.pledges.movement_models import PledgedMovement
from emulation.results.models import FinalScore, OpenInput, TieStep
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.successors.models import DecidedTarget
from emulation.votes.models import Nominee, Poll, Seat
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear

__all__ = [
    "Activity",
    "Band",
    "Check",
    "CheckScore",
    "Criterion",
    "Deadline",
    "DecidedTarget",
    "Dossier",
    "DossierStep",
    "EmulationYear",
    "Event",
    "Evidence",
    "FinalScore",
    "FormerGrounds",
    "Movement",
    "Nominee",
    "OpenInput",
    "Pledge",
    "PledgeTarget",
    "PledgedIndicator",
    "PledgedMovement",
    "Poll",
    "Registration",
    "ScoreSheet",
    "Seat",
    "SelfScore",
    "Signing",
    "TargetChange",
    "TieStep",
    "Title",
    "TitleKind",
    "TitleRule",
]
