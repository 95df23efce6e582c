"""The fields of a strip as SVG. In Python, because a page with many provinces draws hundreds of them."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.models import Figure
from provinces.numbers import format_number
from reports.strips import Field

BASELINE = 3  # pixels of an absent province's mark, at the foot of its field


def draw_field(field: Field, height: int) -> SafeString:
    """One field, so many pixels high; a province whose share is zero has none."""
    if not field.width:
        return SafeString("")
    if field.state == "absent":
        return format_html(
            '<rect class="absent" x="{}" width="{}" y="{}" height="{}"><title>{}: {}</title></rect>',
            field.x,
            field.extent,
            height - BASELINE,
            BASELINE,
            field.province,
            _("chưa có số liệu") if field.cell.answer == Figure.Answer.NOT_KNOWN else _("chưa gửi"),
        )
    return format_html(
        '<rect{} x="{}" width="{}" height="{}"><title>{}: {}, {}</title></rect>',
        SafeString(' class="provisional"' if field.state == "provisional" else ""),
        field.x,
        field.extent,
        height,
        field.province,
        format_number(field.cell.value),
        _("tạm tính") if field.state == "provisional" else _("đã chấp nhận"),
    )


def draw_fields(fields: Sequence[Field], height: int) -> SafeString:
    """Fields without their names, for beside or under a number that says the same."""
    return format_html(
        '<svg class="drawing plots" aria-hidden="true">{}</svg>',
        format_html_join("", "{}", ((draw_field(field, height),) for field in fields)),
    )
