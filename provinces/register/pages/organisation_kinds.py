"""The three kinds of organisation, with the parts and titles of their pages."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation
from provinces.register.pages.forms import (
    CooperativeForm,
    CooperativeGroupForm,
    CooperativeUnionForm,
    OrganisationForm,
)
from provinces.register.pages.tables import (
    CooperativeGroupTable,
    CooperativeTable,
    CooperativeUnionTable,
    OrganisationTable,
)


@dataclass(frozen=True)
class OrganisationKind:
    key: str  # prefix of its URL names
    file_name: str
    model: type[Organisation]
    form: type[OrganisationForm]
    table: type[OrganisationTable]
    tab: Promise
    unit: Promise
    list_title: Promise
    add_title: Promise

    @property
    def list_url(self) -> str:
        return f"provinces:{self.key}-list"

    @property
    def add_url(self) -> str:
        return f"provinces:{self.key}-add"

    @property
    def url(self) -> str:
        return f"provinces:{self.key}"

    @property
    def edit_url(self) -> str:
        return f"provinces:{self.key}-edit"

    @property
    def log_url(self) -> str:
        return f"provinces:{self.key}-log"

    @property
    def row_add_url(self) -> str:
        return f"provinces:{self.key}-row-add"

    @property
    def row_url(self) -> str:
        return f"provinces:{self.key}-row"

    @property
    def row_remove_url(self) -> str:
        return f"provinces:{self.key}-row-remove"


COOPERATIVE = OrganisationKind(
    "cooperative",
    "danh-sach-hop-tac-xa",
    Cooperative,
    CooperativeForm,
    CooperativeTable,
    tab=_("Hợp tác xã"),
    unit=_("HTX"),
    list_title=_("Danh sách hợp tác xã"),
    add_title=_("Thêm hợp tác xã"),
)
GROUP = OrganisationKind(
    "group",
    "danh-sach-to-hop-tac",
    CooperativeGroup,
    CooperativeGroupForm,
    CooperativeGroupTable,
    tab=_("Tổ hợp tác"),
    unit=_("THT"),
    list_title=_("Danh sách tổ hợp tác"),
    add_title=_("Thêm tổ hợp tác"),
)
UNION = OrganisationKind(
    "union",
    "danh-sach-lien-hiep-htx",
    CooperativeUnion,
    CooperativeUnionForm,
    CooperativeUnionTable,
    tab=_("Liên hiệp HTX"),
    unit=_("LH HTX"),
    list_title=_("Danh sách liên hiệp hợp tác xã"),
    add_title=_("Thêm liên hiệp hợp tác xã"),
)
KINDS = (COOPERATIVE, GROUP, UNION)
