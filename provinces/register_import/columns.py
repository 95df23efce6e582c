"""The table of columns: template, export, reading, comparison and the file of refused rows all follow it."""

from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db.models import DateField, TextChoices
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from provinces.register.event_models import EventKind
from provinces.register.fact_models import OrganisationHalfYear
from provinces.register.models import (
    BeginKind,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    EndKind,
    LegalState,
    Organisation,
    Sector,
)
from provinces.register.projection import related
from provinces.register.services import kinds_of
from provinces.register_import.models import RegisterImport
from vietnamese.folding import folded

MODELS: dict[str, type[Organisation]] = {
    RegisterImport.Kind.COOPERATIVES: Cooperative,
    RegisterImport.Kind.GROUPS: CooperativeGroup,
    RegisterImport.Kind.UNIONS: CooperativeUnion,
    RegisterImport.Kind.COOPERATIVE_PRODUCTS: Cooperative,
    RegisterImport.Kind.GROUP_PRODUCTS: CooperativeGroup,
    RegisterImport.Kind.UNION_PRODUCTS: CooperativeUnion,
    RegisterImport.Kind.COOPERATIVE_CHAINS: Cooperative,
    RegisterImport.Kind.GROUP_CHAINS: CooperativeGroup,
    RegisterImport.Kind.UNION_CHAINS: CooperativeUnion,
    RegisterImport.Kind.COOPERATIVE_EVENTS: Cooperative,
    RegisterImport.Kind.GROUP_EVENTS: CooperativeGroup,
    RegisterImport.Kind.UNION_EVENTS: CooperativeUnion,
    RegisterImport.Kind.UNION_MEMBERS: CooperativeUnion,
}
# Files with a line for each row of an organisation, which must be in the register: the rows' manager.
ROWS: dict[str, str] = {
    kind: manager
    for kind in MODELS
    for manager in ("products", "chains", "events", "members")
    if kind.endswith(f"-{manager}")
}
# Columns of such a line that say whose row it is.
WHOSE = ("organisation", "name", "registration_number", "province", "commune")
NEW = "new"  # in the column of keys: not one of those that it resembles
# By which an officer knows a new organisation.
_SHORT = ("registration_number", "sector", "commune", "founded_on", "members", "charter_capital")
YES, NO = "yes", "no"

ROW_FIELDS = (
    *("name", "registration_number", "sector", "address", "commune", "district", "phone"),
    *("representative", "model_reasons"),
)
OWN_FIGURES = ("members", "charter_capital", "working_capital")  # which a row has without half-years, too
FIGURES = (
    *("members", "members_with_capital", "members_without_capital", "labour"),
    *("charter_capital", "working_capital", "revenue", "rating"),
)
MEMBERS = ("members", "members_with_capital", "members_without_capital")
KINDS_OF_MEMBERS = ("members_with_capital", "members_without_capital")

# Full words for the abbreviations of the sectors and half-years.
_OTHER_WORDS: dict[str, tuple[Any, ...]] = {
    Sector.AGRICULTURE: ("nông lâm ngư nghiệp", "nông lâm thủy sản"),
    Sector.INDUSTRY: ("công nghiệp tiểu thủ công nghiệp", "công nghiệp", "tiểu thủ công nghiệp"),
    Sector.TRANSPORT: ("giao thông vận tải", "vận tải"),
    Sector.TRADE: ("thương mại dịch vụ", "thương mại", "dịch vụ"),
    Sector.CREDIT: ("quỹ tín dụng nhân dân", "quỹ tín dụng", "tín dụng"),
    "1": ("1", "I", "6 tháng đầu năm", "6 tháng đầu"),
    "2": ("2", "II", "6 tháng cuối năm", "6 tháng cuối", "cả năm"),
    **{stars: (stars, f"OCOP {stars} sao") for stars in "345"},
    LegalState.ENDED: tuple(end.label for end in EndKind),  # as the register's list names it
    YES: ("có", "x"),
    NO: ("không",),
}


@dataclass(frozen=True, eq=False)
class Column:
    """A column; `type` is text, lines, day, count, money, year, word or key.

    Attributes:
        most: characters of a text.
        words: values and labels of a word, as the register's pages name them.
        tells: it is part of what tells one row of an organisation from another.
        stored_only: values that older registers have, and that nothing new may be.
    """

    key: str
    heading: Promise | str
    type: str = "text"
    most: int = 0
    words: tuple[tuple[str, Any], ...] = ()
    others: tuple[str, ...] = field(default=())  # other headings, folded
    stored_only: frozenset[str] = frozenset()
    tells: bool = False

    @cached_property
    def readings(self) -> dict[str, str]:
        """Folded words and the values that they mean, in all languages of the pages."""
        readings: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                for value, label in self.words:
                    words = (label, *_OTHER_WORDS.get(value, ()))
                    readings |= {word_key(str(word)): value for word in words}
        return readings

    @property
    def choices(self) -> dict[str, str]:
        return {value: str(label) for value, label in self.words if value not in self.stored_only}

    @property
    def what(self) -> str:
        """What may be written in the column, for the page of the template."""
        match self.type:
            case "day":
                return _("ngày/tháng/năm, ví dụ 05/7/2023")
            case "count":
                return _("số nguyên")
            case "money":
                return _("triệu đồng, nhiều nhất 2 chữ số sau dấu phẩy")
            case "year":
                return _("năm, bốn chữ số")
            case "word":
                return "; ".join(self.choices.values())
            case "key" if self.key == "key":
                return _("do hệ thống cấp; đơn vị mới, dòng mới thì để trống")
            case "key":
                return _("do hệ thống cấp, có trong tệp toàn bộ danh sách")
        return _("chữ, nhiều nhất %d ký tự") % self.most if self.most else _("để đối chiếu, có thể để trống")


_OTHER_HEADINGS = {
    "members": ("so thanh vien", "thanh vien", "so to vien", "to vien"),
    "charter_capital": ("von gop",),
}
# Passed over without a word: written by us, or the number of a line.
PASSED_OVER = frozenset(
    {"minh hoa", "illustrative", "ly do chua ghi", "reason not written", "dong", "tt", "stt", "so tt"}
)


@cache
def columns_of(kind: str) -> tuple[Column, ...]:
    model = MODELS[kind]
    if kind in ROWS:
        return _columns_of_rows(model, ROWS[kind])
    columns = [
        Column("key", gettext_lazy("Mã hệ thống"), "key"),
        *_naming(model),
        Column("province", _heading(model, "province")),
        _words("sector", _heading(model, "sector"), Sector.choices),
        *(_of(model, name) for name in ("address", "commune", "district", "phone", "representative")),
        Column("founded_on", _heading(model, "founded_on"), "day", others=("thanh lap",)),
        _words("began_how", _heading(model, "began_how"), BeginKind.choices),
        _kinds("legal_state", model, LegalState, {LegalState.ENDED.value}),
        Column("state_since", gettext_lazy("Tình trạng từ ngày"), "day"),
        _yes_or_no("alliance", gettext_lazy("Thành viên Liên minh HTX")),
        Column("joined_on", gettext_lazy("Ngày vào Liên minh HTX"), "day"),
        Column("left_on", gettext_lazy("Ngày ra khỏi Liên minh HTX"), "day"),
        Column("ended_on", _heading(model, "ended_on"), "day"),
        _kinds("ended_how", model, EndKind),
        Column("year", gettext_lazy("Năm số liệu"), "year"),
        _words("half", gettext_lazy("Kỳ số liệu"), [("1", "1"), ("2", "2")]),
        *(_figure(model, name) for name in FIGURES if model is not CooperativeUnion or name not in MEMBERS),
        Column("fee_year", gettext_lazy("Năm hội phí"), "year"),
        Column("due", gettext_lazy("Hội phí phải đóng (triệu đồng)"), "money", others=("hoi phi phai dong",)),
        Column("paid", gettext_lazy("Hội phí đã đóng (triệu đồng)"), "money", others=("hoi phi da dong",)),
        Column("paid_on", gettext_lazy("Ngày đóng hội phí"), "day"),
        _of(model, "model_reasons"),
    ]
    return tuple(columns)


def _columns_of_rows(model: type[Organisation], manager: str) -> tuple[Column, ...]:
    name, number = _naming(model)
    whose = (
        Column("key", gettext_lazy("Mã dòng"), "key"),
        name,
        Column("organisation", gettext_lazy("Mã hệ thống"), "key"),
        number,
        Column("province", _heading(model, "province")),
        _of(model, "commune"),
    )
    if manager == "members":
        return (*whose, *_columns_of_members())
    rows = related(model, manager)
    columns = []
    for field_name in ROW_COLUMNS[manager].values():
        model_field = rows._meta.get_field(field_name)
        if model_field.choices:
            choices = [(str(value), label) for value, label in model_field.choices]
            column = _words(field_name, _heading(rows, field_name), choices)
            if manager == "events":
                column = replace(
                    column, stored_only=frozenset(value for value, _label in choices) - event_kinds(model)
                )
        elif isinstance(model_field, DateField):
            column = Column(field_name, _heading(rows, field_name), "day")
        else:
            column = _of(rows, field_name)
        columns.append(column)
    return (
        *whose,
        *(
            replace(column, key=key, tells=column.key in rows.TELLING)
            for key, column in zip(ROW_COLUMNS[manager], columns, strict=True)
        ),
    )


# Fields of the rows by column; an organisation has a name and is of a kind, too.
ROW_COLUMNS: dict[str, dict[str, str]] = {
    "products": {"product": "name", "ocop_stars": "ocop_stars", "standards": "standards"},
    "chains": {name: name for name in ("partner", "product", "contract", "since", "until")},
    "events": {"event": "kind"} | {name: name for name in ("happened_on", "decision", "other", "note")},
}


def _columns_of_members() -> tuple[Column, ...]:
    """The cooperative may be of another province."""
    name, number = _naming(Cooperative)
    told = (
        replace(
            name,
            key="cooperative",
            heading=gettext_lazy("Tên HTX thành viên"),
            others=("htx thanh vien", "hop tac xa thanh vien"),
        ),
        Column("cooperative_key", gettext_lazy("Mã hệ thống của HTX"), "key"),
        replace(number, key="cooperative_number", heading=gettext_lazy("Mã số đăng ký của HTX"), others=()),
        Column("cooperative_province", gettext_lazy("Tỉnh, thành phố của HTX"), most=100),
        Column("joined_on", gettext_lazy("Ngày vào liên hiệp"), "day"),
        Column("left_on", gettext_lazy("Ngày ra khỏi liên hiệp"), "day"),
    )
    events = related(Cooperative, "events")
    decision, note = _of(events, "decision"), _of(events, "note")
    return (
        *(replace(column, tells=True) for column in told),
        _yes_or_no("has_left", gettext_lazy("Đã ra khỏi liên hiệp")),
        replace(decision, key="joined_decision", heading=gettext_lazy("Số quyết định vào liên hiệp")),
        replace(note, key="joined_note", heading=gettext_lazy("Ghi chú khi vào liên hiệp")),
        replace(decision, key="left_decision", heading=gettext_lazy("Số quyết định ra khỏi liên hiệp")),
        replace(note, key="left_note", heading=gettext_lazy("Ghi chú khi ra khỏi liên hiệp")),
    )


def short_columns(kind: str) -> tuple[str, ...]:
    """Keys of the columns in which a new line is shown in short."""
    if kind not in ROWS:
        return _SHORT
    return tuple(column.key for column in columns_of(kind) if column.key not in ("key", *WHOSE))


def column_of(kind: str, key: str) -> Column:
    return _by_key(kind)[key]


@cache
def _by_key(kind: str) -> dict[str, Column]:
    return {column.key: column for column in columns_of(kind)}


@cache
def keys_of_headings(kind: str) -> dict[str, str]:
    """Column keys by folded heading, in every language, with and without the unit in brackets."""
    keys: dict[str, str] = {}
    for column in columns_of(kind):
        texts = [*column.others]
        for language, _name in settings.LANGUAGES:
            with override(language):
                texts.append(heading_key(str(column.heading)))
        for text in texts:
            keys[text] = keys[text.partition(" (")[0]] = column.key
    return keys


def heading_key(text: str) -> str:
    return folded(text.replace("\n", " ")).rstrip(" *:")


def word_key(text: str) -> str:
    return " ".join(folded("".join(c if c.isalnum() else " " for c in text)).split())


def _heading(model: type[Any], name: str) -> Promise:
    verbose = model._meta.get_field(name).verbose_name
    return _lazily(lambda: capfirst(str(verbose)))


def _lazily(text: Callable[[], str]) -> Any:
    return _LazyText(text)


class _LazyText:
    """A heading made of a label in the language of whoever reads it."""

    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text()


def _of(model: type[Any], name: str, others: tuple[str, ...] = ()) -> Column:
    model_field = model._meta.get_field(name)
    kind = "lines" if model_field.has_lines else "text"
    return Column(name, _heading(model, name), kind, model_field.max_length, others=others)


def _naming(model: type[Organisation]) -> tuple[Column, Column]:
    names = ("ten hop tac xa", "ten htx", "ten to hop tac", "ten lien hiep htx", "ten don vi")
    return (
        _of(model, "name", others=names),
        _of(model, "registration_number", others=("ma so", "ma so thue", "so dang ky")),
    )


def _yes_or_no(key: str, heading: Any) -> Column:
    return _words(key, heading, [(YES, gettext_lazy("Có")), (NO, gettext_lazy("Không"))])


def _words(key: str, heading: Any, words: Any) -> Column:
    return Column(key, heading, "word", words=tuple((value, label) for value, label in words if value))


def _figure(model: type[Organisation], name: str) -> Column:
    half_year = related(model, "half_years")
    if name == "rating":
        return _words(name, _heading(half_year, name), OrganisationHalfYear.Rating.choices)
    heading = _heading(half_year, name)
    if name in (*MEMBERS, "labour"):
        return Column(name, heading, "count", others=_OTHER_HEADINGS.get(name, ()))
    money = _lazily(lambda: _("%s (triệu đồng)") % heading)
    return Column(name, money, "money", others=_OTHER_HEADINGS.get(name, ()))


def _kinds(
    key: str, model: type[Organisation], kinds: type[TextChoices], also: Set[str] = frozenset()
) -> Column:
    """What events of these kinds make of an organisation."""
    stored_only = {kind.value for kind in kinds} - event_kinds(model) - also
    column = _words(key, _heading(model, key), kinds.choices)
    return replace(column, stored_only=frozenset(stored_only))


@cache
def event_kinds(model: type[Organisation]) -> frozenset[str]:
    """The kinds that a file may add."""
    return frozenset({*map(str, kinds_of(model)), EventKind.REVOKED.value})
