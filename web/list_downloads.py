"""The lists of a page as files, under the page's own address: whoever may read the page may download them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django_tables2 import Table

from web.table_files import FORMATS, TableFile


def requested_download(
    request: HttpRequest, main: Callable[[], TableFile] | None, **others: Callable[[], TableFile] | None
) -> HttpResponseBase | None:
    """The file that the address asks for, or None where it asks for the page.

    `?_export=xlsx` means the main list; `&_list=` names one of the others. None stands for a list that the
    page does not have now.
    """
    file_format = request.GET.get("_export", "")
    name = request.GET.get("_list")
    make = others.get(name) if name else main
    return make().response(file_format) if make and file_format in FORMATS else None


def table_as_file(table: Table, name: str) -> TableFile:
    """All rows of a table, by each column's `value` or the table's `value_…`.

    The file has hidden columns too, but none with `exclude_from_export`.
    """
    heads, *rows = table.as_values()
    return TableFile(name, [str(head) for head in heads], [list(row) for row in rows])


def illustrative_mark(is_illustrative: bool) -> str:
    """The last column of a file: which rows hold invented figures."""
    return _("minh họa") if is_illustrative else ""
