"""Drawing a ring of any number of provinces."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.cross_checks.ring import draw_ring, is_ring


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable on purpose


MEMBERS = st.lists(st.integers(1, 10**6), min_size=2, max_size=40, unique=True)


@given(MEMBERS, st.integers(0, 2**32))
def test_drawn_ring_is_made_of_pairs_or_is_one_ring(members, seed):
    ring = draw_ring(members, seeded(seed))
    assert is_ring(ring, members)
    assert all(checker != checked for checker, checked in ring.items())
    if len(members) % 2 == 0:
        assert all(ring[ring[member]] == member for member in members)
    else:
        visited, current = [], members[0]
        while current not in visited:
            visited.append(current)
            current = ring[current]
        assert len(visited) == len(members)


@given(MEMBERS, st.integers(0, 2**32), st.randoms())
def test_draw_does_not_depend_on_the_order_of_members(members, seed, random):
    shuffled = [*members]
    random.shuffle(shuffled)
    assert draw_ring(shuffled, seeded(seed)) == draw_ring(members, seeded(seed))


@pytest.mark.parametrize("members", [[], [1], [1, 1]])
def test_fewer_than_two_different_members_cannot_be_drawn(members):
    with pytest.raises(ValueError, match="two"):
        draw_ring(members, seeded(0))


@pytest.mark.parametrize(
    "ring",
    [{1: 2, 2: 1}, {1: 2, 2: 3, 3: 3}, {1: 2, 2: 1, 3: 3}, {1: 2, 2: 1, 3: 1}, {1: 2, 2: 3, 3: 1, 4: 4}],
)
def test_incomplete_or_doubled_ring_is_refused(ring):
    assert not is_ring(ring, [1, 2, 3])
