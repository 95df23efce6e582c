"""A page's lists as files, under the page's own URL: whoever may read the page may download them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django_tables2 import Table

from web.table_files import FORMATS, TableFile


def requested_download(
    request: HttpRequest, main: Callable[[], TableFile] | None, **others: Callable[[], TableFile] | None
) -> HttpResponseBase | None:
    """The file that the URL asks for, or None if it asks for the page.

    `?_export=xlsx` asks for the main list, `&_list=` for one of the others. A list that the page does not
    have now is None.
    """
    file_format = request.GET.get("_export", "")
    name = request.GET.get("_list")
    make = others.get(name) if name else main
    return make().response(file_format) if make and file_format in FORMATS else None


def table_as_file(table: Table, name: str) -> TableFile:
    heads, *rows = table.as_values()
    return TableFile(name, [str(head) for head in heads], [list(row) for row in rows])


def illustrative_mark(is_illustrative: bool) -> str:
    return _("minh họa") if is_illustrative else ""
