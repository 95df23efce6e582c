"""Any table as a file: XLSX, in which everything is what it is, and CSV for other programs.

XLSX holds numbers as numbers and text as text, whatever the text begins with. CSV has no such difference:
there a text that a spreadsheet would compute gets an apostrophe before it, which can be seen.
"""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

import xlsxwriter
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

Value = str | int | Decimal | dt.date | None
FORMATS = ("xlsx", "csv")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 32_767  # characters that a spreadsheet's cell takes


@dataclass(frozen=True)
class TableFile:
    """A list as its file has it.

    Attributes:
        name: of the file, without its ending.
        heads: the columns' headings.
        rows: the values in the order of the headings; read one by one, and none kept.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]

    def response(self, file_format: str) -> HttpResponseBase:
        """The file as a download, in one of FORMATS."""
        write: Callable[..., HttpResponseBase] = _csv if file_format == "csv" else _xlsx
        response = write(self.heads, self.rows)
        response.headers["Content-Disposition"] = f'attachment; filename="{self.name}.{file_format}"'
        response.headers["Cache-Control"] = "no-store"
        return response


def clean(text: str) -> str:
    """Text without what no file may hold: NUL and other control characters."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return kept[:_LONGEST]


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> StreamingHttpResponse:
    def written() -> Iterator[str]:
        line = io.StringIO()
        writer = csv.writer(line)
        yield "\ufeff"  # without it Excel reads Vietnamese as another encoding
        for row in chain([heads], rows):
            writer.writerow([_plain(value) for value in row])
            yield line.getvalue()
            line.seek(0)
            line.truncate()

    return StreamingHttpResponse(written(), content_type="text/csv; charset=utf-8")


def _plain(value: Value) -> str:
    """A value for a program to read: 1234.5, 2023-07-05."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if text.startswith(_COMPUTED) else text
    if isinstance(value, dt.datetime):
        return f"{_local(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{_short(value):f}" if isinstance(value, Decimal) else str(value)


def _local(at: dt.datetime) -> dt.datetime:
    """As the clock on the wall shows it: a spreadsheet knows no time zones."""
    return timezone.localtime(at).replace(tzinfo=None) if timezone.is_aware(at) else at


def _short(value: Decimal) -> Decimal:
    """Without zeros at its end: the database gives every number four decimals."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    # Rows go to disk as they come; what is held is the packed file alone.
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet()
    base = {"font_name": "Times New Roman", "font_size": 12}
    head = book.add_format(base | {"bold": True, "bg_color": "#EFEDE6", "bottom": 1, "text_wrap": True})
    formats = {places: book.add_format(base | {"num_format": _grouped(places)}) for places in range(5)}
    words, date = book.add_format(base), book.add_format(base | {"num_format": "dd/mm/yyyy"})
    moment = book.add_format(base | {"num_format": "dd/mm/yyyy hh:mm:ss"})
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 44)
    page.set_column(1, max(1, len(heads) - 1), 18)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for number, title in enumerate(heads):
        page.write_string(0, number, clean(str(title)), head)
    for line, row in enumerate(rows, 1):
        for number, value in enumerate(row):
            _write(page, line, number, value, words=words, date=date, moment=moment, numbers=formats)
    book.close()
    return HttpResponse(target.getvalue(), content_type=_XLSX)


def _grouped(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _write(
    page: Any,
    line: int,
    number: int,
    value: Value,
    *,
    words: Any,
    date: Any,
    moment: Any,
    numbers: dict[int, Any],
) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(line, number, clean(value), words)
    elif isinstance(value, dt.datetime):
        page.write_datetime(line, number, _local(value), moment)
    elif isinstance(value, dt.date):
        page.write_datetime(line, number, dt.datetime(value.year, value.month, value.day), date)  # noqa: DTZ001
    else:
        exponent = _short(Decimal(value)).as_tuple().exponent
        places = min(4, max(0, -exponent)) if isinstance(exponent, int) else 0
        page.write_number(line, number, value, numbers[places])
