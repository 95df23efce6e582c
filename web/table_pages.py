"""The pages of a long table, each read in a moment however far from the beginning it is."""

from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django_tables2.rows import BoundRows


class TablePages(Paginator):
    """The pages of a table whose rows are a queryset, in an order that no two of them share.

    A database steps over each row before a page, so the later half is read from the end. It also sorts keys
    several times faster than whole rows.

    Args:
        count: of all rows, if it is known.
    """

    def __init__(self, table: Any, per_page: int, *, count: int | None = None) -> None:
        super().__init__(table.data.data, per_page)
        self.table, self.rows = table, cast("QuerySet[Any]", table.data.data)
        if count is not None:
            self.count = count

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        keys = self._keys(first, last)
        by_key = {row.pk: row for row in self.rows.filter(pk__in=keys).order_by()}
        shown = [by_key[key] for key in keys if key in by_key]  # somebody may change one meanwhile
        return Page(BoundRows(shown, self.table), number, self)

    def _keys(self, first: int, last: int) -> list[Any]:
        keys = self.rows.prefetch_related(None).values_list("pk", flat=True)
        if first < self.count - last:
            return list(keys[first:last])
        return list(keys.reverse()[self.count - last : self.count - first])[::-1]
