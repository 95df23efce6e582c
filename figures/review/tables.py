"""The provinces of a half-year, and who is late."""

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from figures.periods.models import Period
from figures.periods.tables import _NUMBER
from figures.review.late_list import LateRow
from figures.review.overview import BoardRow
from provinces.accounts.models import Officer
from vietnamese.dates import format_date
from web.columns import DateColumn, StateColumn
from web.icons import state_html


def sent_and_late(row: BoardRow) -> str | SafeString:
    """The day of the first sending, and the late mark."""
    sent = format_date(row.sent_on)
    if not row.late:
        return sent
    return format_html("{} {}", sent, state_html("late", row.late))


class BoardTable(tables.Table):
    """The provinces of one period."""

    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"))
    word = StateColumn(verbose_name=gettext_lazy("Trạng thái"))
    sent_on = tables.Column(verbose_name=gettext_lazy("Ngày gửi"), empty_values=())
    filled = tables.Column(verbose_name=gettext_lazy("Đã nhập"), attrs=_NUMBER)
    submitted = tables.Column(verbose_name=gettext_lazy("Đã gửi"), attrs=_NUMBER)
    accepted = tables.Column(verbose_name=gettext_lazy("Cụm chấp nhận"), attrs=_NUMBER)
    look_at = tables.Column(
        verbose_name=gettext_lazy("Cần xem"), accessor="explained", attrs={"td": {"class": "words"}}
    )
    action = tables.Column(
        verbose_name=gettext_lazy("Việc tiếp theo"), empty_values=(), exclude_from_export=True
    )
    # In the file alone; on the page it stands beside the day.
    late = tables.Column(verbose_name=gettext_lazy("Gửi chậm"), visible=False)

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}

    def __init__(self, rows: list[BoardRow], *, period: Period, **kwargs: Any) -> None:
        self.period = period
        self.caption = _("Số chỉ tiêu đã nhập, đã gửi, đã chấp nhận, trên %d chỉ tiêu phải báo cáo") % (
            rows[0].asked if rows else 0
        )
        super().__init__(rows, **kwargs)

    def render_sent_on(self, record: BoardRow) -> str | SafeString:
        return sent_and_late(record)

    def value_sent_on(self, record: BoardRow) -> dt.date | None:
        return record.sent_on

    def render_look_at(self, record: BoardRow) -> str:
        found = []
        if record.explained:
            found.append(ngettext("%d giải trình", "%d giải trình", record.explained) % record.explained)
        if record.not_known:
            found.append(
                ngettext("%d chưa có số liệu", "%d chưa có số liệu", record.not_known) % record.not_known
            )
        return ", ".join(found)

    def render_action(self, record: BoardRow) -> str | SafeString:
        if record.submission is None:
            return ""
        waits = record.submission.state == "approved"
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("figures:review-province", args=[self.period.slug, record.province.slug]),
            _("Kiểm tra") if waits else _("Xem"),
            record.province,
        )


class LateTable(tables.Table):
    """The provinces that have not sent, or sent late, with whom to call."""

    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"), accessor="board__province")
    word = StateColumn(verbose_name=gettext_lazy("Trạng thái"), accessor="board__word")
    late = tables.Column(verbose_name=gettext_lazy("Ngày gửi"), accessor="board__late", empty_values=())
    filled = tables.Column(
        verbose_name=gettext_lazy("Đã nhập"), accessor="board__filled", attrs=_NUMBER, localize=False
    )
    people = tables.Column(verbose_name=gettext_lazy("Cán bộ, lãnh đạo"), attrs={"td": {"class": "words"}})
    reminded_on = DateColumn(verbose_name=gettext_lazy("Thư nhắc gần nhất"), default="")
    # In the file alone; on the page it stands beside the day.
    mark = tables.Column(verbose_name=gettext_lazy("Gửi chậm"), accessor="board__late", visible=False)

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}
        empty_text = gettext_lazy("Tất cả các tỉnh đã gửi đúng hạn.")

    caption = gettext_lazy("Tỉnh chưa gửi hoặc gửi chậm")

    def __init__(self, rows: list[LateRow], *, period: Period, **kwargs: Any) -> None:
        self.period = period
        super().__init__(rows, **kwargs)

    def render_late(self, record: LateRow) -> str | SafeString:
        return sent_and_late(record.board)

    def value_late(self, record: LateRow) -> dt.date | None:
        return record.board.sent_on

    def render_filled(self, record: LateRow) -> str:
        return f"{record.board.filled}/{record.board.asked}"

    def render_people(self, value: tuple[Officer, ...]) -> str:
        return "; ".join(
            f"{officer}, {officer.email}" if officer.email else str(officer) for officer in value
        )
