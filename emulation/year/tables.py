"""The year's log as a table."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy

from emulation.year.events import Event
from emulation.year.log import WORDS
from web.columns import MomentColumn

_LINES = {"td": {"class": "lines"}}


class LogTable(tables.Table):
    at = MomentColumn(verbose_name=gettext_lazy("Lúc"))
    action = tables.Column(verbose_name=gettext_lazy("Việc"), attrs=_LINES)
    subject = tables.Column(verbose_name=gettext_lazy("Về"), empty_values=(), attrs=_LINES)
    old = tables.Column(verbose_name=gettext_lazy("Trước"), default="", attrs=_LINES)
    new = tables.Column(verbose_name=gettext_lazy("Sau"), default="", attrs=_LINES)
    by = tables.Column(verbose_name=gettext_lazy("Người làm"), attrs=_LINES)
    reason = tables.Column(verbose_name=gettext_lazy("Lý do"), default="", attrs=_LINES)

    caption = gettext_lazy("Các việc của năm, mới nhất ở trên")

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}
        empty_text = gettext_lazy("Chưa có việc nào được ghi.")

    def render_action(self, record: Event) -> str:
        return str(WORDS[record.action])

    def render_subject(self, record: Event) -> str:
        name = record.province.name_by(record.year.last_day) if record.province else ""
        return ": ".join(filter(None, [name, record.subject]))

    def render_by(self, record: Event) -> str:
        return f"{record.by}, {record.by.title_on(timezone.localdate(record.at))}"
