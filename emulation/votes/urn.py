"""The urn of an open vote: its counts, sealed so that the database alone does not reveal them.

Plain counts read before and after a ballot would reveal that ballot: from two nightly backups, from the
server's log of statements, from row versions that are not vacuumed yet. So the counts of an open vote are
one encrypted value. Its key is not in the database but derived from SECRET_KEY. Every ballot encrypts it
anew, and its length never changes. No choice is ever part of a statement. Closing opens the urn once;
without a quorum it is destroyed unopened.

A new SECRET_KEY voids an open vote: its urn cannot be opened any more.
"""

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

_NONCE = 12  # bytes, the size AES-GCM wants; a new one for every ballot
_COUNT = ">I"  # always four bytes, so that the length reveals nothing


class UrnUnreadableError(Exception):
    """The key changed since the vote was opened, or the urn was tampered with."""


@dataclass(frozen=True)
class Tally:
    """The ballots so far: all, the blank ones, and those for each nominee in the order of the list."""

    ballots: int
    blanks: int
    votes: tuple[int, ...]

    @classmethod
    def empty(cls, nominees: int) -> "Tally":
        return cls(0, 0, (0,) * nominees)

    def with_ballot(self, chosen: Iterable[int]) -> "Tally":
        """Add a ballot for the nominees at these positions, counted from 0; an empty one is blank."""
        marked = set(chosen)
        return replace(
            self,
            ballots=self.ballots + 1,
            blanks=self.blanks + (not marked),
            votes=tuple(count + (position in marked) for position, count in enumerate(self.votes)),
        )


def seal(tally: Tally, poll: int) -> bytes:
    counts = (tally.ballots, tally.blanks, *tally.votes)
    plain = b"".join(struct.pack(_COUNT, count) for count in counts)
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, plain, _associated_data(poll))


def unseal(sealed: bytes, poll: int) -> Tally:
    """Return the counts of that poll.

    Raises:
        UrnUnreadableError: if the key does not open it, or it belongs to another poll.
    """
    nonce, body = sealed[:_NONCE], sealed[_NONCE:]
    try:
        plain = AESGCM(_key()).decrypt(nonce, body, _associated_data(poll))
    except (InvalidTag, ValueError) as error:
        raise UrnUnreadableError from error
    ballots, blanks, *votes = (count for (count,) in struct.iter_unpack(_COUNT, plain))
    return Tally(ballots, blanks, tuple(votes))


def _key() -> bytes:
    return salted_hmac("emulation.votes.urn", "tally", algorithm="sha256").digest()


def _associated_data(poll: int) -> bytes:
    return f"poll {poll}".encode()
