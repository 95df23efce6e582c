"""The delivered catalogue, and the relations that its checks depend on."""

import pytest
from django.core.management import call_command
from django.utils import translation

from figures.catalogue.models import Indicator, Section

Kind = Indicator.Kind

ENTERED = {
    "coop": """total new dissolved other_increase other_decrease active inactive
        sector.agriculture sector.industry sector.construction sector.transport sector.trade sector.credit
        sector.other members members.official members.contributing members.associate members_new
        labour charter_capital working_capital revenue profit
        rating.good rating.fair rating.average rating.weak rating.unrated effective
        managers managers_trained managers_degree value_chain ocop hightech digital""",
    "union": """total new dissolved member_coops charter_capital working_capital labour
        members.official members.contributing members.associate""",
    "group": "total new ended registered members contributed_capital",
    "alliance": """member_coops admitted fee_payers fees classes class_attendees trade_promotion
        fund_projects fund_disbursed fund_outstanding fund_bad_debt policy_papers""",
    "emulation": "movements registrations awards",
}
RATIOS = {
    "coop.members_per_coop": ("coop.members", "coop.total", 1),
    "coop.capital_per_coop": ("coop.charter_capital", "coop.total", 1),
    "coop.revenue_per_coop": ("coop.revenue", "coop.total", 1),
    "coop.profit_per_coop": ("coop.profit", "coop.total", 1),
    "alliance.member_share": ("alliance.member_coops", "coop.total", 100),
}


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    call_command("loaddata", "catalogue", verbosity=0)


def codes(**conditions: object) -> set[str]:
    return set(Indicator.objects.filter(**conditions).values_list("code", flat=True))


@pytest.mark.parametrize("section", ENTERED)
def test_section_has_exactly_the_agreed_indicators(section: str) -> None:
    entered = Indicator.objects.entered().filter(section__code=section).values_list("code", flat=True)
    assert set(entered) == {f"{section}.{code}" for code in ENTERED[section].split()}


def test_sections_are_in_the_order_of_the_form() -> None:
    assert [section.code for section in Section.objects.all()] == list(ENTERED)


def test_ratios_are_computed_from_their_two_totals() -> None:
    ratios = Indicator.objects.filter(kind=Kind.RATIO).select_related("numerator", "denominator")
    assert {r.code: (r.numerator.code, r.denominator.code, r.factor) for r in ratios} == RATIOS


def test_cooperatives_are_divided_by_activity_by_sector_and_by_rating() -> None:
    parts = Indicator.objects.filter(part_of__code="coop.total")
    assert {(p.group, p.code.rsplit(".", 1)[0]) for p in parts} == {
        ("Theo tình trạng hoạt động", "coop"),
        ("Theo lĩnh vực", "coop.sector"),
        ("Xếp loại", "coop.rating"),
    }
    assert parts.count() == 2 + 7 + 5


def test_members_are_asked_by_the_kinds_of_the_law_from_its_first_half_year_on() -> None:
    for whole, stem in {"coop.members": "coop.members", "union.member_coops": "union.members"}.items():
        parts = codes(part_of__code=whole)
        assert parts == {f"{stem}.official", f"{stem}.contributing", f"{stem}.associate"}
        assert not parts & codes_asked_in("2024-H1")
        assert parts <= codes_asked_in("2024-H2")


def codes_asked_in(period: str) -> set[str]:
    return set(Indicator.objects.asked_in(period).values_list("code", flat=True))


def test_group_that_adds_up_has_only_parts() -> None:
    for group in ("Theo tình trạng hoạt động", "Theo lĩnh vực", "Xếp loại", "Thành viên theo loại"):
        assert not codes(group=group, part_of=None)


def test_rows_of_a_group_are_adjacent() -> None:
    rows = Indicator.objects.asked_in("2024-H2").values_list("section__code", "group")
    headings = [row for before, row in zip([None, *rows], rows, strict=False) if row != before]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize(
    ("ledger", "roles"),
    [
        (
            "coop",
            {
                "coop.opening": "opening",
                "coop.total": "closing",
                "coop.new": "increase",
                "coop.other_increase": "increase",
                "coop.dissolved": "decrease",
                "coop.other_decrease": "decrease",
            },
        ),
        (
            "union",
            {
                "union.opening": "opening",
                "union.total": "closing",
                "union.new": "increase",
                "union.dissolved": "decrease",
            },
        ),
        (
            "group",
            {
                "group.opening": "opening",
                "group.total": "closing",
                "group.new": "increase",
                "group.ended": "decrease",
            },
        ),
    ],
)
def test_ledger_has_its_closing_increases_and_decreases(ledger: str, roles: dict[str, str]) -> None:
    assert dict(Indicator.objects.filter(ledger=ledger).values_list("code", "ledger_role")) == roles


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("alliance.member_coops", "coop.total"),
        ("alliance.fee_payers", "alliance.member_coops"),
        ("alliance.fund_bad_debt", "alliance.fund_outstanding"),
        ("coop.effective", "coop.total"),
        ("group.registered", "group.total"),
    ],
)
def test_limits_are_as_agreed(code: str, limit: str) -> None:
    assert Indicator.objects.get(code=code).at_most.code == limit


def test_union_indicators_are_zero_without_unions() -> None:
    assert codes(zero_with__code="union.total") == {
        "union.member_coops",
        "union.charter_capital",
        "union.working_capital",
        "union.labour",
    }


def test_money_is_in_million_dong_and_guarded_against_a_slip_of_unit() -> None:
    money = Indicator.objects.entered().filter(unit="triệu đồng")
    assert codes(has_unit_guard=True) == {indicator.code for indicator in money}
    assert all("triệu đồng" in indicator.definition for indicator in money)


def test_profit_alone_may_be_negative() -> None:
    assert codes(may_be_negative=True) == {"coop.profit"}


def test_effective_cooperatives_may_be_unknown_for_lack_of_guidance() -> None:
    effective = Indicator.objects.get(code="coop.effective")
    assert effective.unknown_label == "Chưa có hướng dẫn"
    assert effective.is_required


def test_cooperative_groups_end_and_are_not_dissolved() -> None:
    ended = Indicator.objects.get(code="group.ended")
    assert ended.label == "THT chấm dứt hoạt động"
    assert "giải thể" not in ended.label + ended.short_label + ended.definition


def test_definition_of_members_includes_credit_funds() -> None:
    assert "quỹ tín dụng nhân dân" in Indicator.objects.get(code="coop.members").definition


@pytest.mark.parametrize("field", ["label", "short_label", "unit", "definition"])
def test_texts_exist_in_both_languages(field: str) -> None:
    for indicator in Indicator.objects.all():
        assert getattr(indicator, field), indicator.code
        assert getattr(indicator, f"{field}_en"), indicator.code
        assert bool(indicator.group) == bool(indicator.group_en), indicator.code
        assert bool(indicator.unknown_label) == bool(indicator.unknown_label_en), indicator.code


def test_label_follows_the_language_of_the_page() -> None:
    section = Section.objects.get(code="union")
    with translation.override("vi"):
        assert str(section) == "Liên hiệp HTX"
    with translation.override("en"):
        assert str(section) == "Cooperative unions"


def test_every_row_passes_its_own_validation() -> None:
    for indicator in Indicator.objects.all():
        indicator.full_clean()


def test_catalogue_loaded_twice_adds_nothing() -> None:
    before = Indicator.objects.count()
    call_command("loaddata", "catalogue", verbosity=0)
    assert Indicator.objects.count() == before
