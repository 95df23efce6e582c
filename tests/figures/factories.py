"""Periods, catalogues and submissions for tests."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from figures.catalogue.models import Indicator, Section
from figures.periods.models import Period
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province

Answer, Kind, Role = Figure.Answer, Indicator.Kind, Indicator.LedgerRole

NOT_KNOWN = CellEntry(state=Answer.NOT_KNOWN.value)
NOT_APPLICABLE = CellEntry(state=Answer.NOT_APPLICABLE.value)

SECTIONS = {
    "coop": "Hợp tác xã",
    "union": "Liên hiệp HTX",
    "group": "Tổ hợp tác",
    "alliance": "Hoạt động của Liên minh",
}
_COUNT = {"unit": "HTX", "kind": Kind.STOCK}
_MONEY = {"unit": "triệu đồng", "decimals": 2, "has_unit_guard": True, "group": "Vốn, kết quả"}
_USUAL = {"soft_low": Decimal(-25), "soft_high": Decimal(40)}
_ACTIVITY = {"group": "Theo tình trạng hoạt động", "part_of": "coop.total"}

# code: label, short label, the rest; each kind of relation once
SMALL: dict[str, tuple[str, str, dict[str, Any]]] = {
    "coop.total": (
        "Tổng số HTX",
        "Tổng số HTX",
        _COUNT | _USUAL | {"ledger": "coop", "ledger_role": Role.CLOSING},
    ),
    "coop.new": (
        "HTX thành lập mới",
        "Thành lập mới",
        {"unit": "HTX", "kind": Kind.FLOW, "ledger": "coop", "ledger_role": Role.INCREASE},
    ),
    "coop.dissolved": (
        "HTX giải thể",
        "Giải thể",
        {"unit": "HTX", "kind": Kind.FLOW, "ledger": "coop", "ledger_role": Role.DECREASE},
    ),
    "coop.active": ("HTX đang hoạt động", "Đang hoạt động", _COUNT | _ACTIVITY),
    "coop.inactive": ("HTX ngừng hoạt động, chờ giải thể", "Ngừng, chờ giải thể", _COUNT | _ACTIVITY),
    "coop.charter_capital": ("Vốn điều lệ của HTX", "Vốn điều lệ", _MONEY | _USUAL | {"kind": Kind.STOCK}),
    "coop.capital_per_coop": (
        "Vốn điều lệ bình quân một HTX",
        "Vốn điều lệ bình quân",
        {
            "unit": "triệu đồng",
            "decimals": 1,
            "group": "Vốn, kết quả",
            "kind": Kind.RATIO,
            "numerator": "coop.charter_capital",
            "denominator": "coop.total",
        },
    ),
    "coop.profit": (
        "Lãi của HTX",
        "Lãi",
        _MONEY | _USUAL | {"kind": Kind.FLOW, "may_be_negative": True},
    ),
    "coop.digital": (
        "HTX chuyển đổi số",
        "Chuyển đổi số",
        _COUNT | {"group": "Chất lượng", "at_most": "coop.total", "is_required": False},
    ),
    "union.total": (
        "Tổng số LH HTX",
        "Tổng số LH HTX",
        {"unit": "LH HTX", "kind": Kind.STOCK, "ledger": "union", "ledger_role": Role.CLOSING},
    ),
    "union.member_coops": (
        "HTX thành viên của LH HTX",
        "HTX thành viên",
        _COUNT | {"zero_with": "union.total"},
    ),
    "group.total": (
        "Tổng số THT",
        "Tổng số THT",
        {"unit": "THT", "kind": Kind.STOCK, "ledger": "group", "ledger_role": Role.CLOSING},
    ),
    "group.new": (
        "THT thành lập mới",
        "Thành lập mới",
        {"unit": "THT", "kind": Kind.FLOW, "ledger": "group", "ledger_role": Role.INCREASE},
    ),
    "group.ended": (
        "THT chấm dứt hoạt động",
        "Chấm dứt hoạt động",
        {"unit": "THT", "kind": Kind.FLOW, "ledger": "group", "ledger_role": Role.DECREASE},
    ),
    "alliance.member_coops": (
        "HTX là thành viên Liên minh",
        "HTX thành viên",
        _COUNT | {"at_most": "coop.total"},
    ),
}
_REFERENCES = ("part_of", "numerator", "denominator", "at_most", "zero_with", "plausible_per")

# Hậu Giang's half-year, which adds up: 248 + 11 − 2 = 257 = 231 + 26
RIGHT: dict[str, str | CellEntry] = {
    "coop.total": "257",
    "coop.new": "11",
    "coop.dissolved": "2",
    "coop.active": "231",
    "coop.inactive": "26",
    "coop.charter_capital": "257.000",
    "coop.profit": "1.500,5",
    "union.total": "4",
    "union.member_coops": "20",
    "group.total": "310",
    "group.new": "15",
    "group.ended": NOT_KNOWN,
    "alliance.member_coops": "120",
}
# and the half-year before it
BEFORE: dict[str, str | CellEntry] = RIGHT | {
    "coop.total": "248",
    "coop.active": "225",
    "coop.inactive": "23",
    "coop.charter_capital": "248.000",
    "group.total": "300",
}


def catalogue_in_small() -> dict[str, Indicator]:
    """The small catalogue, not stored."""
    sections = _sections(Section)
    numbers = iter(range(1, 1000))
    return _catalogue(sections, lambda **fields: Indicator(pk=next(numbers), **fields))


def make_catalogue() -> dict[str, Indicator]:
    """The small catalogue by code, stored in three statements because many tests need it."""
    sections = _sections(Section)
    Section.objects.bulk_create(sections.values())
    return _stored(_catalogue(sections, Indicator))


def make_delivered_catalogue() -> dict[str, Indicator]:
    """The delivered catalogue by code, stored; its file is loaded once a session."""
    if _DELIVERED:
        sections = {old.pk: _copy(old) for old in _DELIVERED if isinstance(old, Section)}
        Section.objects.bulk_create(sections.values())
        indicators = [old for old in _DELIVERED if isinstance(old, Indicator)]
        copies = {old.pk: _copy(old) for old in indicators}
        for old in indicators:
            copies[old.pk].section = sections[old.section_id]
            for name in _REFERENCES:
                setattr(copies[old.pk], name, copies.get(getattr(old, f"{name}_id")))
        _stored({indicator.code: indicator for indicator in copies.values()})
    else:
        call_command("loaddata", "catalogue", verbosity=0)
        _DELIVERED.extend([*Section.objects.all(), *Indicator.objects.order_by("pk")])
    return {indicator.code: indicator for indicator in Indicator.objects.all()}


_DELIVERED: list[Section | Indicator] = []


def _copy(row: Any) -> Any:
    """An unsaved copy without its references."""
    fields = [f for f in row._meta.concrete_fields if not f.primary_key and not f.is_relation]
    return type(row)(**{field.name: getattr(row, field.name) for field in fields})


def _stored(catalogue: dict[str, Indicator]) -> dict[str, Indicator]:
    """Store them in a few statements, referenced rows first."""
    waiting = list(catalogue.values())
    while waiting:
        ready = [row for row in waiting if all(ref is None or ref.pk for ref in _references_of(row))]
        Indicator.objects.bulk_create(ready)
        waiting = [row for row in waiting if row.pk is None]
    return catalogue


def _references_of(indicator: Indicator) -> list[Indicator | None]:
    return [getattr(indicator, name) for name in _REFERENCES]


def _sections(make: Callable[..., Section]) -> dict[str, Section]:
    return {
        code: make(code=code, label=label, label_en=code, position=position)
        for position, (code, label) in enumerate(SECTIONS.items(), 1)
    }


def _catalogue(sections: dict[str, Section], make: Callable[..., Indicator]) -> dict[str, Indicator]:
    indicators: dict[str, Indicator] = {}
    for position, (code, (label, short_label, rest)) in enumerate(SMALL.items(), 1):
        references = {name: indicators[rest[name]] for name in _REFERENCES if name in rest}
        indicators[code] = make(
            code=code,
            section=sections[code.partition(".")[0]],
            position=position,
            label=label,
            label_en=f"{label} (English)",
            short_label=short_label,
            **(rest | references),
        )
    return indicators


def local(*when: int) -> dt.datetime:
    """`local(2023, 7, 5, 23, 59)` is that moment in Vietnam."""
    return dt.datetime(*when, tzinfo=timezone.get_default_timezone())


def make_period(cluster: Cluster, slug: str = "2023-H1", **fields: Any) -> Period:
    """An open half-year, due on the 5th of the month after it, whose last day never comes."""
    year, half = int(slug[:4]), int(slug[-1])
    cut_off_on = dt.date(year, 6, 30) if half == 1 else dt.date(year, 12, 31)
    fields.setdefault("cut_off_on", cut_off_on)
    fields.setdefault("opens_on", cut_off_on - dt.timedelta(days=20))
    fields.setdefault("due_on", cut_off_on + dt.timedelta(days=5))
    fields.setdefault("closes_on", dt.date(2999, 12, 31))
    fields.setdefault("corrections_until", dt.date(2999, 12, 31))
    fields.setdefault("state", Period.State.OPEN)
    return Period.objects.create(cluster=cluster, year=year, half=half, **fields)


def make_submission(period: Period, province: Province, state: str = "draft", **fields: Any) -> Submission:
    if state in Submission.REPORTED:
        fields.setdefault("first_submitted_at", local(2023, 7, 1, 9))
    return Submission.objects.create(period=period, province=province, state=state, **fields)


def make_figure(
    submission: Submission, indicator: Indicator, by: Officer, cell: str | CellEntry = "", **fields: Any
) -> Figure:
    entry = entry_of(cell)
    answer, value, typed = entry.read()
    content = {"answer": answer, "value": value, "typed": typed, "explanation": entry.explanation}
    return Figure.objects.create(
        submission=submission, indicator=indicator, changed_by=by, **content | fields
    )


def make_reported(
    period: Period,
    province: Province,
    by: Officer,
    cells: Mapping[str, str | CellEntry],
    state: str = "accepted",
) -> Submission:
    """A half-year with these cells, directly in that state."""
    submission = make_submission(period, province, state)
    indicators = {i.code: i for i in Indicator.objects.filter(code__in=cells)}
    for code, cell in cells.items():
        make_figure(submission, indicators[code], by, cell)
    return submission


def give_explanation(submission: Submission, code: str, text: str, question: str) -> Figure:
    """An explanation of the cell's number, given for a question that the checks ask now."""
    figure = submission.figures.get(indicator__code=code)
    figure.explanation, figure.explained_for = text, figure.key
    figure.save()
    figure.explained_findings.create(rule=question)
    return figure


def make_explained(submission: Submission, code: str, text: str) -> Figure:
    """Double the cell's number against a year before, and give the question that this asks an explanation."""
    figure = submission.figures.get(indicator__code=code)
    slug = submission.period.year_ago_slug
    year_ago = Period.objects.with_slug(slug).first() or make_period(submission.period.cluster, slug)
    half = f"{figure.value / 2:f}".replace(".", ",")
    make_reported(year_ago, submission.province, figure.changed_by, {code: half})
    return give_explanation(submission, code, text, "range+")


def entry_of(cell: str | CellEntry) -> CellEntry:
    return CellEntry(text=cell) if isinstance(cell, str) else cell


def entries(cells: Mapping[str, str | CellEntry]) -> dict[str, CellEntry]:
    return {code: entry_of(cell) for code, cell in cells.items()}
