"""Which votes an officer may see, and the result of a vote."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from emulation.votes.models import Nominee, Poll
from emulation.votes.share import Share
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer

ENDED = (Poll.State.CLOSED, Poll.State.VOID)
FEWEST_BALLOTS = 3  # with two, each voter would learn the other's ballot from the result


def visible_polls(officer: Officer, contest_year: EmulationYear) -> QuerySet[Poll]:
    """Return the votes that the officer may see, each with `seats_count` and `voted_count`.

    Officers who run the year see drafts, provinces see open votes, the observer sees votes that have ended.
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
    """A nominee's votes.

    Attributes:
        is_tied: it shares the last place with others, so the count does not decide.
    """

    nominee: Nominee
    votes: int
    is_chosen: bool
    is_tied: bool


def result(poll: Poll, nominees: list[Nominee]) -> list[NomineeResult]:
    """Return the results of a counted vote, most votes first.

    A nominee needs the required share of the ballots; of those who have it, the ones with the most votes fill
    the places. Nominees who tie for the last place are all left out: the meeting holds another ballot.
    """
    counted = sorted(((nominee.votes or 0, nominee) for nominee in nominees), key=lambda pair: -pair[0])
    enough = [votes for votes, _nominee in counted if votes >= votes_needed(poll)]
    tied = None
    if len(enough) > poll.places and enough[poll.places - 1] == enough[poll.places]:
        tied = enough[poll.places]
    chosen = [votes for votes in enough[: poll.places] if votes != tied]
    return [NomineeResult(nominee, votes, votes in chosen, votes == tied) for votes, nominee in counted]


def votes_needed(poll: Poll) -> int:
    return max(1, Share(poll.needs).of(poll.ballots or 0))


def ballots_needed(poll: Poll, seats: int) -> int:
    """Return the quorum, but never so few ballots that the result reveals one."""
    return max(FEWEST_BALLOTS, Share(poll.quorum).of(seats))
