"""The fields of a strip as SVG. In Python, because a page with many provinces draws hundreds of them."""

from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.submissions.models import Figure
from reports.dashboard.share_bars import ShareField
from vietnamese.numbers import format_number

BASELINE = 3  # pixels of an absent province's mark, at the foot of its field


def draw_field(field: ShareField, height: int) -> SafeString:
    """One field, so many pixels high; a province whose share is zero has none."""
    if not field.width:
        return SafeString("")
    name, cell = escape(field.province), field.cell
    if field.state == "absent":
        words = _("chưa có số liệu") if cell.answer == Figure.Answer.NOT_KNOWN else _("chưa gửi")
        place = f'width="{field.extent}" y="{height - BASELINE}" height="{BASELINE}"'
        return SafeString(f'<rect class="absent" x="{field.x}" {place}><title>{name}: {words}</title></rect>')
    kind, words = "", _("đã chấp nhận")
    if field.state == "provisional":
        kind, words = ' class="provisional"', _("tạm tính")
    return SafeString(
        f'<rect{kind} x="{field.x}" width="{field.extent}" height="{height}">'
        f"<title>{name}: {format_number(cell.value)}, {words}</title></rect>"
    )


def draw_fields(fields: Sequence[ShareField], height: int) -> SafeString:
    """Fields without their names, for beside or under a number that says the same."""
    return format_html(
        '<svg class="drawing plots" aria-hidden="true">{}</svg>',
        SafeString("".join(draw_field(field, height) for field in fields)),
    )
