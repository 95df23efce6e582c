"""Fill in a form as a spreadsheet program does, and read it."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

KEYS = ("code", "label", "unit", "year_ago", "previous", "value", "state", "estimate", "note", "explanation")


def form_rows(data: bytes) -> dict[str, dict[str, Any]]:
    """The lines of the form by code, each as its cells by key."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    lines = (dict(zip(KEYS, row, strict=False)) for row in rows.to_python(skip_empty_area=False)[5:])
    return {row["code"]: row for row in lines if row["code"]}


def unlocked(data: bytes, sheet: int, column: str) -> set[str]:
    """First cells of the lines whose cell in that column is unlocked; sheets count from 0."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet)
    heads = [row[0] for row in rows.to_python(skip_empty_area=False)]
    return {heads[line - 1] for line in open_lines(data, sheet, column)}


def open_lines(data: bytes, sheet: int, column: str) -> set[int]:
    """Numbers of those lines, counted from 1."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    styles = re.search(r"<cellXfs.*?</cellXfs>", archive.read("xl/styles.xml").decode(), re.DOTALL)
    assert styles
    formats = re.findall(r"<xf [^>]*?/>|<xf .*?</xf>", styles[0], re.DOTALL)
    opens = {n for n, xf in enumerate(formats) if 'locked="0"' in xf}
    page = archive.read(f"xl/worksheets/sheet{sheet + 1}.xml").decode()
    cells = re.findall(rf'<c r="{column}(\d+)" s="(\d+)"', page)
    return {int(line) for line, style in cells if int(style) in opens}


def changed_file(data: bytes, changes: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The form with some cells filled in: a number, a text, or a formula and its stored result."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    lines = {row[0]: n for n, row in enumerate(rows.to_python(skip_empty_area=False), 1) if row[0]}
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode()
                for code, cells in changes.items():
                    for key, value in cells.items():
                        text = _put(text, f"{'ABCDEFGHIJ'[KEYS.index(key)]}{lines[code]}", value)
                content = text.encode()
            archive.writestr(name, content)
    return target.getvalue()


TEXT_ROWS = {"is_estimate": 3, "difficulties": 4, "causes": 5, "solutions": 6, "proposals": 7}


def changed_texts(data: bytes, texts: Mapping[str, Any]) -> bytes:
    """The form with other texts."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet2.xml":
                text = content.decode()
                for key, value in texts.items():
                    text = _put(text, f"C{TEXT_ROWS[key]}", value)
                content = text.encode()
            archive.writestr(name, content)
    return target.getvalue()


def _put(sheet: str, address: str, value: Any) -> str:
    if isinstance(value, tuple):
        formula, result = value
        kind, inner = "", f"<f>{escape(formula[1:])}</f><v>{result}</v>"
    elif isinstance(value, str):
        kind, inner = ' t="inlineStr"', f"<is><t>{escape(value)}</t></is>"
    else:
        kind, inner = "", f"<v>{value}</v>"
    pattern = rf'<c r="{address}"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)'
    changed, count = re.subn(pattern, rf'<c r="{address}"\g<1>{kind}>{inner}</c>', sheet, count=1)
    assert count == 1, address
    return changed
