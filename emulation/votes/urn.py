"""The urn of an open vote: its counts, sealed so that the database alone does not tell them.

Two looks at plain counts, before and after a ballot, would tell the ballot: in two nightly backups, in the
server's log of statements, in row versions that were not yet vacuumed. So the counts of an open vote are one
value, enciphered with a key that is not in the database (derived from SECRET_KEY), anew with every ballot and
always of one length. No choice is ever part of a statement. Closing opens the urn once; what has no quorum is
thrown away unopened.
"""

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

_NONCE = 12  # bytes, as AES-GCM has it; drawn anew for every ballot
_ONE = ">I"  # a count: four bytes whatever it is


class UrnUnreadableError(Exception):
    """The key changed since the vote was opened, or somebody wrote into the urn."""


@dataclass(frozen=True)
class Tally:
    """Ballots so far: all of them, the blank ones, and those for each nominee in the order of the list."""

    ballots: int
    blanks: int
    votes: tuple[int, ...]

    @classmethod
    def empty(cls, nominees: int) -> "Tally":
        """Before the first ballot."""
        return cls(0, 0, (0,) * nominees)

    def with_ballot(self, chosen: Iterable[int]) -> "Tally":
        """With one ballot more for the nominees at those places (the first is 0); for none of them, blank."""
        marked = set(chosen)
        return replace(
            self,
            ballots=self.ballots + 1,
            blanks=self.blanks + (not marked),
            votes=tuple(count + (place in marked) for place, count in enumerate(self.votes)),
        )


def seal(tally: Tally, poll: int) -> bytes:
    """The counts as they are stored for that poll; no two sealings are alike."""
    counts = (tally.ballots, tally.blanks, *tally.votes)
    plain = b"".join(struct.pack(_ONE, count) for count in counts)
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, plain, _bound_to(poll))


def unseal(sealed: bytes, poll: int) -> Tally:
    """The counts of that poll.

    Raises:
        UrnUnreadableError: if the installation's key does not open it, or it is another poll's.
    """
    nonce, body = sealed[:_NONCE], sealed[_NONCE:]
    try:
        plain = AESGCM(_key()).decrypt(nonce, body, _bound_to(poll))
    except (InvalidTag, ValueError) as error:
        raise UrnUnreadableError from error
    ballots, blanks, *votes = (count for (count,) in struct.iter_unpack(_ONE, plain))
    return Tally(ballots, blanks, tuple(votes))


def _key() -> bytes:
    return salted_hmac("emulation.votes.urn", "tally", algorithm="sha256").digest()


def _bound_to(poll: int) -> bytes:
    return f"poll {poll}".encode()
