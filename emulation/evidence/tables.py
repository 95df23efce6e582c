import datetime as dt
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.evidence.models import Evidence
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.permissions import works_for
from vietnamese.dates import format_date

_NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class EvidenceTable(tables.Table):
    title = tables.Column(
        verbose_name=gettext_lazy("Nội dung"), empty_values=(), attrs={"td": {"class": "words"}}
    )
    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"))
    kind = tables.Column(verbose_name=gettext_lazy("Loại tệp"))
    size = tables.Column(verbose_name=gettext_lazy("Dung lượng"), attrs=_NUMBER)
    uploaded_at = tables.Column(verbose_name=gettext_lazy("Tải lên"), attrs=_NUMBER)
    uploaded_by = tables.Column(verbose_name=gettext_lazy("Người tải lên"))
    action = tables.Column(verbose_name=gettext_lazy("Việc"), empty_values=(), exclude_from_export=True)

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}
        empty_text = gettext_lazy("Chưa có minh chứng nào.")

    caption = gettext_lazy("Minh chứng đã tải lên, mới nhất ở trên")

    def __init__(self, rows: Any, *, contest_year: EmulationYear, officer: Officer, **kwargs: Any) -> None:
        self.contest_year, self.officer = contest_year, officer
        super().__init__(rows, **kwargs)

    @cached_property
    def merged(self) -> set[int]:
        return set(self.contest_year.merged_members.values_list("pk", flat=True))

    def render_title(self, record: Evidence) -> SafeString:
        file_name = format_html('<br><span class="quiet">{}</span>', record.name) if record.title else ""
        url = reverse("emulation:evidence-file", args=[self.contest_year.year, record.pk])
        return format_html('<a href="{}">{}</a>{}', url, record, file_name)

    def value_title(self, record: Evidence) -> str:
        return f"{record} ({record.name})" if record.title else str(record)

    def render_province(self, record: Evidence) -> str:
        return record.province.name_by(self.contest_year.last_day)

    def render_size(self, record: Evidence) -> str:
        return record.size_label

    def render_uploaded_at(self, record: Evidence) -> str:
        return format_date(record.uploaded_at)

    def value_uploaded_at(self, record: Evidence) -> dt.datetime:
        return record.uploaded_at

    def render_action(self, record: Evidence) -> str | SafeString:
        has_merged = record.province.ended_on is not None and record.province_id in self.merged
        if has_merged or not works_for(self.officer, record.province):
            return ""
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("emulation:evidence-remove", args=[self.contest_year.year, record.pk]),
            _("Xóa"),
            record,
        )
