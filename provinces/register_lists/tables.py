from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.register.models import Cooperative
from provinces.register.pages.tables import DateColumn, FigureColumn
from web import columns

WORDS = {"td": {"class": "words"}}
FIGURES = {"th": {"class": "num"}, "td": {"class": "num"}}
NAME = gettext_lazy("Tên")
PROVINCE = gettext_lazy("Tỉnh, thành phố")


class DecisionTable(tables.Table):
    """Cooperatives; `of` leads from a row to its cooperative."""

    of = ""
    caption_is_hidden = True

    name = tables.Column(verbose_name=NAME, order_by=("search_text", "pk"))
    province = tables.Column(verbose_name=PROVINCE, order_by=("province__position", "search_text", "pk"))

    class Meta:
        order_by = ("province", "name")
        empty_text = gettext_lazy("Không có HTX nào.")

    def __init__(self, *args: Any, caption: Promise, one_province: bool, **kwargs: Any) -> None:
        super().__init__(*args, exclude=["province"] if one_province else [], **kwargs)
        self.caption = caption

    def is_illustrative(self, record: Any) -> bool:
        return self._cooperative(record).is_illustrative

    def _cooperative(self, record: Any) -> Cooperative:
        cooperative: Cooperative = getattr(record, self.of) if self.of else record
        return cooperative

    def render_name(self, value: str, record: Any) -> str:
        cooperative = self._cooperative(record)
        name = format_html(
            '<a href="{}">{}</a>', reverse("provinces:cooperative", args=[cooperative.pk]), value
        )
        if not cooperative.is_illustrative:
            return name
        return format_html('{} <span class="tag">{}</span>', name, _("minh họa"))

    def value_name(self, value: str) -> str:
        return value


class FeeTable(DecisionTable):
    due = FigureColumn(verbose_name=gettext_lazy("Phải đóng (triệu đồng)"), accessor="due")
    paid = FigureColumn(verbose_name=gettext_lazy("Đã đóng (triệu đồng)"), accessor="paid")
    owed = FigureColumn(verbose_name=gettext_lazy("Còn thiếu (triệu đồng)"), accessor="owed")
    representative = tables.Column(
        verbose_name=gettext_lazy("Người đại diện"), default="", attrs=WORDS, orderable=False
    )
    phone = tables.Column(verbose_name=gettext_lazy("Điện thoại"), default="", orderable=False)


class ModelTable(DecisionTable):
    sector = tables.Column(verbose_name=gettext_lazy("Lĩnh vực"), order_by=("sector", "search_text", "pk"))
    model_reasons = tables.Column(
        verbose_name=gettext_lazy("Lý do đề nghị"), attrs={"td": {"class": "words lines"}}, orderable=False
    )


class ChainTable(DecisionTable):
    of = "organisation"

    product = tables.Column(
        verbose_name=gettext_lazy("Sản phẩm"), order_by=("product", "pk"), default="", attrs=WORDS
    )
    name = tables.Column(
        verbose_name=NAME, accessor="organisation__name", order_by=("organisation__search_text", "pk")
    )
    province = tables.Column(
        verbose_name=PROVINCE,
        accessor="organisation__province",
        order_by=("organisation__province__position", "organisation__search_text", "pk"),
    )
    partner = tables.Column(
        verbose_name=gettext_lazy("Đối tác liên kết"), order_by=("partner", "pk"), attrs=WORDS
    )
    contract = tables.Column(
        verbose_name=gettext_lazy("Hợp đồng số"), default="", attrs=WORDS, orderable=False
    )
    since = columns.DateColumn(
        verbose_name=gettext_lazy("Từ ngày"), default="", attrs=FIGURES, order_by=("since", "pk")
    )
    until = columns.DateColumn(
        verbose_name=gettext_lazy("Đến ngày"), default="", attrs=FIGURES, order_by=("until", "pk")
    )

    class Meta(DecisionTable.Meta):
        order_by = ("product", "name")


class FewMembersTable(DecisionTable):
    official = FigureColumn(verbose_name=gettext_lazy("Thành viên chính thức"), accessor="official")
    founded_on = DateColumn(verbose_name=gettext_lazy("Thành lập"), accessor="founded_on")


class UndecidedTable(DecisionTable):
    ended_how = tables.Column(
        verbose_name=gettext_lazy("Hình thức"), order_by=("ended_how", "search_text", "pk"), attrs=WORDS
    )
    ended_on = DateColumn(verbose_name=gettext_lazy("Ngày chấm dứt"), accessor="ended_on")
