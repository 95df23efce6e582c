"""What the picture of a chosen indicator says in words, and its numbers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from reports.charts.chart import Chart, Reading, Row, coverage_of, describe, read_cell, read_total
from reports.charts.style import Spec
from reports.explore.choice import FEWEST_FOR_LINES, Measure, short_label
from reports.explore.pivot import Pivot, PivotCell
from reports.explore.tables import cell_text, unit_of
from reports.summary.decimal_text import decimals_of
from reports.summary.reporting_spans import Span
from vietnamese.sentences import inside_a_sentence


def panel(
    pivot: Pivot,
    indicator: Indicator,
    *,
    spans: Sequence[Span],
    rows: tuple[Row, ...],
    picture: tuple[Spec | None, int],
    note: str,
) -> Chart:
    """The picture of an indicator in these spans; a row is a territory."""
    choice = pivot.choice
    title = indicator.in_language("label")
    if choice.measure != Measure.VALUE:
        title = f"{title}, {inside_a_sentence(str(choice.measure.label))}"
    unit = unit_of(choice, indicator)
    heads = [short_label(span) for span in spans]
    period = ", ".join(map(inside_a_sentence, heads))
    if len(heads) >= FEWEST_FOR_LINES:
        ends = {"first": inside_a_sentence(heads[0]), "last": inside_a_sentence(heads[-1])}
        period = _("%(first)s đến %(last)s") % ends
    # Of how many provinces the cluster's number is; without it, the rows say what there is.
    spans_counted = spans if None in choice.territories else ()
    totals = [line.total for span in spans_counted if (line := pivot.tables[span].lines.get(indicator.code))]
    spec, height = picture
    return Chart(
        name="explore-" + indicator.code.replace(".", "-").replace("_", "-"),
        title=title,
        unit=unit,
        period=period,
        coverage=coverage_of(totals),
        note=note,
        is_illustrative=any(reading.is_illustrative for row in rows for reading in row.cells),
        description=describe(title, unit, period, rows, (_("Tỉnh, thành phố"), *heads)),
        spec=spec,
        height=height,
        headers=(_("Tỉnh, thành phố"), *heads),
        rows=rows,
    )


def reading_of(pivot: Pivot, cell: PivotCell) -> Reading:
    if pivot.choice.measure == Measure.VALUE and cell.line is not None:
        if cell.territory is None:
            return read_total(cell.line)
        return read_cell(cell.line.cells[0], decimals_of(cell.indicator))
    measured = cell.measured
    text = cell_text(pivot.choice, cell)
    if measured.value is None:
        return Reading(None, text)
    return Reading(
        measured.value,
        text,
        accepted=measured.value,
        is_illustrative=measured.is_illustrative,
        coverage=measured.coverage,
    )
