"""The one write path of the contest: keyword-only, atomic, with the acting officer."""

from emulation.services.activities import activities_open, add_activity, remove_activity
from emulation.services.criteria import (
    CriterionChangedError,
    RulesLockedError,
    delete_criterion,
    move_criterion,
    save_criterion,
)
from emulation.services.evidence import add_evidence, is_used, remove_evidence
from emulation.services.movements import (
    MovementChangedError,
    close_movement,
    launch,
    register,
    remove_movement,
    save_movement,
)
from emulation.services.pledge import (
    PledgeChangedError,
    PledgeRefusedError,
    return_pledge,
    save_targets,
    send_pledge,
)
from emulation.services.rules import copy_rules, load_rules, lock_rules, unlock_rules
from emulation.services.signing import (
    change_target,
    choose_indicators,
    open_signing,
    record_signing,
    save_signing,
    sign_pledge,
)
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
    "MovementChangedError",
    "PledgeChangedError",
    "PledgeRefusedError",
    "PollChangedError",
    "RulesLockedError",
    "VoteRefused",
    "activities_open",
    "add_activity",
    "add_evidence",
    "cast_ballot",
    "change_target",
    "choose_indicators",
    "close_movement",
    "close_poll",
    "copy_rules",
    "delete_criterion",
    "delete_poll",
    "is_time_to_vote",
    "is_used",
    "launch",
    "load_rules",
    "lock_rules",
    "move_criterion",
    "open_poll",
    "open_signing",
    "open_year",
    "record_signing",
    "register",
    "remove_activity",
    "remove_evidence",
    "remove_movement",
    "repeat_poll",
    "return_pledge",
    "save_criterion",
    "save_dates",
    "save_movement",
    "save_poll",
    "save_signing",
    "save_targets",
    "send_pledge",
    "sign_pledge",
    "unlock_rules",
]
