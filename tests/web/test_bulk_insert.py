import datetime as dt
from decimal import Decimal

import pytest

from provinces.register.models import Cooperative
from web import bulk_insert

pytestmark = pytest.mark.postgresql

VALUES = [
    {"name": "HTX Hoa\u0300 Bi\u0300nh\u200b", "charter_capital": Decimal("1250.50"), "members": 12},
    {"name": "HTX 100% 'Sạch'", "founded_on": dt.date(2015, 3, 20), "is_illustrative": True},
    {"name": r"HTX \N và \t", "model_reasons": "Một\nHai\\\tBa", "representative": r"\N"},
    {"name": "HTX Ba", "registration_number": "ＤＫ-００１", "working_capital": Decimal(0)},
]


def rows(officer):
    return [
        Cooperative(**(values | {"province": officer.province, "sector": "trade", "changed_by": officer}))
        for values in VALUES
    ]


def stored():
    own = {"id", "changed_at"}
    names = [f.attname for f in Cooperative._meta.concrete_fields if f.name not in own]
    return list(Cooperative.objects.order_by("pk").values(*names))


@pytest.mark.django_db
def test_rows_are_stored_as_django_stores_them_in_any_number_of_statements(officer_hg, monkeypatch):
    Cooperative.objects.bulk_create(rows(officer_hg))
    expected = stored()
    Cooperative.objects.all().delete()
    monkeypatch.setattr(bulk_insert, "_MOST_PARAMETERS", 60)  # two rows
    ours = rows(officer_hg)
    bulk_insert.insert_many(ours)
    assert stored() == expected
    assert [row.pk for row in ours] == list(Cooperative.objects.order_by("pk").values_list("pk", flat=True))
    ours[0].members = 13
    ours[0].save()
    assert Cooperative.objects.get(members=13).name == "HTX Hoà Bình"
    bulk_insert.insert_many([])
