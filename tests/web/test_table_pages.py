from itertools import chain

import pytest
from django.core.paginator import Paginator

from provinces.register.models import Cooperative
from provinces.register.pages.tables import CooperativeTable
from tests.factories import make_cooperative
from web.table_pages import TablePages

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


@pytest.fixture
def table(hau_giang, officer_hg):
    """Eleven cooperatives; some have a name, a sector or a capital in common, or no capital."""
    for number in range(11):
        capital = number % 3 * 100 or None
        make_cooperative(hau_giang, officer_hg, f"HTX {number % 4}", charter_capital=capital)
    return lambda sort: CooperativeTable(
        Cooperative.objects.prefetch_related("province"),
        url="provinces:cooperative",
        caption="HTX",
        one_province=False,
        order_by=sort,
    )


@pytest.mark.parametrize(
    "sort", ["name", "-name", "province", "-sector", "charter_capital", "-charter_capital", "legal_state"]
)
@pytest.mark.parametrize("per_page", [1, 3, 4, 25])
def test_pages_read_from_either_end_are_those_of_the_whole_list(sort, per_page, table):
    expected = [row.record.pk for row in table(sort).rows]
    pages = TablePages(table(sort), per_page)
    shown = [[row.record.pk for row in page] for page in pages]
    assert shown == [list(page) for page in Paginator(expected, per_page)]
    assert list(chain.from_iterable(shown)) == expected


def test_a_page_that_does_not_exist_is_the_last(table):
    pages = TablePages(table("name"), 4)
    assert [page.number for page in map(pages.get_page, ["999", "-1", "x"])] == [3, 3, 1]
    assert len(pages.get_page(999)) == 3


def test_a_list_without_rows_has_one_empty_page(table):
    Cooperative.objects.all().delete()
    pages = TablePages(table("name"), 4)
    assert [len(page) for page in pages] == [0]
