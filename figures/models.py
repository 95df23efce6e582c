"""Lists the models for Django; other code imports them from their rooms."""

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator, Section
from figures.duties.models import Reminder
from figures.history.models import Change
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.register_comparison.models import CompleteRegister
from figures.submissions.accepted_models import AcceptedFigure
from figures.submissions.models import ExplainedFinding, Figure, NamedCell, Step, Submission

__all__ = [
    "AcceptedFigure",
    "Change",
    "CompleteRegister",
    "ExplainedFinding",
    "Figure",
    "Indicator",
    "NamedCell",
    "Period",
    "PublishedFigure",
    "Reminder",
    "Section",
    "SeriesBreak",
    "Step",
    "Submission",
]
