"""Properties of all tables of figures."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from figures.submissions.cell_arithmetic import ABSENT, Cell, Completeness
from reports.charts.trend import trend_chart
from reports.conference.report.figures import change as report_change
from reports.dashboard.share_bars import lay_out
from reports.presentation.cell_values import sum_values
from reports.summary.arithmetic import add_up, compare
from reports.summary.courses import Course, CoursePoint
from reports.summary.reporting_spans import Span
from tests.figures.factories import catalogue_in_small
from tests.reports.factories import NOT_APPLICABLE, NOT_KNOWN, known, make_table, provinces_named
from tests.reports.tables import make_half

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


@given(columns)
def test_only_a_complete_total_stands_for_the_cluster(column: list[Cell]) -> None:
    """Over any subset of provinces: complete, partial or not yet, and every use of a total follows."""
    table = make_table({"coop.total": column})
    line = table["coop.total"]
    total, answered = line.total, sum(cell.is_answered for cell in column)

    assert total.state == (
        Completeness.COMPLETE
        if answered == len(column)
        else Completeness.PARTIAL
        if answered
        else Completeness.NOT_YET
    )
    shares = [line.share(index) for index in range(len(column))]
    if total.state == Completeness.COMPLETE:
        assert total.whole == total.value
        known_shares = [share for share in shares if share is not None]
        assert not known_shares or abs(sum(known_shares) - 100) < Decimal("1e-20")
    else:
        assert (total.whole, total.amount) == (None, None)
        assert set(shares) == {None}
    written = sum_values("736", total.reported, total.expected)
    assert (written[0] == "") == (total.state == Completeness.PARTIAL)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=12))
def test_change_is_the_clusters_only_if_every_province_is_in_both(pairs: list[tuple[Cell, Cell]]) -> None:
    now, before = (make_table({"coop.total": list(side)}) for side in zip(*pairs, strict=True))
    change = compare(now, before, "coop.total")

    numbers_in_both = sum(new.is_number and old.is_number for new, old in pairs)
    assert (change is not None) == (numbers_in_both > 0)
    if change is not None:
        assert change.is_complete == (numbers_in_both == len(pairs))
    printed = report_change(now, before, "coop.total")
    assert (printed is not None) == (numbers_in_both == len(pairs)), "a paper compares the whole or nothing"


@given(st.lists(columns, min_size=1, max_size=6), st.sets(st.integers(0, 40), min_size=6, max_size=6))
def test_trend_joins_only_complete_totals_of_half_years_that_follow_each_other(
    totals: list[list[Cell]], halves: set[int]
) -> None:
    by_index = {2020 * 2 + half: add_up(column) for half, column in zip(sorted(halves), totals, strict=False)}
    points = [CoursePoint(Span.of(make_half(index)), total) for index, total in by_index.items()]
    chart = trend_chart(Course(CATALOGUE["coop.total"], tuple(points)))
    if chart.spec is None:
        assert sum(total.value is not None for total in by_index.values()) < 2
        return
    line, *partial = chart.spec["data"]
    drawn = list(zip(line["x"], line["y"], strict=True))
    assert all(y is None or by_index[x].is_complete for x, y in drawn)
    for (x, y), (following, next_y) in pairwise(drawn):
        if y is not None and next_y is not None:
            assert following == x + 1
    for trace in partial:
        for x, text in zip(trace["x"], trace["text"], strict=True):
            assert by_index[x].is_partial
            assert text.startswith(f"{by_index[x].reported}/{by_index[x].expected} tỉnh")
