"""What a reopening changes, before and after: cluster totals, and the report's sentences."""

from collections.abc import Sequence

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reports.presentation.figure_tables import NUMBER
from reports.reopening.effects import MovedTotal, MovedWords
from reports.summary.decimal_text import decimals_of
from reports.summary.values import Total
from vietnamese.numbers import format_number

_COUNT = {"th": NUMBER, "td": NUMBER}
_WORDS = {"td": {"class": "words", "lang": "vi"}}  # the paper is always Vietnamese


class MovedTotalTable(tables.Table):
    indicator = tables.Column(verbose_name=gettext_lazy("Chỉ tiêu"))
    unit = tables.Column(verbose_name=gettext_lazy("Đơn vị tính"), empty_values=())
    before = tables.Column(
        verbose_name=gettext_lazy("Hiện nay"),
        attrs={"th": NUMBER, "td": {"class": lambda record: _number_class(record.before)}},
    )
    provinces_before = tables.Column(
        verbose_name=gettext_lazy("Số tỉnh"), accessor="before", attrs=_COUNT, localize=False
    )
    after = tables.Column(
        verbose_name=gettext_lazy("Khi mở lại"),
        empty_values=(),
        attrs={"th": NUMBER, "td": {"class": lambda record: _number_class(record.after)}},
    )
    provinces_after = tables.Column(
        verbose_name=gettext_lazy("Số tỉnh"), accessor="after", empty_values=(), attrs=_COUNT, localize=False
    )

    caption_is_hidden = True

    class Meta:
        orderable = False

    def __init__(self, rows: Sequence[MovedTotal], *, name: str, caption: str) -> None:
        self.caption = caption
        super().__init__(rows, prefix=name)

    def render_unit(self, record: MovedTotal) -> str:
        return record.indicator.in_language("unit")

    def render_before(self, record: MovedTotal) -> str:
        return format_number(record.before.value, decimals_of(record.indicator))

    def render_provinces_before(self, record: MovedTotal) -> str:
        return _provinces(record.before, record.before)

    def render_after(self, record: MovedTotal) -> str:
        value = record.after.value if record.after else None
        return format_number(value, decimals_of(record.indicator))

    def render_provinces_after(self, record: MovedTotal) -> str:
        return _provinces(record.after, record.before)


def _number_class(total: Total | None) -> str:
    return "illustrative num" if total and total.is_illustrative else "num"


def _provinces(total: Total | None, before: Total) -> str:
    return f"{total.reported if total else 0}/{before.expected}"


class MovedWordsTable(tables.Table):
    before = tables.Column(verbose_name=gettext_lazy("Đang ghi"), attrs=_WORDS, empty_values=())
    after = tables.Column(verbose_name=gettext_lazy("Sẽ ghi"), attrs=_WORDS, empty_values=())

    caption_is_hidden = True

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}

    def __init__(self, rows: Sequence[MovedWords], *, name: str, caption: str) -> None:
        self.caption = caption
        super().__init__(rows, prefix=name)

    def render_before(self, record: MovedWords) -> str:
        return record.before or _missing(_("Chưa có"))

    def render_after(self, record: MovedWords) -> str:
        return record.after or _missing(_("Bỏ"))


def _missing(label: str) -> SafeString:
    """A label for a missing sentence. Not the sign “…”, which is for unknown numbers."""
    return format_html('<span class="quiet" lang="{}">{}</span>', get_language(), label)
