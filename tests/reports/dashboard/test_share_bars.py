"""The share bar: where each province's field is, and how wide."""

from decimal import Decimal

from reports.dashboard.share_bars import lay_out
from tests.reports.factories import NOT_KNOWN, known, make_table


def test_fields_are_as_wide_as_their_share() -> None:
    share_bar = lay_out(make_table({"coop.total": [1, known(3, accepted=False)]}), None, "coop.total")

    assert [(f.start, f.width, f.state) for f in share_bar.fields] == [
        (0, 25, "accepted"),
        (25, 75, "provisional"),
    ]


def test_absent_province_keeps_its_width_of_the_span_before() -> None:
    share_bar = lay_out(
        make_table({"coop.total": [50, None]}), make_table({"coop.total": [999, 150]}), "coop.total"
    )

    assert [(f.width, f.state) for f in share_bar.fields] == [(25, "accepted"), (75, "absent")]
    assert share_bar.absent == 1


def test_absent_province_without_earlier_figures_has_the_average_width() -> None:
    share_bar = lay_out(make_table({"coop.total": [40, 60, None]}), None, "coop.total")

    assert [f.width for f in share_bar.fields] == [Decimal("26.67"), 40, Decimal("33.33")]


def test_province_with_zero_has_no_field() -> None:
    share_bar = lay_out(make_table({"union.total": [2, 0]}), None, "union.total")

    assert [(f.width, f.state) for f in share_bar.fields] == [(100, "accepted"), (0, "accepted")]


def test_unknown_is_drawn_as_absent() -> None:
    share_bar = lay_out(make_table({"group.ended": [NOT_KNOWN, 5]}), None, "group.ended")

    assert [f.state for f in share_bar.fields] == ["absent", "accepted"]


def test_bar_without_any_figure_has_equal_fields() -> None:
    share_bar = lay_out(make_table({"coop.total": [None, None]}), None, "coop.total")

    assert [f.width for f in share_bar.fields] == [50, 50]


def test_field_is_written_with_a_decimal_point() -> None:
    field = lay_out(make_table({"coop.total": [1, 2]}), None, "coop.total").fields[1]

    assert (field.x, field.extent) == ("33.33%", "66.67%")
