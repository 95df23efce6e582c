"""The one write path of figures: keyword-only, atomic, with the acting officer."""

from figures.services.entry import CellsClosedError, Conflict, Saved, narrative_fingerprint, save_cells, start
from figures.services.periods import PeriodChangedError, lock_period, open_period, save_period
from figures.services.published import save_published
from figures.services.reopening import close_reopened, reopen
from figures.services.steps import accept, approve, comment, send_back, submit, why_closed

__all__ = [
    "CellsClosedError",
    "Conflict",
    "PeriodChangedError",
    "Saved",
    "accept",
    "approve",
    "close_reopened",
    "comment",
    "lock_period",
    "narrative_fingerprint",
    "open_period",
    "reopen",
    "save_cells",
    "save_period",
    "save_published",
    "send_back",
    "start",
    "submit",
    "why_closed",
]
