from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.clusters.models import Province
from vietnamese.dates import format_date


class MergerTable(tables.Table):
    name = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố mới"))
    parts = tables.Column(verbose_name=gettext_lazy("Hợp nhất từ"), empty_values=())
    established_on = tables.Column(verbose_name=gettext_lazy("Từ ngày"))
    decision = tables.Column(verbose_name=gettext_lazy("Văn bản"), accessor="merger__decision", default="–")
    handed_over = tables.Column(verbose_name=gettext_lazy("Bàn giao"), empty_values=())

    caption = gettext_lazy("Các lần hợp nhất")
    caption_is_hidden = True

    class Meta:
        orderable = False

    def render_name(self, value: str, record: Province) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("provinces:merger", args=[record.slug]), value)

    def value_name(self, value: str) -> str:
        return value

    def render_parts(self, record: Province) -> str:
        return ", ".join(str(part) for part in record.predecessors.all())

    def render_established_on(self, value: Any) -> str:
        return format_date(value)

    def value_established_on(self, value: Any) -> Any:
        return value

    def value_handed_over(self, record: Province) -> str:
        merger = getattr(record, "merger", None)
        if merger is None or merger.handed_over_at is None:
            return _("Chưa bàn giao")
        return _("Đã bàn giao ngày %s") % format_date(merger.handed_over_at)

    def render_handed_over(self, record: Province) -> str | SafeString:
        merger = getattr(record, "merger", None)
        if merger is not None and merger.handed_over_at is not None:
            return self.value_handed_over(record)
        url = reverse("provinces:merger", args=[record.slug])
        return format_html(
            '{} <a class="button" href="{}" aria-label="{}">{}</a>',
            self.value_handed_over(record),
            url,
            _("Bàn giao cho %s") % record,
            _("Bàn giao"),
        )
