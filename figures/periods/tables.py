import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from figures.periods.models import Period
from web.columns import DateColumn


class PeriodTable(tables.Table):
    label = tables.Column(verbose_name=gettext_lazy("Kỳ báo cáo"))
    state = tables.Column(verbose_name=gettext_lazy("Trạng thái"))
    cut_off_on = DateColumn(verbose_name=gettext_lazy("Ngày chốt số liệu"))
    opens_on = DateColumn(verbose_name=gettext_lazy("Mở nhập số liệu"))
    due_on = DateColumn(verbose_name=gettext_lazy("Hạn gửi"))
    closes_on = DateColumn(verbose_name=gettext_lazy("Ngày cuối được nhập"))
    corrections_until = DateColumn(verbose_name=gettext_lazy("Ngày cuối được sửa số trả lại"))

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}
        empty_text = gettext_lazy("Chưa có kỳ báo cáo nào.")

    caption = gettext_lazy("Kỳ báo cáo")
    caption_is_hidden = True

    def render_label(self, record: Period) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("figures:period-edit", args=[record.slug]), record.label
        )

    def value_label(self, record: Period) -> str:
        return record.label
