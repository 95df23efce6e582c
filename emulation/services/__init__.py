"""The one write path of the contest: keyword-only, atomic, with the acting officer."""

from emulation.services.evidence import add_evidence, is_used, remove_evidence
from emulation.services.vote import (
    FEWEST_VOTERS,
    PollChangedError,
    VoteRefused,
    cast_ballot,
    close_poll,
    delete_poll,
    is_time_to_vote,
    open_poll,
    repeat_poll,
    save_poll,
)
from emulation.services.year import open_year, save_dates

__all__ = [
    "FEWEST_VOTERS",
    "PollChangedError",
    "VoteRefused",
    "add_evidence",
    "cast_ballot",
    "close_poll",
    "delete_poll",
    "is_time_to_vote",
    "is_used",
    "open_poll",
    "open_year",
    "remove_evidence",
    "repeat_poll",
    "save_dates",
    "save_poll",
]
