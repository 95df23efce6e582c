"""A chart: a picture of readings, and the same readings as a table."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from typing import Any, NamedTuple

import plotly.graph_objects as go
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from reports.summary.decimal_text import decimals_of
from reports.summary.values import IndicatorLine, Total
from vietnamese.numbers import NO_NUMBER, format_number
from vietnamese.sentences import inside_a_sentence
from web.missing_value_marks import NOT_APPLICABLE, not_applicable, not_known

LONGEST_LIST = 12  # describe() reads out longer lists as their lowest and highest value


class Reading(NamedTuple):
    """A value as it is drawn and printed; one part of a total may be accepted, the rest provisional.

    `coverage` is `3/7` for a total without some provinces: it is drawn open, and always printed with it.
    """

    value: Decimal | None
    text: str
    accepted: Decimal | None = None
    provisional: Decimal | None = None
    is_illustrative: bool = False
    coverage: str = ""

    @property
    def label(self) -> str:
        return f"{self.text} ({self.coverage})" if self.coverage else self.text

    @property
    def is_provisional(self) -> bool:
        return self.provisional is not None

    @property
    def is_unknown(self) -> bool:
        return self.text == NO_NUMBER


class Row(NamedTuple):
    """`slug` is that of the row's province, empty if it is none."""

    label: str
    cells: tuple[Reading, ...]
    slug: str = ""


def in_words(readings: Iterable[Reading], unit: str = "") -> list[str]:
    """Write readings for the pointer and for screen readers: `284 HTX (tạm tính)`."""
    # Looked up once, because looking up a translation takes as long as all the rest of a reading.
    provisional, illustrative = _("tạm tính"), _("minh họa")
    signs = {NO_NUMBER: _("chưa có số liệu"), NOT_APPLICABLE: _("không áp dụng")}
    marks = {
        (False, False): "",
        (True, False): f" ({provisional})",
        (False, True): f" ({illustrative})",
        (True, True): f" ({provisional}, {illustrative})",
    }
    counted, provinces = f" {unit}" if unit else "", _("tỉnh")

    def words(r: Reading) -> str:
        covered = f", {r.coverage} {provinces}" if r.coverage else ""
        return f"{r.text}{counted}{covered}{marks[r.is_provisional, r.is_illustrative]}"

    return [signs.get(r.text) or words(r) for r in readings]


def province_attribute(slug: str) -> str:
    """What the highlight of the dashboard marks; nothing for what is no province."""
    return f' data-province="{slug}"' if slug else ""


def heads_of(headers: Sequence[str], slugs: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The headings of a chart's table, each with the slug of its province, empty if it is of none."""
    return list(zip(headers, ("", *(slugs or [""] * (len(headers) - 1))), strict=True))


def table_body(rows: Sequence[Row], slugs: Sequence[str] = ()) -> SafeString:
    """Return the rows of a chart's table as HTML; signs have hidden words for screen readers.

    `slugs` are those of the provinces that the columns after the first are of.

    Not a template: its loop over twelve charts with 34 provinces takes longer than all the rest of the page.
    """
    signs = {NO_NUMBER: not_known(), NOT_APPLICABLE: not_applicable()}
    plain, italic = '<td class="num"', '<td class="num illustrative"'
    columns = [province_attribute(slug) for slug in slugs] or repeat("")
    html_rows = [
        f'<tr{province_attribute(row.slug)}><th scope="row">{escape(row.label)}</th>'
        + "".join(
            f"{italic if cell.is_illustrative else plain}{of}>{signs.get(cell.text, cell.label)}</td>"
            for cell, of in zip(row.cells, columns)  # noqa: B905 - without slugs there is no end of them
        )
        + "</tr>"
        for row in rows
    ]
    return mark_safe("\n".join(html_rows))  # noqa: S308 - labels are escaped, texts are digits and signs


@dataclass(frozen=True, slots=True)
class Chart:
    """One numbered chart.

    Attributes:
        name: the slug in its elements' ids.
        number: its position on the page, in the title "Hình n. …".
        unit, period, coverage, note: the caption, in this order.
        description: the values in words, for screen readers.
        spec: Plotly's figure as plain data; None if there is nothing to draw. Its `narrow` has the parts of
            the layout that differ on a telephone.
        height: of the picture, in CSS pixels, so that the page reserves its space.
        headers: the table's column headings; the first is that of the row labels.
        slugs: of the provinces that the columns after the first are of, empty for any other; none if the
            rows are of provinces.
        nothing: why there is nothing to draw, if not for want of figures.
        codes: of the indicators shown.
        choices: the indicators among which the reader may choose; the one of `codes` is shown.
        explore_url: leads to the same numbers in Explore.
    """

    name: str
    title: str
    unit: str
    period: str
    coverage: str
    note: str
    is_illustrative: bool
    description: str
    spec: dict[str, Any] | None
    height: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    number: int = 0
    nothing: str = ""
    codes: tuple[str, ...] = ()
    choices: tuple[Indicator, ...] = ()
    slugs: tuple[str, ...] = ()
    explore_url: str = ""

    @property
    def caption(self) -> str:
        unit = self.unit[:1].upper() + self.unit[1:]
        words = ", ".join(filter(None, (unit, self.period, self.coverage)))
        return f"{words}. {self.note}" if self.note else words

    @property
    def figure(self) -> go.Figure | None:
        """The figure, validated by Plotly. Takes a millisecond, more than all the rest of a chart."""
        return go.Figure(data=self.spec["data"], layout=self.spec["layout"]) if self.spec else None

    @property
    def narrow_height(self) -> int:
        return self.spec.get("narrow", {}).get("height", self.height) if self.spec else 0

    @property
    def figure_json(self) -> SafeString:
        text = json.dumps(self.spec, ensure_ascii=False, separators=(",", ":"))
        # No character that could end the script element or start a comment.
        text = text.replace("&", "\\u0026").replace("<", "\\u003C").replace(">", "\\u003E")
        return mark_safe(text)  # noqa: S308 - escaped above

    @property
    def table_body(self) -> SafeString:
        return table_body(self.rows, self.slugs)

    @property
    def table_heads(self) -> list[tuple[str, str]]:
        return heads_of(self.headers, self.slugs)


def read_cell(cell: Cell, decimals: int | None = None) -> Reading:
    value = cell.value
    if value is None:
        return NOTHING_APPLIES if cell.answer == Figure.Answer.NOT_APPLICABLE else UNKNOWN
    text = format_number(value, decimals)
    if cell.is_accepted:
        return Reading(value, text, value, None, cell.is_illustrative)
    return Reading(value, text, None, value, cell.is_illustrative)


def read_line(line: IndicatorLine) -> list[Reading]:
    decimals = decimals_of(line.indicator)
    return [read_cell(cell, decimals) for cell in line.cells]


def read_total(line: IndicatorLine) -> Reading:
    total = line.total
    if total.value is None:
        return NOTHING_APPLIES if line.applies_to_nobody else UNKNOWN
    numbers = [cell for cell in line.cells if cell.value is not None]
    return Reading(
        total.value,
        format_number(total.value, decimals_of(line.indicator)),
        total.accepted if any(cell.is_accepted for cell in numbers) else None,
        total.provisional if any(not cell.is_accepted for cell in numbers) else None,
        total.is_illustrative,
        total.coverage if total.is_partial else "",
    )


UNKNOWN = Reading(None, NO_NUMBER)
NOTHING_APPLIES = Reading(None, NOT_APPLICABLE)


def coverage_of(totals: Sequence[Total]) -> str:
    """The lowest coverage among the totals that have a value: `6/7 tỉnh`."""
    known = [total for total in totals if total.value is not None] or list(totals)
    if not known:
        return ""
    return _("%s tỉnh") % min(known, key=lambda total: total.reported).coverage


def describe(title: str, unit: str, period: str, rows: Sequence[Row], headers: Sequence[str]) -> str:
    opening = f"{title} ({unit}), {period}"
    if len(rows) > LONGEST_LIST:
        known = [row for row in rows if row.cells[0].value is not None]
        if not known:
            return opening
        least = min(known, key=lambda row: row.cells[0].value or 0)
        most = max(known, key=lambda row: row.cells[0].value or 0)
        low, high = in_words([least.cells[0], most.cells[0]])
        return _("%(opening)s: thấp nhất %(least)s %(low)s, cao nhất %(most)s %(high)s") % {
            "opening": opening,
            "least": least.label,
            "low": low,
            "most": most.label,
            "high": high,
        }
    heads = [f"{inside_a_sentence(head)} " for head in headers[1:]] if len(headers) > 2 else [""]
    row_texts = (
        f"{row.label} "
        + ", ".join(head + words for head, words in zip(heads, in_words(row.cells), strict=True))
        for row in rows
    )
    return f"{opening}: {'; '.join(row_texts)}"
