"""The one write path of the contest: keyword-only, atomic, with the acting officer."""

from emulation.services.criteria import (
    CriterionChangedError,
    RulesLockedError,
    delete_criterion,
    move_criterion,
    save_criterion,
)
from emulation.services.evidence import add_evidence, is_used, remove_evidence
from emulation.services.rules import copy_rules, load_rules, lock_rules, unlock_rules
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
    "CriterionChangedError",
    "PollChangedError",
    "RulesLockedError",
    "VoteRefused",
    "add_evidence",
    "cast_ballot",
    "close_poll",
    "copy_rules",
    "delete_criterion",
    "delete_poll",
    "is_time_to_vote",
    "is_used",
    "load_rules",
    "lock_rules",
    "move_criterion",
    "open_poll",
    "open_year",
    "remove_evidence",
    "repeat_poll",
    "save_criterion",
    "save_dates",
    "save_poll",
    "unlock_rules",
]
