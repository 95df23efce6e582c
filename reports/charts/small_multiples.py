"""Courses over the half-years or years, each an index in a panel of its own; all panels share one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import ABSENT
from provinces.clusters.models import Province
from reports.charts.chart import (
    UNKNOWN,
    Chart,
    Reading,
    Row,
    coverage_of,
    describe,
    read_cell,
    read_total,
)
from reports.charts.multiples_drawing import Panel, TimeAxis, draw_panels, newest_reading
from reports.summary.decimal_text import decimals_of
from reports.summary.histories import History, breaks_of, lines_of
from reports.summary.values import Table
from vietnamese.dates import format_date

CODES = (
    "coop.total",
    "coop.members",
    "coop.charter_capital",
    "coop.revenue",
    "group.total",
    "alliance.member_coops",
)
DEFAULT_CODE = CODES[0]


def courses_by_province(
    history: History,
    code: str = DEFAULT_CODE,
    *,
    codes: Sequence[str] = CODES,
    former: History = (),
    mergers: Iterable[tuple[Province, Sequence[Province]]] = (),
) -> Chart | None:
    """A panel for the cluster, and one for each of the newest table's provinces.

    Args:
        history: spans of one kind, the oldest first, with the same rows.
        code: of `codes`; any other, or one not in the newest table, is the first of them.
        codes: those among which the reader may choose.
        former: the same spans with the provinces of `mergers`, each alone.
        mergers: the provinces that others merged into, and these.
    """
    if not history:
        return None
    newest = history[-1][1].at_end
    choices = tuple(newest[each].indicator for each in codes if each in newest)
    if not choices:
        return None
    indicator = next((each for each in choices if each.code == code), choices[0])
    mergers = [(province, parts) for province, parts in mergers if _is_within(history, province)]
    time = _time(history, [province for province, _parts in mergers], is_flow=indicator.is_flow)
    courses = _courses_of_provinces(
        history, newest, indicator, former, {p.slug: parts for p, parts in mergers}
    )
    chart = _chart(
        courses,
        time,
        title=_("%s: mỗi tỉnh một khung, cùng thang") % indicator,
        notes=[_("Đường mảnh: toàn cụm."), *_break_notes(history, [indicator]), *_merger_notes(mergers)],
    )
    return replace(
        chart,
        coverage=coverage_of([newest[indicator.code].total]),
        choices=choices if len(choices) > 1 else (),
        codes=(indicator.code,),
    )


def courses_by_indicator(
    history: History,
    whole: History,
    *,
    former: History = (),
    mergers: Iterable[tuple[Province, Sequence[Province]]] = (),
) -> Chart | None:
    """A panel for each of `CODES`, of one province beside the cluster.

    Args:
        history: spans of one kind, the oldest first, of the province alone.
        whole: the same spans of the cluster.
        former: the same spans with the provinces of `mergers`, each alone.
        mergers: the province, if others merged into it, and these.
    """
    newest = history[-1][1]
    indicators = [newest[code].indicator for code in CODES if code in newest]
    if not indicators:
        return None
    (province,) = newest.provinces
    mergers = [(merged, parts) for merged, parts in mergers if _is_within(history, merged)]
    courses = []
    for indicator in indicators:
        cuts = frozenset(breaks_of(history, indicator.code))
        readings = _readings(history, indicator, province)
        parts = [part for _merged, each in mergers for part in each] if former else []
        courses.append(
            Panel(
                "",
                indicator.in_language("short_label"),
                indicator.in_language("unit"),
                readings,
                _index(readings, cuts),
                cuts,
                _index(_without_partial(_totals(whole, indicator)), cuts),
                tuple(_index(_readings(former, indicator, part), cuts) for part in parts),
            )
        )
    chart = _chart(
        courses,
        _time(history, [merged for merged, _parts in mergers]),
        title=_("%s và toàn cụm: mỗi chỉ tiêu một khung, cùng thang") % province,
        notes=[_("Đường mảnh: toàn cụm."), *_break_notes(history, indicators), *_merger_notes(mergers)],
    )
    return replace(chart, codes=tuple(indicator.code for indicator in indicators))


def _chart(courses: Sequence[Panel], time: TimeAxis, *, title: str, notes: list[str]) -> Chart:
    known = sum(
        any(course.readings[n].value is not None for course in courses) for n in range(len(time.spans))
    )
    unit = _("chỉ số, %s = 100") % time.labels[0]
    is_illustrative = any(reading.is_illustrative for course in courses for reading in course.readings)
    if is_illustrative:
        notes = [*notes[:1], _("Điểm rỗng: minh họa."), *notes[1:]]
    last = [Row(course.name, (newest_reading(course),)) for course in courses]
    spec = draw_panels(courses, time) if known > 1 else None
    return Chart(
        name="courses",
        title=title,
        unit=unit,
        period=time.period,
        coverage="",
        note=" ".join(notes),
        is_illustrative=is_illustrative,
        description=describe(title, unit, time.period, last, ("", unit)),
        spec=spec,
        height=spec["layout"]["height"] if spec else 0,
        headers=(_("Kỳ báo cáo"), *(course.name for course in courses)),
        rows=tuple(
            Row(span.label, tuple(course.readings[n] for course in courses))
            for n, span in enumerate(time.spans)
        ),
        slugs=tuple(course.slug for course in courses),
        nothing=_nothing(known),
    )


def _nothing(known: int) -> str:
    """Why there is no picture, although so many spans have numbers."""
    if known > 1:
        return _("Chưa có số khác 0 để tính chỉ số.")
    return _("Cần ít nhất hai kỳ.") if known else ""


def _break_notes(history: History, indicators: Iterable[Indicator]) -> list[str]:
    breaks = dict.fromkeys(
        each for indicator in indicators for each in breaks_of(history, indicator.code).values()
    )
    return [
        _("Đường ngắt ở %(day)s, từ đó tính lại từ 100: %(reason)s.")
        % {"day": format_date(each.from_on), "reason": each.cause_shown}
        for each in breaks
    ]


def _merger_notes(mergers: Sequence[tuple[Province, Sequence[Province]]]) -> list[str]:
    if not mergers:
        return []
    days = sorted({province.established_on for province, _parts in mergers})
    return [
        _("Nét đứng: hợp nhất tỉnh, %s; trước đó là tổng các tỉnh hợp thành, nét chấm là từng tỉnh.")
        % ", ".join(format_date(day) for day in days)
    ]


def _is_within(history: History, province: Province) -> bool:
    first, last = history[0][0].last.cut_off_on, history[-1][0].last.cut_off_on
    return first < province.established_on <= last


def _time(history: History, merged: Sequence[Province], *, is_flow: bool = False) -> TimeAxis:
    days = [span.last.cut_off_on for span, _table in history]
    mergers = {n for p in merged for n in range(1, len(days)) if days[n - 1] < p.established_on <= days[n]}
    return TimeAxis([span for span, _table in history], frozenset(mergers), is_flow)


def _courses_of_provinces(
    history: History,
    newest: Table,
    indicator: Indicator,
    former: History,
    parts: dict[str, Sequence[Province]],
) -> list[Panel]:
    unit, cuts = indicator.in_language("unit"), frozenset(breaks_of(history, indicator.code))
    totals = _totals(history, indicator)
    whole = _index(_without_partial(totals), cuts)
    courses = [Panel("", _("Toàn cụm"), unit, totals, whole, cuts)]
    for province in newest.provinces:
        readings = _readings(history, indicator, province)
        merged = tuple(
            _index(_readings(former, indicator, part), cuts)
            for part in (parts.get(province.slug, ()) if former else ())
        )
        index = _index(readings, cuts)
        courses.append(Panel(province.slug, province.name, unit, readings, index, cuts, whole, merged))
    return courses


def _totals(history: History, indicator: Indicator) -> list[Reading]:
    return [read_total(line) if line else UNKNOWN for line in lines_of(history, indicator)]


def _without_partial(totals: Sequence[Reading]) -> list[Reading]:
    """A total of some provinces is no course of the cluster: it is in the table alone."""
    return [UNKNOWN if reading.coverage else reading for reading in totals]


def _readings(history: History, indicator: Indicator, province: Province) -> list[Reading]:
    readings = []
    for (_span, table), line in zip(history, lines_of(history, indicator), strict=True):
        cells = dict(zip((p.pk for p in table.provinces), line.cells, strict=True)) if line else {}
        readings.append(read_cell(cells.get(province.pk, ABSENT), decimals_of(indicator)))
    return readings


def _index(readings: Sequence[Reading], cuts: frozenset[int]) -> list[float | None]:
    base: Decimal | None = None
    index: list[float | None] = []
    for n, reading in enumerate(readings):
        if n in cuts:
            base = None
        base = base or reading.value
        index.append(float(reading.value / base * 100) if base and reading.value is not None else None)
    return index
