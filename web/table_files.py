"""Any table as a file: XLSX, or CSV for other programs.

XLSX keeps numbers as numbers and text as text, whatever the text begins with. CSV has no such types: there an
apostrophe precedes text that a spreadsheet would compute.
"""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    """A list to download. `rows` is read one row at a time, so it may be a generator."""

    name: str  # of the file, without its ending
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]

    def response(self, file_format: str) -> HttpResponseBase:
        write: Callable[..., HttpResponseBase] = _csv if file_format == "csv" else _xlsx
        response = write(self.heads, self.rows)
        response.headers["Content-Disposition"] = f'attachment; filename="{self.name}.{file_format}"'
        return response


def clean(text: str) -> str:
    """Remove NUL and other control characters, which no file may hold, and cut to a cell's length."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})[:_LONGEST]


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        line = io.StringIO()
        writer = csv.writer(line)
        yield "\ufeff"  # without it Excel reads Vietnamese as another encoding
        for row in chain([heads], rows):
            writer.writerow([_csv_text(value) for value in row])
            yield line.getvalue()
            line.seek(0)
            line.truncate()

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _csv_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if text.startswith(_COMPUTED) else text
    if isinstance(value, dt.datetime):
        return f"{_wall_clock(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{_without_trailing_zeros(value):f}" if isinstance(value, Decimal) else str(value)


# A spreadsheet knows no time zones.
def _wall_clock(at: dt.datetime) -> dt.datetime:
    return timezone.localtime(at).replace(tzinfo=None) if timezone.is_aware(at) else at


# The database gives every number four decimals.
def _without_trailing_zeros(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    # constant_memory writes rows to disk as they come: only the packed file is in memory.
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    base = {"font_name": "Times New Roman", "font_size": 12}
    head = book.add_format(base | {"bold": True, "bg_color": "#EFEDE6", "bottom": 1, "text_wrap": True})
    formats: dict[str | int, Any] = {
        **{places: book.add_format(base | {"num_format": _grouped(places)}) for places in range(5)},
        "text": book.add_format(base),
        "date": book.add_format(base | {"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format(base | {"num_format": "dd/mm/yyyy hh:mm:ss"}),
    }
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, max(1, len(heads) - 1), 18)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, title in enumerate(heads):
        sheet.write_string(0, column, clean(str(title)), head)
    for row_number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write_cell(sheet, (row_number, column), value, formats)
    book.close()
    return HttpResponse(target.getvalue(), content_type=_XLSX)


def _grouped(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _write_cell(sheet: Any, at: tuple[int, int], value: Value, formats: Mapping[str | int, Any]) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(*at, clean(value), formats["text"])
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(*at, _wall_clock(value), formats["moment"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, dt.datetime(value.year, value.month, value.day), formats["date"])  # noqa: DTZ001
    else:
        exponent = _without_trailing_zeros(Decimal(value)).as_tuple().exponent
        places = min(4, max(0, -exponent)) if isinstance(exponent, int) else 0
        sheet.write_number(*at, value, formats[places])
