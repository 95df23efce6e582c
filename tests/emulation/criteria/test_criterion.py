"""What the database refuses of a year's criteria."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.criteria.models import Criterion
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from tests.emulation.factories import make_criterion, make_year
from tests.figures.factories import make_catalogue

pytestmark = pytest.mark.postgresql

Kind = Criterion.Kind


@pytest.fixture
def contest(cluster) -> EmulationYear:
    return make_year(cluster, 2023)


@pytest.fixture
def catalogue(db) -> dict[str, Indicator]:
    return make_catalogue()


def assert_refused(constraint: str, contest_year: EmulationYear, **values: object) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_criterion(contest_year, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("criterion_kind_known", {"kind": "guessed"}),
        ("criterion_maximum_above_zero", {"maximum": Decimal(0)}),
        ("criterion_maximum_above_zero", {"maximum": Decimal("1000.01")}),
        ("criterion_names_what_its_kind_needs", {"kind": Kind.BANDED}),
        ("criterion_names_what_its_kind_needs", {"kind": Kind.COUNTED}),
        ("criterion_names_what_its_kind_needs", {"kind": Kind.PLEDGED}),
        ("criterion_names_what_its_kind_needs", {"kind": Kind.JUDGED, "points_each": Decimal(1)}),
    ],
)
def test_row_that_its_kind_does_not_allow_is_refused(name, values, contest):
    assert_refused(name, contest, **values)


def test_ratio_needs_two_different_indicators(contest, catalogue):
    total = catalogue["coop.total"]
    name = "criterion_ratio_of_two_indicators"
    assert_refused(name, contest, kind=Kind.BANDED, numerator=total, denominator=total)


def test_points_for_each_unit_are_above_zero(contest, catalogue):
    values = {"kind": Kind.COUNTED, "numerator": catalogue["coop.new"], "points_each": Decimal(0)}
    assert_refused("criterion_points_each_above_zero", contest, **values)


def test_bonus_and_penalty_belong_to_no_group(contest):
    group = make_criterion(contest, kind=Kind.GROUP)
    for kind in (Kind.BONUS, Kind.PENALTY):
        assert_refused("criterion_bonus_and_penalty_at_the_top", contest, kind=kind, parent=group)


def test_position_is_unique_in_a_group_and_at_the_top(contest):
    group = make_criterion(contest, kind=Kind.GROUP)
    make_criterion(contest, parent=group, position=1)
    for parent in (None, group):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_criterion(contest, parent=parent, position=1)


def test_name_is_unique_in_a_group_at_the_top_and_among_bonuses(contest, cluster):
    group = make_criterion(contest, "Tham mưu", kind=Kind.GROUP)
    make_criterion(contest, "Nhiệm vụ khác", parent=group)
    make_criterion(contest, "Sáng kiến", kind=Kind.BONUS)
    for label, values in (
        ("THAM  MƯU", {}),
        ("Nhiệm vụ khác", {"parent": group}),
        ("Sáng kiến", {"kind": Kind.BONUS}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_criterion(contest, label, **values)
    make_criterion(contest, "Nhiệm vụ khác", parent=make_criterion(contest, "Tuyên truyền", kind=Kind.GROUP))
    make_criterion(contest, "Sáng kiến")
    make_criterion(contest, "Sáng kiến", kind=Kind.PENALTY)
    make_criterion(make_year(cluster, 2022), "Tham mưu")


@pytest.mark.parametrize("bands", [[(60, 3), (60, 2)], [(-1, 2)], [(0, -1)]])
def test_bands_have_different_shares_and_no_negative_points(bands, contest, catalogue):
    terms = {"numerator": catalogue["alliance.member_coops"], "denominator": catalogue["coop.total"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        make_criterion(contest, kind=Kind.BANDED, bands=bands, **terms)


def test_only_a_group_of_the_same_year_has_parts(contest, cluster):
    leaf, group = make_criterion(contest), make_criterion(make_year(cluster, 2022), kind=Kind.GROUP)
    for parent in (leaf, group):
        part = Criterion(
            year=contest, parent=parent, position=1, label="Phần", kind=Kind.JUDGED, maximum=Decimal(1)
        )
        with pytest.raises(ValidationError, match="Chỉ nhóm tiêu chí của cùng năm"):
            part.full_clean()
