"""The lists of a page as files, by the page's own address: who may read the page may take its lists along."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django_tables2 import Table

from web.table_files import FORMATS, TableFile, table_file


def requested_download(
    request: HttpRequest, lists: Mapping[str, Callable[[], TableFile]]
) -> HttpResponseBase | None:
    """The file that the address asks for: `?_export=xlsx`, of several lists with `&_list=` and its name.

    Args:
        request: what was asked for.
        lists: the page's lists by name; the first one is meant where none is named.

    Returns:
        The file; none where the address asks for the page.
    """
    file_format = request.GET.get("_export", "")
    make = lists.get(request.GET.get("_list") or next(iter(lists), ""))
    if file_format not in FORMATS or make is None:
        return None
    found = make()
    return table_file(file_format, found.name, found.heads, found.rows)


def table_as_file(table: Table, name: str) -> TableFile:
    """All rows of a table with what each column's `value` or the table's `value_…` says of them.

    A column that is not shown stands in the file all the same; one with `exclude_from_export` does not.
    """
    heads, *rows = table.as_values()
    return TableFile(name, [str(head) for head in heads], [list(row) for row in rows])


def illustrative_mark(is_illustrative: bool) -> str:
    """What stands in the file's last column beside a row that is made up."""
    return _("minh họa") if is_illustrative else ""
