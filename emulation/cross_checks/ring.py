"""Who checks whom: pairs if the number of provinces is even, else one ring."""

from collections.abc import Mapping, Sequence
from random import Random


def draw_ring(members: Sequence[int], random: Random) -> dict[int, int]:
    """Draw by lot: checker → checked. The order of `members` does not influence the draw.

    Raises:
        ValueError: with fewer than two members, or the same one twice.
    """
    if len(set(members)) < 2 or len(set(members)) != len(members):
        raise ValueError("a ring needs two different members or more")
    drawn = sorted(members)
    random.shuffle(drawn)
    if len(drawn) % 2:
        return dict(zip(drawn, [*drawn[1:], drawn[0]], strict=True))
    pairs = zip(drawn[::2], drawn[1::2], strict=True)
    return {
        checker: checked for first, second in pairs for checker, checked in ((first, second), (second, first))
    }


def is_ring(ring: Mapping[int, int], members: Sequence[int]) -> bool:
    all_members = set(members)
    complete = set(ring) == all_members and set(ring.values()) == all_members
    return complete and all(checker != checked for checker, checked in ring.items())
