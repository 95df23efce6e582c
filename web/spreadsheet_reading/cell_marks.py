"""What the library leaves out of a sheet: formulas, errors, shares, what is hidden or under a merged cell.

The reading process imports this module, so that it imports nothing of the project.
"""

import re
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

MOST_ROWS, MOST_COLUMNS = 2000, 200  # of a sheet; cells beyond are only named
# The formats of a share that need no code, and what a code only prints.
_PERCENT_FORMATS = ("9", "10")
_LITERAL = re.compile(r'"[^"]*"|\\.')
_LONGEST_ERROR = 40  # characters
_TRUE = ("1", "true")

Position = tuple[int, int]  # row and column, counted from 0
TextsByPosition = dict[Position, str]


@dataclass
class Marks:
    """What the library leaves out of a sheet's cells.

    Attributes:
        flags: the cells that hold a formula or an error, or lie under a merged one.
        errors: what those with an error show, such as #REF!.
        shares: the numbers that are shown in percent.
        hidden_rows, hidden_columns: numbers, counted from 0, of those that nobody sees.
    """

    flags: TextsByPosition = field(default_factory=dict)
    errors: TextsByPosition = field(default_factory=dict)
    shares: set[Position] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def local(name: str) -> str:
    """An element's or attribute's name without its namespace, which Strict Open XML has others of."""
    return name.rpartition("}")[2].rpartition(":")[2]


def position(reference: str) -> Position:
    """The row and column of a cell's address."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1


def share_styles(content: bytes) -> set[str]:
    """The styles of an XLSX file, as its cells name them, that show a number in percent."""
    formats, styles, in_cells = set(_PERCENT_FORMATS), [], False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_cells
        if local(name) == "numFmt" and "%" in _LITERAL.sub("", attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif local(name) == "cellXfs":
            in_cells = True
        elif local(name) == "xf" and in_cells:
            styles.append(attributes.get("numFmtId", ""))

    def end(name: str) -> None:
        nonlocal in_cells
        in_cells = in_cells and local(name) != "cellXfs"

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return {str(number) for number, style in enumerate(styles) if style in formats}


def marks_of(content: bytes | IO[bytes], percent: set[str]) -> Marks:
    """The marks of an XLSX sheet, read as a whole or from its file; `percent` has the styles of shares."""
    marks = Marks()
    line, reference, past = 0, "A1", 0  # past: cells since the reference, for cells without one
    is_error_value = False

    def here() -> Position:
        row, column = position(reference)
        return row, column + past

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal line, reference, past, is_error_value
        name = local(name)
        if name == "row":
            line = int(attributes.get("r", line + 1))
            reference, past = f"A{line}", -1
            if attributes.get("hidden") in _TRUE:
                marks.hidden_rows.add(line - 1)
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes["min"]), int(attributes["max"])
            marks.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
        elif name == "c":
            reference, past = (attributes["r"], 0) if "r" in attributes else (reference, past + 1)
            if attributes.get("t") == "e":
                marks.flags[here()] = "error"
            if attributes.get("s") in percent:
                marks.shares.add(here())
        elif name == "f":
            marks.flags.setdefault(here(), "formula")
        elif name == "v":
            is_error_value = bool(marks.flags) and marks.flags.get(here()) == "error"

    def text(characters: str) -> None:
        if is_error_value:
            marks.errors[here()] = (marks.errors.get(here(), "") + characters)[:_LONGEST_ERROR]

    def end(name: str) -> None:
        nonlocal is_error_value
        is_error_value = is_error_value and local(name) != "v"

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    if isinstance(content, bytes):
        parser.Parse(content, True)
    else:
        parser.ParseFile(content)
    return marks


def opendocument_marks(content: bytes) -> dict[str, Marks]:
    """By sheet: the marks of an ODS file's cells.

    A row or cell that is repeated is marked as often as it is read, and beyond that once.
    """
    sheets: dict[str, Marks] = {}
    marks = Marks()
    row = below = column = beside = 0  # below: the next row, after the repetitions of this one

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal marks, row, below, column, beside
        is_hidden = attributes.get("table:visibility") in ("collapse", "filter")
        if name == "table:table":
            marks = sheets[attributes.get("table:name", "")] = Marks()
            below = beside = 0
        elif name == "table:table-column":
            before, beside = beside, beside + int(attributes.get("table:number-columns-repeated", 1))
            if is_hidden:
                marks.hidden_columns |= set(range(before, min(beside, MOST_COLUMNS)))
        elif name == "table:table-row":
            row, column = below, 0
            below += int(attributes.get("table:number-rows-repeated", 1))
            if is_hidden:
                marks.hidden_rows |= set(range(row, min(below, MOST_ROWS)))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            after = column + int(attributes.get("table:number-columns-repeated", 1))
            is_error = attributes.get("calcext:value-type") == "error"
            flag = "error" if is_error else "formula" if "table:formula" in attributes else ""
            if name == "table:covered-table-cell":
                flag = "merged"
            is_share = attributes.get("office:value-type") == "percentage"
            if flag or is_share:
                for down in range(row, max(row + 1, min(below, MOST_ROWS))):
                    for right in range(column, max(column + 1, min(after, MOST_COLUMNS))):
                        if flag:
                            marks.flags[down, right] = flag
                        if is_share:
                            marks.shares.add((down, right))
            column = after

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(content, True)
    return sheets
