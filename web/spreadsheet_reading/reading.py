"""Read the cells of an uploaded workbook in a process of its own with limits."""

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web.spreadsheet_reading.process import RefusedError, address

# A file is refused within 2 seconds: we kill the process at the time limit, and the system ends it at the
# processor limit. A province's form takes a fifth of a second.
TIME_LIMIT = 1.5  # seconds
PROCESSOR_LIMIT = 1  # seconds
MEMORY_LIMIT = 256 << 20  # bytes of address space
MOST_BYTES = 2 << 20  # of a file; a province's form has a fiftieth of that
PROCESS = Path(__file__).with_name("process.py")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cell:
    address: str  # C7
    kind: str = "s"  # s: text, n: number, p: number shown in percent, o: anything else: a date, TRUE
    text: str = ""  # numbers with a decimal point and without grouping; 12% is 0.12
    flag: str = ""  # formula, error, merged (under another cell) or none
    is_hidden: bool = False  # in a hidden row or column


@dataclass(frozen=True)
class SheetCells:
    name: str
    rows: Sequence[Sequence[Cell]]  # of different lengths
    beyond: Sequence[Cell] = ()  # outside the area that is read; they hold something
    is_hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else Cell(address(row, column))


@dataclass(frozen=True)
class Workbook:
    sheets: Sequence[SheetCells]
    unread: Mapping[str, int]  # how many cells hold something on each sheet that was skipped


def read_workbook(
    data: bytes, *, needed: Collection[str] = (), headings: Collection[Collection[str]] = ()
) -> Workbook:
    """Read the sheets of an XLSX or ODS file, in order; of each the first 2,000 rows and 200 columns.

    Args:
        data: the file.
        needed: names of sheets that a form has.
        headings: headings of tables, that of a form first. In a form, sheets without such a table are
            skipped, since people keep large sheets of their own beside the tables. A file without the needed
            sheets or without a table of the first kind is read whole.

    Raises:
        RefusedError: with the reason: `large`, `slow`, `broken`, `encrypted`, `old`, `binary`, `numbers`,
            `words`, `macros`, `nested`, `other` if it is no such file.
    """
    if len(data) > MOST_BYTES:
        raise RefusedError("large")
    answer = _run(data, {"needed": list(needed), "headings": [list(keys) for keys in headings]})
    if "refused" in answer:
        raise RefusedError(answer["refused"])
    return Workbook([_sheet_cells(sheet) for sheet in answer["sheets"]], answer["unread"])


def _sheet_cells(sheet: dict[str, Any]) -> SheetCells:
    rows, columns = set(sheet["hidden_rows"]), set(sheet["hidden_columns"])

    def cell(row: int, column: int, held: Sequence[str] | None) -> Cell:
        kind, text, flag = held or ("s", "", "")
        return Cell(address(row, column), kind, text, flag, row in rows or column in columns)

    return SheetCells(
        sheet["name"],
        [
            [cell(row, column, held) for column, held in enumerate(cells)]
            for row, cells in enumerate(sheet["rows"])
        ],
        [Cell(*cell) for cell in sheet["beyond"]],
        sheet["is_hidden"],
    )


def _run(data: bytes, query: dict[str, Any]) -> dict[str, Any]:
    # -I: neither the environment nor the current folder may replace our modules.
    limits = [str(MEMORY_LIMIT), str(PROCESSOR_LIMIT)]
    command = [sys.executable, "-I", str(PROCESS), *limits, json.dumps(query)]
    try:
        result = subprocess.run(  # noqa: S603 - our own script
            command, input=data, capture_output=True, timeout=TIME_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        logger.warning("A workbook of %s bytes took longer than %s s to read.", len(data), TIME_LIMIT)
        return {"refused": "slow"}
    if result.returncode == -signal.SIGXCPU:
        logger.warning("A workbook of %s bytes took longer than %s s to read.", len(data), PROCESSOR_LIMIT)
        return {"refused": "slow"}
    if result.returncode != 0:
        logger.warning(
            "A workbook of %s bytes ended the process that read it (%s): %s",
            len(data),
            result.returncode,
            result.stderr.decode(errors="replace")[-500:],
        )
        return {"refused": "broken"}
    return json.loads(result.stdout)
