"""What to know before scrolling: sentences of fixed form, without adjectives and causes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.submissions.models import Submission
from reports.comparison.key_figures import LEAD
from reports.dashboard.page import Dashboard
from reports.presentation.reporting_status import Reporting
from reports.summary.arithmetic import compare, compare_each
from reports.summary.decimal_text import decimals_of
from reports.summary.values import Change, IndicatorLine
from vietnamese.numbers import format_change, format_count, format_number, format_percent

MOST_NAMES = 3
RISES = 3
LEAST_BASE = 50  # a percentage of less says little


@dataclass(frozen=True)
class KeyPoint:
    """A sentence that goes on from its number."""

    number: str
    text: str | SafeString
    is_illustrative: bool = False


def key_points(page: Dashboard) -> list[KeyPoint]:
    return [_reported(page.reporting, is_year=page.span.is_year), *_fallen(page), *_largest_changes(page)]


def _reported(reporting: Reporting, *, is_year: bool) -> KeyPoint:
    text = _("tỉnh đã gửi")
    if is_year:
        text += f" ({reporting.period.short_label})"
    if reporting.accepted == reporting.expected:
        text += ", " + _("đã chấp nhận tất cả")
    elif reporting.accepted:
        text += ", " + _("đã chấp nhận %s") % format_count(reporting.accepted)
    elif reporting.sent:
        text += ", " + _("chưa chấp nhận tỉnh nào")
    draft, returned = Submission.State.DRAFT, Submission.State.RETURNED
    corrected = {province.pk for province in reporting.being_corrected}
    rows = [row for row in reporting.rows if row.province.pk not in corrected]
    reopened = [row for row in reporting.rows if row.province.pk in corrected]
    by_remark = {
        _("Chưa gửi: %s."): [row for row in rows if row.state == draft],
        _("Gửi chậm: %s."): [row for row in reporting.rows if row.late and row.sent],
        _("Trả lại: %s."): [row for row in rows if row.state == returned],
        _("Đang sửa số đã chấp nhận: %s."): [row for row in reopened if row.state == returned],
        _("Đã gửi lại, chờ chấp nhận: %s."): [row for row in reopened if row.state != returned],
    }
    remarks = [
        remark % _names(str(row.province) for row in named) for remark, named in by_remark.items() if named
    ]
    return KeyPoint(f"{reporting.sent}/{reporting.expected}", " ".join([f"{text}.", *remarks]))


def _names(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed) if len(listed) <= MOST_NAMES else _("%s tỉnh") % format_count(len(listed))


def _fallen(page: Dashboard) -> Iterator[KeyPoint]:
    """The provinces with fewer cooperatives than before."""
    if page.previous_table is None or LEAD not in page.table:
        return
    changes = zip(page.table.provinces, compare_each(page.table, page.previous_table, LEAD), strict=True)
    compared = [(province, change) for province, change in changes if change is not None]
    if not compared:
        return
    fallen = sorted(
        ((province, change) for province, change in compared if change.amount < 0),
        key=lambda pair: pair[1].amount,
    )
    text = (
        _("tỉnh giảm số HTX so với năm trước") if page.span.is_year else _("tỉnh giảm số HTX so với kỳ trước")
    )
    if len(compared) < page.table[LEAD].total.expected:
        text += " " + _("trong %s tỉnh có số ở cả hai kỳ") % format_count(len(compared))
    named = ", ".join(
        f"{province} ({format_change(change.amount)})" for province, change in fallen[:MOST_NAMES]
    )
    if len(fallen) > MOST_NAMES:
        named = _("nhiều nhất là %s") % named
    yield KeyPoint(
        str(len(fallen)),
        f"{text}: {named}." if named else f"{text}.",
        any(change.is_illustrative for _province, change in compared),
    )


def _largest_changes(page: Dashboard) -> Iterator[KeyPoint]:
    """The largest rises and the largest fall on the year before; equal ones in the catalogue's order."""
    found: list[tuple[IndicatorLine, Change]] = []
    for code, line in page.table.lines.items():
        if not line.is_ratio and line.indicator.part_of_id is None:
            change = compare(page.table, page.year_before_table, code)
            if change is not None and change.base >= LEAST_BASE:
                found.append((line, change))
    ordered = sorted(found, key=lambda pair: pair[1].percent or 0, reverse=True)
    rises = [(line, change) for line, change in ordered[:RISES] if change.amount > 0]
    falls = [(line, change) for line, change in found if change.amount < 0]
    largest_fall = sorted(falls, key=lambda pair: pair[1].percent or 0)[:1]
    for line, change in (*rises, *largest_fall):
        yield _changed(page, line, change)


def _changed(page: Dashboard, line: IndicatorLine, change: Change) -> KeyPoint:
    indicator, total, decimals = line.indicator, line.total, decimals_of(line.indicator)
    unit = indicator.in_language("unit")
    if total.is_partial:
        unit += " " + _("của %s tỉnh") % total.coverage
    form = (
        _('<a href="{url}">{label}</a>: {value} {unit}, {change} so với năm trước{compared}.')
        if page.span.is_year
        else _('<a href="{url}">{label}</a>: {value} {unit}, {change} so với cùng kỳ{compared}.')
    )
    text = format_html(
        form,
        url=page.url_of(indicator.code),
        label=indicator,
        value=format_number(total.value, decimals),
        unit=unit,
        change=format_change(change.amount, decimals),
        compared="" if change.is_complete else f" ({_('so %d tỉnh') % change.compared})",
    )
    is_illustrative = total.is_illustrative or change.is_illustrative
    return KeyPoint(format_percent(change.percent, signed=True), text, is_illustrative)
