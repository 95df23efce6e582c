"""Files of organisations, as people make them."""

import csv
import io
from typing import Any

import xlsxwriter

from provinces.register_import import services
from provinces.register_import.models import RegisterImport

ROW = {
    "Tên": "HTX Lúa Vàng",
    "Mã số đăng ký": "1800000001",
    "Lĩnh vực": "Nông nghiệp",
    "Xã, phường": "Vị Thủy",
    "Ngày thành lập": "20/3/2015",
}


def csv_file(*rows: dict[str, Any], heads: list[str] | None = None, delimiter: str = ",") -> bytes:
    heads = heads or list(dict.fromkeys(head for row in rows for head in row))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(heads)
    writer.writerows([row.get(head, "") for head in heads] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(
    lines: list[list[Any]], formulas: dict[tuple[int, int], tuple[str, Any]] | None = None
) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("HTX")
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write(number, column, value)
    for (number, column), (formula, result) in (formulas or {}).items():
        sheet.write_formula(number, column, formula, None, result)
    book.close()
    return target.getvalue()


def checked(by: Any, data: bytes, kind: str = "cooperatives", name: str = "htx.csv") -> RegisterImport:
    running = services.start_import(kind=kind, file_name=name, data=data, by=by)
    return services.check_all(running=running, by=by)


def imported(by: Any, data: bytes, kind: str = "cooperatives", *, valid_rows: bool = False) -> dict[str, int]:
    running = checked(by, data, kind)
    return services.apply_import(running=running, by=by, valid_rows=valid_rows).counts


def reasons(running: RegisterImport) -> list[str]:
    return [
        f"{column}: {sentence}"
        for chunk in running.chunks.all()
        for _kind, _pk, _version, told, *_more in chunk.outcomes
        for column, sentence in told
    ]
