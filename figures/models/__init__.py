"""What provinces report: periods, the catalogue of indicators, submissions and their cells."""

from figures.models.change import Change
from figures.models.figure import Figure, PublishedFigure
from figures.models.indicator import Indicator, Section
from figures.models.period import Period
from figures.models.receipt import Receipt
from figures.models.reminder import Reminder
from figures.models.submission import NamedCell, Step, Submission

__all__ = [
    "Change",
    "Figure",
    "Indicator",
    "NamedCell",
    "Period",
    "PublishedFigure",
    "Receipt",
    "Reminder",
    "Section",
    "Step",
    "Submission",
]
