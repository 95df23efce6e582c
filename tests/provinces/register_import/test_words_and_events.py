"""Whatever word and whatever event the register has, its file is imported as it was."""

import datetime as dt
from itertools import product

import pytest
from django.utils.translation import override

from provinces.register.event_models import BEGINNINGS, ENDS, OF_UNIONS, EventKind
from provinces.register.fact_models import OrganisationHalfYear
from provinces.register.models import Sector
from provinces.register.projection import project
from provinces.register_import.columns import columns_of
from provinces.register_import.exports import register_file
from tests.factories import make_cooperative, make_group, make_union
from tests.provinces.register_import.files import checked, reasons

pytestmark = pytest.mark.postgresql

FOUNDED = dt.date(2015, 3, 20)
MAKERS = {"cooperatives": make_cooperative, "groups": make_group, "unions": make_union}


def assert_unchanged(kind, province, by, rows):
    for language, file_format in (("vi", "xlsx"), ("en", "csv")):
        with override(language):
            file = register_file(kind, province).response(file_format).getvalue()
        running = checked(by, file, kind)
        assert (running.counts, reasons(running)) == ({"same": rows}, [])


@pytest.mark.parametrize("kind", MAKERS)
def test_organisation_with_any_event_comes_back_unchanged(kind, hau_giang, can_tho, officer_hg, officer_ct):
    union = make_union(can_tho, officer_ct)
    told = [
        (event, day, founded_on)
        for event, day, founded_on in product(EventKind, (None, dt.date(2020, 2, 1)), (None, FOUNDED))
        if (kind == "cooperatives" or event not in OF_UNIONS)
        and not (event in ENDS and day is None)
        and not (event in BEGINNINGS and founded_on)
    ]
    for number, (event, day, founded_on) in enumerate(told):
        row = MAKERS[kind](hau_giang, officer_hg, f"Đơn vị {number}", founded_on=founded_on)
        of_union = {"union": union} if event in OF_UNIONS else {}
        row.events.create(kind=event, happened_on=day, entered_by=officer_hg, **of_union)
        project(row)
        row.save()
    assert_unchanged(kind, hau_giang, officer_hg, len(told))


@pytest.mark.parametrize("kind", MAKERS)
def test_any_value_of_a_column_of_words_comes_back_unchanged(kind, hau_giang, officer_hg):
    told = [
        (sector, half, rating)
        for sector, half, rating in product(Sector, (1, 2), ("", *OrganisationHalfYear.Rating))
    ]
    for number, (sector, half, rating) in enumerate(told):
        row = MAKERS[kind](hau_giang, officer_hg, f"Đơn vị {number}", sector=sector)
        row.half_years.create(year=2023, half=half, revenue=5, rating=rating)
    assert_unchanged(kind, hau_giang, officer_hg, len(told))
    walked = {"sector", "half", "rating", "began_how", "legal_state", "alliance", "ended_how"}
    assert walked >= {column.key for column in columns_of(kind) if column.type == "word"}
