"""Fill in a form as a spreadsheet program does, and read it."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

COLUMNS = "ABCDEFGHIJ"
FORM_PART, TEXTS_PART, COPY_PART = (f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 9))
SHEETS = {FORM_PART: "Biểu nhập", TEXTS_PART: "Ý kiến của tỉnh", COPY_PART: "Biểu nhập (2)"}
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
    lines = form_lines(data)
    cells = {
        f"{COLUMNS[KEYS.index(key)]}{lines[code]}": value
        for code, changed in changes.items()
        for key, value in changed.items()
    }
    return with_part(data, FORM_PART, lambda text: _put_all(text, cells))


TEXT_ROWS = {"is_estimate": 3, "difficulties": 4, "causes": 5, "solutions": 6, "proposals": 7}


def changed_texts(data: bytes, texts: Mapping[str, Any]) -> bytes:
    """The form with other texts."""
    cells = {f"C{TEXT_ROWS[key]}": value for key, value in texts.items()}
    return with_part(data, TEXTS_PART, lambda text: _put_all(text, cells))


def form_lines(data: bytes) -> dict[str, int]:
    """The lines of the form's indicators, counted from 1."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return {row[0]: n for n, row in enumerate(rows.to_python(skip_empty_area=False), 1) if row[0]}


def with_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The file with one of its parts changed."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            content = source.read(part)
            archive.writestr(part, change(content.decode()).encode() if part == name else content)
    return target.getvalue()


def with_copied_sheet(data: bytes, other: bytes) -> bytes:
    """The file with the other's form as a sheet of its own, in front."""
    sheet = '<sheet name="Biểu nhập (2)" sheetId="19" r:id="rId19"/>'
    link = (
        '<Relationship Id="rId19" Target="worksheets/sheet9.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/worksheet"/>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    override = f'<Override PartName="/{COPY_PART}" ContentType="{kind}"/>'
    names = re.compile(r"<definedNames>.*?</definedNames>", re.DOTALL)  # they count the sheets
    data = with_part(
        data, "xl/workbook.xml", lambda t: names.sub("", t).replace("<sheets>", f"<sheets>{sheet}")
    )
    data = with_part(data, "xl/_rels/workbook.xml.rels", lambda t: t.replace("</Rel", f"{link}</Rel"))
    data = with_part(data, "[Content_Types].xml", lambda t: t.replace("</Types>", f"{override}</Types>"))
    # Both forms were made alike, so that they share the numbers of their texts.
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(COPY_PART, zipfile.ZipFile(io.BytesIO(other)).read(FORM_PART))
    return target.getvalue()


def formula_places(data: bytes) -> set[str]:
    archive, places = zipfile.ZipFile(io.BytesIO(data)), set()
    for part, name in SHEETS.items():
        if part in archive.namelist():
            addresses = re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>', archive.read(part).decode())
            places |= {f"{name}!{address}" for address in addresses}
    return places


def put(cells: Mapping[str, Any]) -> Callable[[str], str]:
    """A change of a sheet's part: these cells, by address."""
    return lambda sheet: _put_all(sheet, cells)


def _put_all(sheet: str, cells: Mapping[str, Any]) -> str:
    for address, value in cells.items():
        sheet = _put(sheet, address, value)
    return sheet


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
