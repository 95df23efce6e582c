"""What may be told of the votes of a year, and what came out of them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from emulation.votes.models import Nominee, Poll
from emulation.votes.share import Share
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer

ENDED = (Poll.State.CLOSED, Poll.State.VOID)
FEWEST_BALLOTS = 3  # of two, each would know the other's from the result


def visible_polls(officer: Officer, contest_year: EmulationYear) -> QuerySet[Poll]:
    """The votes that the officer is told of, each with `seats_count` and `voted_count`.

    Drafts are for who runs the year, open votes for the provinces too; the observer learns of a vote when it
    has ended.
    """
    polls = Poll.objects.filter(year=contest_year).annotate(
        seats_count=Count("seats"), voted_count=Count("seats", filter=Q(seats__has_voted=True))
    )
    if runs_year(officer, contest_year):
        return polls
    provincial = officer.role in Officer.PROVINCIAL_ROLES
    return polls.filter(state__in=[*ENDED, Poll.State.OPEN] if provincial else ENDED)


@dataclass(frozen=True)
class NomineeResult:
    """What a nominee got. `is_tied`: the last place is between it and others, and a count decides nothing."""

    nominee: Nominee
    votes: int
    is_chosen: bool
    is_tied: bool


def result(poll: Poll, nominees: list[Nominee]) -> list[NomineeResult]:
    """The nominees of a counted vote, most votes first.

    Put forward are those with the most votes, as many as there are places, of those that got the share of the
    ballots that the vote needs. Where equal numbers stand around the last place, none of them is put forward:
    that is for the meeting, by another ballot.
    """
    counted = sorted(((nominee.votes or 0, nominee) for nominee in nominees), key=lambda pair: -pair[0])
    enough = [votes for votes, _nominee in counted if votes >= votes_needed(poll)]
    tied = None
    if len(enough) > poll.places and enough[poll.places - 1] == enough[poll.places]:
        tied = enough[poll.places]
    chosen = [votes for votes in enough[: poll.places] if votes != tied]
    return [NomineeResult(nominee, votes, votes in chosen, votes == tied) for votes, nominee in counted]


def votes_needed(poll: Poll) -> int:
    """How many votes put a nominee forward, of the ballots that were cast."""
    return max(1, Share(poll.needs).of(poll.ballots or 0))


def ballots_needed(poll: Poll, seats: int) -> int:
    """How many must vote for the vote to hold: the quorum, and never so few that a count tells a ballot."""
    return max(FEWEST_BALLOTS, Share(poll.quorum).of(seats))
