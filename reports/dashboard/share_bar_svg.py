"""Share bars as SVG. Not in templates, because a page with many provinces draws hundreds of fields."""

from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.submissions.models import Figure
from reports.dashboard.share_bars import ShareField
from vietnamese.numbers import format_number

BASELINE = 3  # pixels; the mark of an absent province, at the bottom of its field


def draw_field(field: ShareField, height: int) -> SafeString:
    if not field.width:
        return SafeString("")
    name, cell = escape(field.province), field.cell
    of_province = f'data-province="{field.province.slug}"'
    if field.state == "absent":
        status = _("chưa có số liệu") if cell.answer == Figure.Answer.NOT_KNOWN else _("chưa có số")
        size = f'width="{field.extent}" y="{height - BASELINE}" height="{BASELINE}"'
        return SafeString(
            f'<rect {of_province} class="absent" x="{field.x}" {size}><title>{name}: {status}</title></rect>'
        )
    css_class, status = "", _("đã chấp nhận")
    if field.state == "provisional":
        css_class, status = ' class="provisional"', _("tạm tính")
    if cell.is_being_corrected:
        status = _("đang sửa")
    return SafeString(
        f'<rect {of_province}{css_class} x="{field.x}" width="{field.extent}" height="{height}">'
        f"<title>{name}: {format_number(cell.value)}, {status}</title></rect>"
    )


def draw_fields(fields: Sequence[ShareField], height: int) -> SafeString:
    return format_html(
        '<svg class="drawing plots" aria-hidden="true">{}</svg>',
        SafeString("".join(draw_field(field, height) for field in fields)),
    )
