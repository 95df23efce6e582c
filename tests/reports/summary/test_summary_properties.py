"""Properties of all tables of figures."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from figures.submissions.cell_arithmetic import ABSENT, Cell
from reports.dashboard.share_bars import lay_out
from reports.summary.arithmetic import add_up
from tests.figures.factories import catalogue_in_small
from tests.reports.factories import NOT_APPLICABLE, NOT_KNOWN, known, make_table, provinces_named

CATALOGUE = catalogue_in_small()

numbers = st.decimals(min_value=0, max_value=10**12, places=2)
cells = st.one_of(
    st.builds(known, numbers, accepted=st.booleans(), illustrative=st.booleans()),
    st.sampled_from([ABSENT, NOT_KNOWN, NOT_APPLICABLE]),
)
columns = st.lists(cells, min_size=1, max_size=12)


@given(columns, st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_the_order_of_provinces(column: list[Cell], random: object) -> None:
    shuffled = list(column)
    random.shuffle(shuffled)

    assert add_up(shuffled) == add_up(column)


@given(columns, columns)
def test_totals_do_not_depend_on_the_grouping_of_provinces(some: list[Cell], others: list[Cell]) -> None:
    first, second, whole = add_up(some), add_up(others), add_up(some + others)

    parts = [total.value for total in (first, second) if total.value is not None]
    assert whole.value == (sum(parts, Decimal(0)) if parts else None)
    assert whole.accepted == first.accepted + second.accepted
    assert whole.provisional == first.provisional + second.provisional
    assert (whole.reported, whole.expected) == (
        first.reported + second.reported,
        first.expected + second.expected,
    )


@given(columns)
def test_accepted_and_provisional_make_the_total(column: list[Cell]) -> None:
    total = add_up(column)

    assert total.accepted + total.provisional == (total.value or 0)


@given(columns)
def test_absent_cell_adds_only_an_expected_province(column: list[Cell]) -> None:
    with_absent, without = add_up([*column, ABSENT]), add_up(column)

    assert with_absent.value == without.value
    assert with_absent.reported == without.reported
    assert with_absent.expected == without.expected + 1


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12))
def test_ratio_of_the_cluster_is_the_ratio_of_its_sums(pairs: list[tuple[Decimal, Decimal]]) -> None:
    table = make_table(
        {
            "coop.charter_capital": [known(top) for top, _ in pairs],
            "coop.total": [known(bottom) for _, bottom in pairs],
        }
    )
    top, bottom = sum(top for top, _ in pairs), sum(bottom for _, bottom in pairs)

    assert table["coop.capital_per_coop"].total.value == (top / bottom if bottom else None)


@given(columns, columns)
def test_share_bar_is_full_or_empty(now: list[Cell], before: list[Cell]) -> None:
    size = min(len(now), len(before))
    provinces = provinces_named(*[f"tinh-{n}" for n in range(size)])
    share_bar = lay_out(
        make_table({"coop.total": now[:size]}, provinces=provinces),
        make_table({"coop.total": before[:size]}, provinces=provinces),
        "coop.total",
    )

    assert sum(field.width for field in share_bar.fields) in (0, 100)
    assert all(field.width >= 0 for field in share_bar.fields)
    for field, following in zip(share_bar.fields, share_bar.fields[1:], strict=False):
        assert field.start + field.width == following.start
