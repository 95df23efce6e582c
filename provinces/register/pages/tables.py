from typing import Any

import django_tables2 as tables
from django.db.models import Case, F, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation
from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from web.columns import MomentColumn
from web.missing_value_marks import not_known


def _figure_class(record: Organisation) -> str:
    return "num illustrative" if record.is_illustrative else "num"


class FigureColumn(tables.Column):
    """Aligned right; rows without a value sort last in both databases and both directions."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            attrs={"th": {"class": "num"}, "td": {"class": _figure_class}}, empty_values=(), **kwargs
        )

    def render(self, value: Any) -> str:
        return not_known() if value is None else self.text(value)

    def text(self, value: Any) -> str:
        return format_number(value)

    def order(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        key = F(self.accessor or self._explicit_name)
        ordered = key.desc(nulls_last=True) if is_descending else key.asc(nulls_last=True)
        return queryset.order_by(ordered, "search_text", "pk"), True


class DateColumn(FigureColumn):
    def text(self, value: Any) -> str:
        return format_date(value)


class OrganisationTable(tables.Table):
    """Organisations; their names link to their pages.

    Args:
        url: URL name of the page.
        one_province: whether the list needs no column for the province.
    """

    name = tables.Column(verbose_name=gettext_lazy("Tên"), order_by=("search_text", "pk"))
    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"))
    registration_number = tables.Column(
        verbose_name=gettext_lazy("Mã số"),
        order_by=("registration_number", "search_text", "pk"),
        default="",
        attrs={"th": {"class": "num"}, "td": {"class": _figure_class}},
    )
    sector = tables.Column(
        verbose_name=gettext_lazy("Lĩnh vực"),
        order_by=("sector", "search_text", "pk"),
        attrs={"td": {"class": "lines"}},
    )
    legal_state = tables.Column(
        verbose_name=gettext_lazy("Tình trạng pháp lý"),
        order_by=("legal_state", "search_text", "pk"),
        attrs={"td": {"class": "words"}},
    )
    founded_on = DateColumn(verbose_name=gettext_lazy("Thành lập"), accessor="founded_on")
    members = FigureColumn(verbose_name=gettext_lazy("Thành viên"), accessor="members")
    charter_capital = FigureColumn(
        verbose_name=gettext_lazy("Vốn điều lệ (triệu đồng)"), accessor="charter_capital"
    )

    caption_is_hidden = True

    class Meta:
        order_by = "name"
        empty_text = gettext_lazy("Chưa có đơn vị nào khớp với điều kiện lọc.")

    def __init__(
        self,
        *args: Any,
        url: str,
        caption: Promise,
        one_province: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, exclude=["province"] if one_province else [], **kwargs)
        self.url = url
        self.caption = caption

    def order_province(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        # Not by the other table's column: joined rows are slow to sort.
        places = Province.objects.values_list("pk", "position")
        position = Case(*(When(province=pk, then=Value(place)) for pk, place in places))
        key = position.desc() if is_descending else position.asc()
        return queryset.order_by(key, "search_text", "pk"), True

    def render_name(self, value: str, record: Organisation) -> str:
        name = format_html('<a href="{}">{}</a>', reverse(self.url, args=[record.pk]), value)
        if not record.is_illustrative:
            return name
        return format_html('{} <span class="tag">{}</span>', name, _("minh họa"))

    def render_legal_state(self, value: str, record: Organisation) -> str:
        if not record.has_ended:
            return value
        return f"{record.get_ended_how_display()} {format_date(record.ended_on)}"


COLUMNS = [
    "name",
    "province",
    "registration_number",
    "sector",
    "legal_state",
    "founded_on",
    "members",
    "charter_capital",
]


class CooperativeTable(OrganisationTable):
    class Meta(OrganisationTable.Meta):
        model = Cooperative
        fields = COLUMNS


class CooperativeGroupTable(OrganisationTable):
    members = FigureColumn(verbose_name=gettext_lazy("Tổ viên"), accessor="members")
    charter_capital = FigureColumn(
        verbose_name=gettext_lazy("Vốn góp (triệu đồng)"), accessor="charter_capital"
    )

    class Meta(OrganisationTable.Meta):
        model = CooperativeGroup
        fields = COLUMNS


class CooperativeUnionTable(OrganisationTable):
    members = FigureColumn(verbose_name=gettext_lazy("HTX thành viên"), accessor="coops_count")

    class Meta(OrganisationTable.Meta):
        model = CooperativeUnion
        fields = COLUMNS


class LogTable(tables.Table):
    """The log of one organisation."""

    at = MomentColumn(verbose_name=gettext_lazy("Lúc"))
    by = tables.Column(verbose_name=gettext_lazy("Người ghi"), attrs={"td": {"class": "words"}})
    what = tables.Column(verbose_name=gettext_lazy("Nội dung"), attrs={"td": {"class": "words"}})
    before = tables.Column(verbose_name=gettext_lazy("Trước"), default="", attrs={"td": {"class": "lines"}})
    after = tables.Column(verbose_name=gettext_lazy("Sau"), default="", attrs={"td": {"class": "lines"}})

    class Meta:
        orderable = False
        empty_text = gettext_lazy("Chưa có thay đổi nào kể từ khi ghi nhật ký.")

    caption = gettext_lazy("Các thay đổi, mới nhất ở trên")
    caption_is_hidden = True

    def render_by(self, value: Officer) -> str:
        return f"{value}, {value.title}"
