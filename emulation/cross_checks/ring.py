"""Who checks whom: pairs where the number is even, one ring where it is odd, nobody themselves."""

from collections.abc import Mapping, Sequence
from random import Random


def draw_ring(members: Sequence[int], chance: Random) -> dict[int, int]:
    """Checker → checked. The order in which the members come decides nothing; only chance does.

    Args:
        members: their keys, each once.
        chance: where the chance comes from; of the system, for a draw that nobody can foresee.

    Raises:
        ValueError: with fewer than two members there is nobody to check.
    """
    if len(set(members)) < 2 or len(set(members)) != len(members):
        raise ValueError("a ring needs two different members or more")
    drawn = sorted(members)
    chance.shuffle(drawn)
    if len(drawn) % 2:
        return dict(zip(drawn, [*drawn[1:], drawn[0]], strict=True))
    pairs = zip(drawn[::2], drawn[1::2], strict=True)
    return {checker: checked for one, other in pairs for checker, checked in ((one, other), (other, one))}


def is_ring(given: Mapping[int, int], members: Sequence[int]) -> bool:
    """Whether everybody checks one, is checked by one, and nobody checks themselves."""
    everybody = set(members)
    complete = set(given) == everybody and set(given.values()) == everybody
    return complete and all(checker != checked for checker, checked in given.items())
