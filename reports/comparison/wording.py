"""How a compared number and its change read in a table."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from reports.presentation.figure_tables import coverage
from reports.summary.decimal_text import decimals_of, rounded
from reports.summary.span_figures import ChangeRow
from reports.summary.values import IndicatorLine
from vietnamese.numbers import format_change, format_number, format_percent
from web.missing_value_marks import not_applicable, not_known


def change_text(indicator: Indicator, row: ChangeRow) -> str | SafeString:
    change = row.change
    if change is None:
        words = _("không so sánh được") if row.broken_by else _("không có số để so")
        return format_html('<span class="quiet">{}</span>', words)
    decimals = decimals_of(indicator)
    amount = format_change(change.amount, decimals)
    if not (change.amount if decimals is None else rounded(change.amount, decimals)):
        text: str = _("không đổi")
    elif indicator.unit == "%":
        unit = _("điểm %")
        text = f"{amount} {unit}"
    else:
        percent = format_percent(change.percent, signed=True)
        text = format_html('{} <span class="quiet">{}</span>', amount, percent)
    if change.is_complete:
        return text
    return format_html('{}<br><span class="quiet">{}</span>', text, _("so %d tỉnh") % change.compared)


def number_text(line: IndicatorLine, url: str) -> SafeString:
    """The total with a link to what is behind it, and below it what else there is to say of it."""
    total = line.total
    text: str = not_applicable() if line.applies_to_nobody else not_known()
    if total.value is not None:
        text = format_number(total.value, decimals_of(line.indicator))
    remarks = [coverage(total)] if total.is_partial else []
    remarks += [_("ước")] if total.is_estimate else []
    remarks += [_("đang sửa")] if total.is_being_corrected else []
    link = format_html('<a href="{}">{}</a>', url, text) if url else text
    return (
        format_html('{}<br><span class="quiet">{}</span>', link, ", ".join(remarks))
        if remarks
        else format_html("{}", link)
    )
