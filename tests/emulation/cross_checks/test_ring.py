"""Who checks whom: whatever the number and the names, nobody themselves."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.cross_checks.ring import draw_ring, is_ring


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance that can be repeated


MEMBERS = st.lists(st.integers(1, 10**6), min_size=2, max_size=40, unique=True)


@given(MEMBERS, st.integers(0, 2**32))
def test_everybody_checks_one_other_and_is_checked_by_one(members, seed):
    ring = draw_ring(members, chance(seed))
    assert is_ring(ring, members)
    assert all(checker != checked for checker, checked in ring.items())
    if len(members) % 2 == 0:
        assert all(ring[ring[member]] == member for member in members)
    else:
        seen, at = [], members[0]
        while at not in seen:
            seen.append(at)
            at = ring[at]
        assert len(seen) == len(members)


@given(MEMBERS, st.integers(0, 2**32), st.randoms())
def test_the_order_of_the_names_decides_nothing(members, seed, random):
    shuffled = [*members]
    random.shuffle(shuffled)
    assert draw_ring(shuffled, chance(seed)) == draw_ring(members, chance(seed))


@pytest.mark.parametrize("members", [[], [1], [1, 1]])
def test_nobody_checks_alone(members):
    with pytest.raises(ValueError, match="two"):
        draw_ring(members, chance(0))


@pytest.mark.parametrize(
    "given_ring",
    [{1: 2, 2: 1}, {1: 2, 2: 3, 3: 3}, {1: 2, 2: 1, 3: 3}, {1: 2, 2: 1, 3: 1}, {1: 2, 2: 3, 3: 1, 4: 4}],
)
def test_what_is_no_ring_is_known(given_ring):
    assert not is_ring(given_ring, [1, 2, 3])
