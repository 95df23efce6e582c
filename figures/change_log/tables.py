"""The history of one cell and the log of all half-years as tables."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from figures.change_log.reading import CellHistoryRow
from figures.change_log.replaced_estimates import ReplacedEstimates
from figures.change_log.wording import cell_marks, cell_value, entry_text, written_by
from figures.history.models import Change
from web.columns import MomentColumn

LONGEST = 300  # characters of a text on the page; the file has the whole text
_LINES = {"td": {"class": "lines"}}
_NUMBER = {"class": "num"}
_REASONS = {"td": {"class": "words lines"}}


def _td_class(record: Change) -> str:
    return "num" if record.what == Change.What.CELL else "lines"


class CellHistoryTable(tables.Table):
    at = MomentColumn(verbose_name=gettext_lazy("Lúc"), accessor="change__at")
    by = tables.Column(
        verbose_name=gettext_lazy("Người ghi"), accessor="change", attrs={"td": {"class": "words"}}
    )
    before = tables.Column(verbose_name=gettext_lazy("Số cũ"), accessor="before", attrs=_LINES, default="")
    after = tables.Column(verbose_name=gettext_lazy("Số mới"), accessor="after", attrs=_LINES, default="")
    why = tables.Column(verbose_name=gettext_lazy("Vì sao"), accessor="reasons", attrs=_REASONS, default="")
    # Only for the file; the page shows them beside the numbers.
    marks_before = tables.Column(
        verbose_name=gettext_lazy("Số cũ là"), accessor="before", empty_values=(), visible=False
    )
    marks_after = tables.Column(
        verbose_name=gettext_lazy("Số mới là"), accessor="after", empty_values=(), visible=False
    )

    class Meta:
        orderable = False
        empty_text = gettext_lazy("Chưa có thay đổi nào.")

    caption = gettext_lazy("Các lần thay đổi, mới nhất ở trên")

    def __init__(self, rows: list[CellHistoryRow], **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)

    def render_by(self, record: CellHistoryRow) -> str:
        return written_by(record.change)

    def value_before(self, record: CellHistoryRow) -> Decimal | str:
        return cell_value(record.old)

    def value_after(self, record: CellHistoryRow) -> Decimal | str:
        return cell_value(record.new)

    def value_marks_before(self, record: CellHistoryRow) -> str:
        return cell_marks(record.old)

    def value_marks_after(self, record: CellHistoryRow) -> str:
        return cell_marks(record.new)

    def value_why(self, record: CellHistoryRow) -> str:
        return self.render_why(record)

    def render_why(self, record: CellHistoryRow) -> str:
        return "\n".join(record.reasons)


class LogTable(tables.Table):
    """The log; without `with_content` it shows that something was written, not what."""

    at = MomentColumn(verbose_name=gettext_lazy("Lúc"))
    by = tables.Column(
        verbose_name=gettext_lazy("Người ghi"), empty_values=(), attrs={"td": {"class": "words"}}
    )
    submission = tables.Column(verbose_name=gettext_lazy("Kỳ, tỉnh"), attrs=_LINES)
    what = tables.Column(verbose_name=gettext_lazy("Nội dung"), attrs={"td": {"class": "words"}})
    before = tables.Column(
        verbose_name=gettext_lazy("Trước"),
        empty_values=(),
        attrs={"th": _NUMBER, "td": {"class": _td_class}},
    )
    after = tables.Column(
        verbose_name=gettext_lazy("Sau"),
        empty_values=(),
        attrs={"th": _NUMBER, "td": {"class": _td_class}},
    )
    why = tables.Column(verbose_name=gettext_lazy("Vì sao"), accessor="pk", empty_values=(), attrs=_REASONS)

    class Meta:
        orderable = False
        empty_text = gettext_lazy("Không có thay đổi nào khớp với điều kiện lọc.")

    caption = gettext_lazy("Các thay đổi, mới nhất ở trên")
    caption_is_hidden = True

    def __init__(self, *args: Any, with_content: bool, **kwargs: Any) -> None:
        exclude = [] if with_content else ["before", "after", "why"]
        super().__init__(*args, exclude=exclude, **kwargs)
        self.with_content = with_content
        self.estimates = ReplacedEstimates()

    def render_by(self, record: Change) -> str:
        return written_by(record)

    def render_submission(self, record: Change) -> str:
        return f"{record.submission.period.short_label}\n{record.submission.province}"

    def render_what(self, record: Change) -> str | SafeString:
        title = entry_text(record).title
        if record.indicator is None or not self.with_content:
            return title
        submission = record.submission
        args = [submission.period.slug, submission.province.slug, record.indicator.code]
        return format_html('<a href="{}">{}</a>', reverse("figures:cell-history", args=args), title)

    def render_before(self, record: Change) -> str:
        return truncatechars(entry_text(record).before, LONGEST)

    def render_after(self, record: Change) -> str:
        return truncatechars(entry_text(record).after, LONGEST)

    def render_why(self, record: Change) -> str:
        return truncatechars(entry_text(record, self.estimates.by(record)).why, LONGEST)
