"""The tables of provinces to check and of late ones."""

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from figures.periods.models import Period
from figures.review.late_list import LateRow
from figures.review.overview import OverviewRow
from figures.submissions.models import Submission
from figures.submissions.permissions import may_read
from provinces.accounts.models import Officer
from vietnamese.dates import format_date
from vietnamese.numbers import NO_NUMBER
from web.columns import DateColumn, StateColumn
from web.icons import state_html
from web.missing_value_marks import mark

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


def sent_and_late(row: OverviewRow) -> str | SafeString:
    sent = format_date(row.sent_on)
    if not row.lateness:
        return sent
    return format_html("{} {}", sent, state_html("late", row.lateness))


def filled_text(row: OverviewRow, text: str) -> str | SafeString:
    """How many cells have an answer; nobody but the province and the secretary counts those of a draft."""
    return text if row.is_open else mark(NO_NUMBER, _("chưa gửi"))


class OverviewTable(tables.Table):
    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"))
    state = StateColumn(verbose_name=gettext_lazy("Trạng thái"))
    sent_on = tables.Column(verbose_name=gettext_lazy("Ngày gửi"), empty_values=())
    filled = tables.Column(verbose_name=gettext_lazy("Đã nhập"), attrs=NUMBER)
    submitted = tables.Column(verbose_name=gettext_lazy("Đã gửi"), attrs=NUMBER)
    accepted = tables.Column(verbose_name=gettext_lazy("Cụm chấp nhận"), attrs=NUMBER)
    look_at = tables.Column(
        verbose_name=gettext_lazy("Cần xem"), accessor="explained", attrs={"td": {"class": "words"}}
    )
    action = tables.Column(
        verbose_name=gettext_lazy("Việc tiếp theo"), empty_values=(), exclude_from_export=True
    )
    # Only for the file; the page shows it beside the day.
    lateness = tables.Column(verbose_name=gettext_lazy("Gửi chậm"), visible=False)

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}

    def __init__(self, rows: list[OverviewRow], *, period: Period, officer: Officer, **kwargs: Any) -> None:
        self.period, self.officer = period, officer
        self.caption = _("Số chỉ tiêu đã nhập, đã gửi, đã chấp nhận, trên %d chỉ tiêu của biểu") % (
            rows[0].indicator_count if rows else 0
        )
        super().__init__(rows, **kwargs)

    def render_sent_on(self, record: OverviewRow) -> str | SafeString:
        return sent_and_late(record)

    def value_sent_on(self, record: OverviewRow) -> dt.date | None:
        return record.sent_on

    def render_filled(self, record: OverviewRow) -> str | SafeString:
        return filled_text(record, str(record.filled))

    def value_filled(self, record: OverviewRow) -> int | None:
        return record.filled if record.is_open else None

    def render_look_at(self, record: OverviewRow) -> str:
        counts = []
        if record.explained:
            counts.append(ngettext("%d giải trình", "%d giải trình", record.explained) % record.explained)
        if record.not_known:
            counts.append(
                ngettext("%d chưa có số liệu", "%d chưa có số liệu", record.not_known) % record.not_known
            )
        if n := record.not_applicable:
            counts.append(ngettext("%d không áp dụng", "%d không áp dụng", n) % n)
        if record.blank:
            counts.append(ngettext("%d để trống", "%d để trống", record.blank) % record.blank)
        return ", ".join(counts)

    def render_action(self, record: OverviewRow) -> str | SafeString:
        if record.submission is None or not may_read(self.officer, record.submission):
            return ""
        is_to_accept = record.submission.state == Submission.State.APPROVED
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("figures:review-province", args=[self.period.slug, record.province.slug]),
            _("Kiểm tra") if is_to_accept else _("Xem"),
            record.province,
        )


class LateTable(tables.Table):
    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"), accessor="overview__province")
    state = StateColumn(verbose_name=gettext_lazy("Trạng thái"), accessor="overview__state")
    sent_on = tables.Column(
        verbose_name=gettext_lazy("Ngày gửi"), accessor="overview__sent_on", empty_values=()
    )
    filled = tables.Column(
        verbose_name=gettext_lazy("Đã nhập"), accessor="overview__filled", attrs=NUMBER, localize=False
    )
    people = tables.Column(verbose_name=gettext_lazy("Cán bộ, lãnh đạo"), attrs={"td": {"class": "words"}})
    reminded_on = DateColumn(verbose_name=gettext_lazy("Thư nhắc gần nhất"), default="")
    # Only for the file; the page shows it beside the day.
    lateness = tables.Column(
        verbose_name=gettext_lazy("Gửi chậm"), accessor="overview__lateness", visible=False
    )

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}
        empty_text = gettext_lazy("Tất cả các tỉnh đã gửi đúng hạn.")

    caption = gettext_lazy("Tỉnh chưa gửi hoặc gửi chậm")

    def render_sent_on(self, record: LateRow) -> str | SafeString:
        return sent_and_late(record.overview)

    def value_sent_on(self, record: LateRow) -> dt.date | None:
        return record.overview.sent_on

    def render_filled(self, record: LateRow) -> str | SafeString:
        row = record.overview
        return filled_text(row, f"{row.filled}/{row.indicator_count}")

    def value_filled(self, record: LateRow) -> str:
        row = record.overview
        return f"{row.filled}/{row.indicator_count}" if row.is_open else ""

    def render_people(self, value: tuple[Officer, ...]) -> str:
        return "; ".join(
            f"{officer}, {officer.email}" if officer.email else str(officer) for officer in value
        )
