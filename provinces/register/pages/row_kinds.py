"""The kinds of rows that an organisation has, with their forms and titles."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.register.pages.row_forms import (
    ChainForm,
    EventForm,
    FeeForm,
    HalfYearFactsForm,
    ProductForm,
    RowForm,
)


@dataclass(frozen=True)
class RowKind:
    key: str  # in addresses
    related: str  # name of the organisation's manager
    form: type[RowForm]
    title: Promise
    add_title: Promise
    empty: Promise
    template: str


EVENTS = RowKind(
    "events",
    "events",
    EventForm,
    title=_("Sự kiện"),
    add_title=_("Ghi sự kiện"),
    empty=_("Chưa ghi sự kiện nào."),
    template="provinces/register/events.html",
)
HALF_YEARS = RowKind(
    "half-years",
    "half_years",
    HalfYearFactsForm,
    title=_("Số liệu theo kỳ"),
    add_title=_("Ghi số liệu kỳ"),
    empty=_("Chưa ghi số liệu kỳ nào."),
    template="provinces/register/half_years.html",
)
FEES = RowKind(
    "fees",
    "fees",
    FeeForm,
    title=_("Hội phí"),
    add_title=_("Ghi hội phí"),
    empty=_("Chưa ghi hội phí năm nào."),
    template="provinces/register/fees.html",
)
PRODUCTS = RowKind(
    "products",
    "products",
    ProductForm,
    title=_("Sản phẩm"),
    add_title=_("Thêm sản phẩm"),
    empty=_("Chưa ghi sản phẩm nào."),
    template="provinces/register/products.html",
)
CHAINS = RowKind(
    "chains",
    "chains",
    ChainForm,
    title=_("Liên kết chuỗi giá trị"),
    add_title=_("Thêm liên kết"),
    empty=_("Chưa ghi liên kết nào."),
    template="provinces/register/chains.html",
)
ROW_KINDS = {kind.key: kind for kind in (EVENTS, HALF_YEARS, FEES, PRODUCTS, CHAINS)}
