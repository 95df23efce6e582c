"""What a reopening moves, before and after: the cluster's totals, and the sentences of the report."""

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
_WORDS = {"td": {"class": "words", "lang": "vi"}}  # the paper is Vietnamese, whoever reads


class MovedTotalTable(tables.Table):
    """The cluster's totals as they are, and without the province."""

    indicator = tables.Column(verbose_name=gettext_lazy("Chỉ tiêu"))
    unit = tables.Column(verbose_name=gettext_lazy("Đơn vị tính"), empty_values=())
    now = tables.Column(
        verbose_name=gettext_lazy("Hiện nay"),
        attrs={"th": NUMBER, "td": {"class": lambda record: _number_class(record.now)}},
    )
    behind_now = tables.Column(
        verbose_name=gettext_lazy("Số tỉnh"), accessor="now", attrs=_COUNT, localize=False
    )
    then = tables.Column(
        verbose_name=gettext_lazy("Khi mở lại"),
        empty_values=(),
        attrs={"th": NUMBER, "td": {"class": lambda record: _number_class(record.then)}},
    )
    behind_then = tables.Column(
        verbose_name=gettext_lazy("Số tỉnh"), accessor="then", empty_values=(), attrs=_COUNT, localize=False
    )

    caption_is_hidden = True

    class Meta:
        orderable = False

    def __init__(self, rows: Sequence[MovedTotal], *, name: str, caption: str) -> None:
        self.caption = caption
        super().__init__(rows, prefix=name)

    def render_unit(self, record: MovedTotal) -> str:
        return record.indicator.in_language("unit")

    def render_now(self, record: MovedTotal) -> str:
        return format_number(record.now.value, decimals_of(record.indicator))

    def render_behind_now(self, record: MovedTotal) -> str:
        return _behind(record.now, record.now)

    def render_then(self, record: MovedTotal) -> str:
        value = record.then.value if record.then else None
        return format_number(value, decimals_of(record.indicator))

    def render_behind_then(self, record: MovedTotal) -> str:
        return _behind(record.then, record.now)


def _number_class(total: Total | None) -> str:
    return "illustrative num" if total and total.is_illustrative else "num"


def _behind(total: Total | None, now: Total) -> str:
    return f"{total.reported if total else 0}/{now.expected}"


class MovedWordsTable(tables.Table):
    """The report's sentences, or its notes, as they read now, and as they would."""

    now = tables.Column(verbose_name=gettext_lazy("Đang ghi"), attrs=_WORDS, empty_values=())
    then = tables.Column(verbose_name=gettext_lazy("Sẽ ghi"), attrs=_WORDS, empty_values=())

    caption_is_hidden = True

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}

    def __init__(self, rows: Sequence[MovedWords], *, name: str, caption: str) -> None:
        self.caption = caption
        super().__init__(rows, prefix=name)

    def render_now(self, record: MovedWords) -> str:
        return record.now or _missing(_("Chưa có"))

    def render_then(self, record: MovedWords) -> str:
        return record.then or _missing(_("Bỏ"))


def _missing(word: str) -> SafeString:
    """What stands where there is no sentence; not the sign, which is for a number that is not known."""
    return format_html('<span class="quiet" lang="{}">{}</span>', get_language(), word)
