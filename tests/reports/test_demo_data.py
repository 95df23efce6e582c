"""The illustrative data add up exactly to what the cluster published."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure, Submission
from figures.submissions.reasons import Reason
from figures.validation.checks import check
from figures.validation.findings import CheckedCell, ComparisonValues, Finding, Severity
from provinces.clusters.models import Province
from provinces.register.models import EndKind, LegalState, Sector

Answer = Figure.Answer
HALVES = ["2022-H1", "2022-H2", "2023-H1"]


def read(name: str) -> dict[str, Any]:
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


PUBLISHED, DEMO, REGISTER = read("published_2023_h1"), read("demo_figures"), read("demo_register")
SLUGS: list[str] = DEMO["provinces"]


def cells(half: str, slug: str) -> dict[str, CheckedCell]:
    """A province's half-year as its form would hold it."""
    explanations = DEMO["explanations"].get(half, {}).get(slug, {})
    cells_by_code = {}
    for code, row in DEMO["periods"][half].items():
        raw = row if isinstance(row, str) else row[SLUGS.index(slug)]
        explanation = explanations.get(code, "")
        if raw is None or raw == "unknown":
            cells_by_code[code] = CheckedCell(answer=Answer.NOT_KNOWN.value)
        elif raw == "not_applicable":
            cells_by_code[code] = CheckedCell(answer=Answer.NOT_APPLICABLE.value)
        else:
            cells_by_code[code] = CheckedCell(
                Decimal(raw), Answer.NUMBER.value, "", Reason(explanation, questions=None)
            )
    return cells_by_code


def values(half: str, slug: str) -> dict[str, Decimal]:
    if half not in HALVES:
        return {}
    return {code: cell.value for code, cell in cells(half, slug).items() if cell.value is not None}


def total(half: str, code: str) -> Decimal:
    return sum((values(half, slug)[code] for slug in SLUGS), Decimal(0))


def findings(half: str, slug: str) -> list[Finding]:
    year, number = half.split("-H")
    earlier = f"{year}-H1" if number == "2" else f"{int(year) - 1}-H2"
    previous = values(earlier, slug)
    given = ComparisonValues(
        cells(half, slug), previous, previous, values(f"{int(year) - 1}-H{number}", slug)
    )
    return check(list(Indicator.objects.asked_in(half).select_related("section")), given)


@pytest.fixture
def catalogue(db: None) -> None:
    call_command("loaddata", "catalogue", verbosity=0)


@pytest.mark.parametrize(("code", "published"), PUBLISHED["cluster"].items())
def test_provinces_add_up_to_the_published_total(code: str, published: int) -> None:
    assert total("2023-H1", code) == published


def test_unions_of_each_province_are_as_published() -> None:
    by_province = {slug: values("2023-H1", slug)["union.total"] for slug in SLUGS}
    assert by_province == PUBLISHED["by_province"]["union.total"]
    assert DEMO["published"] == {"2023-H1": list(PUBLISHED["by_province"])}


def test_previous_cooperatives_are_as_the_conference_implies() -> None:
    assert total("2022-H2", "coop.total") == 2109 - 69 + 37
    assert PUBLISHED["implied"] == {"2022-H2": {"coop.total": 2077}}


@pytest.mark.parametrize("half", HALVES)
def test_every_entered_indicator_is_answered(half: str, catalogue: None) -> None:
    entered = set(Indicator.objects.asked_in(half).entered().values_list("code", flat=True))
    if half == HALVES[0]:
        entered |= set(Indicator.objects.filter(kind="opening").values_list("code", flat=True))
    assert set(DEMO["periods"][half]) == entered
    for code, row in DEMO["periods"][half].items():
        assert isinstance(row, str) or len(row) == len(SLUGS), code


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("half", HALVES)
def test_figures_can_be_submitted(half: str, slug: str, catalogue: None) -> None:
    """Parts add up, ledgers close on the half before, limits hold, what is unusual is explained."""
    assert [f.message for f in findings(half, slug) if f.is_blocking] == []


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("half", HALVES[1:])
def test_only_ended_groups_leave_a_check_open(half: str, slug: str, catalogue: None) -> None:
    unchecked = {f.code for f in findings(half, slug) if f.severity == Severity.UNCHECKED}
    assert unchecked == {"group.total"}


def test_anomalies_of_2023_are_the_three_explained_ones(catalogue: None) -> None:
    soft = {
        (slug, f.code) for slug in SLUGS for f in findings("2023-H1", slug) if f.severity == Severity.SOFT
    }
    assert soft == {
        ("soc-trang", "coop.revenue"),
        ("hau-giang", "coop.profit"),
        ("ca-mau", "alliance.fund_disbursed"),
    }
    assert soft == {(slug, code) for slug, texts in DEMO["explanations"]["2023-H1"].items() for code in texts}


@pytest.mark.parametrize("half", HALVES)
def test_ended_groups_are_unknown_not_zero(half: str) -> None:
    assert all(cells(half, slug)["group.ended"].answer == Answer.NOT_KNOWN for slug in SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_province_has_narratives(slug: str) -> None:
    narrative = DEMO["narratives"]["2023-H1"][slug]
    assert set(narrative) == set(Submission.NARRATIVE)
    assert all(narrative.values())


def test_notes_say_that_the_data_are_illustrative() -> None:
    assert "minh họa" in DEMO["note"]
    assert "minh họa" in REGISTER["note"]


def test_map_has_the_provinces_before_and_after_the_merger_and_credits_its_source() -> None:
    drawn = read("cluster_map")
    assert set(drawn["paths"]) == {*SLUGS, "an-giang-2025", "ca-mau-2025", "can-tho-2025"}
    assert "Creative Commons" in drawn["credit"]


@pytest.mark.parametrize("kind", ["cooperatives", "unions", "groups"])
def test_register_row_is_marked_as_illustrative_and_valid(kind: str) -> None:
    for row in REGISTER[kind]:
        assert "Minh Họa" in row["name"]
        assert row["province"] in SLUGS
        assert row["sector"] in Sector.values
        assert row["legal_state"] in LegalState.values
        assert (
            (row["legal_state"] == "ended") == bool(row["ended_on"]) == (row["ended_how"] in EndKind.values)
        )
        assert dt.date.fromisoformat(row["founded_on"]) <= dt.date(2023, 6, 30)
    numbers = [row["number"] for row in REGISTER[kind] if row["number"]]
    assert len(numbers) == len(set(numbers))


def test_register_has_every_sector() -> None:
    assert {row["sector"] for row in REGISTER["cooperatives"]} == set(Sector.values)


@pytest.mark.parametrize(("kind", "minimum"), [("cooperatives", 7), ("unions", 4), ("groups", 2)])
def test_register_meets_the_legal_minimum_of_members(kind: str, minimum: int) -> None:
    """All were founded under the law of 2012 or an older one, which asked for no fewer."""
    assert all(row["members"] >= minimum for row in REGISTER[kind])


def test_register_has_the_unions_of_each_province_as_published() -> None:
    existing = [row["province"] for row in REGISTER["unions"] if not row["ended_on"]]
    assert {slug: existing.count(slug) for slug in SLUGS} == PUBLISHED["by_province"]["union.total"]


def test_union_consists_of_older_active_cooperatives_of_its_province() -> None:
    by_number = {row["number"]: row for row in REGISTER["cooperatives"]}
    for union in REGISTER["unions"]:
        members = [by_number[number] for number in union["member_coops"]]
        assert len(members) == union["members"]
        assert {member["province"] for member in members} == {union["province"]}
        assert {member["legal_state"] for member in members} == {"active"}
        assert all(member["founded_on"] < union["founded_on"] for member in members)


def test_data_name_only_provinces_that_are_loaded(db: None) -> None:
    call_command("loaddata", "cluster", verbosity=0)
    assert set(SLUGS) <= set(Province.objects.values_list("slug", flat=True))
