"""From an uploaded workbook to its cells, read in a process of its own with limits."""

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web.spreadsheet_reading.process import RefusedError, address

# A file is refused within 2 seconds: the process is killed at the first limit, counted from its start, and
# the system itself ends it at the second. A province's form takes a fifth of a second.
TIME_LIMIT = 1.5  # seconds by the clock
PROCESSOR_LIMIT = 1  # seconds of work
MEMORY_LIMIT = 256 << 20  # bytes of address space
MOST_BYTES = 2 << 20  # of a file; a province's form has a fiftieth
PROCESS = Path(__file__).with_name("process.py")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cell:
    """A cell as the file has it.

    Attributes:
        address: `C7`.
        kind: `s` for text, `n` for a number, `o` for something else, such as a date or true.
        text: the text; a number with a point and without grouping.
        flag: `formula`, `error`, or nothing.
    """

    address: str
    kind: str = "s"
    text: str = ""
    flag: str = ""


@dataclass(frozen=True)
class SheetCells:
    """The cells of a sheet by row and column; rows differ in length."""

    name: str
    rows: Sequence[Sequence[Cell]]

    def cell(self, row: int, column: int) -> Cell:
        """The cell, both numbers counted from 0; a blank one where the file has none."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else Cell(address(row, column))


def read_workbook(
    data: bytes, *, needed: Collection[str] = (), headings: Collection[Collection[str]] = ()
) -> list[SheetCells]:
    """The sheets of an XLSX file, in their order; of each the first 2,000 rows and 200 columns.

    Args:
        data: the file.
        needed: names of sheets that the file must have.
        headings: the headings of tables. Where any are given, sheets without such a table are left out, so
            that what somebody keeps beside the tables is no burden.

    Raises:
        RefusedError: with the reason: `large`, `slow`, `broken`, `encrypted`, `old`, `macros`, `nested`,
            `form` where a needed sheet is missing, `other` for what is no XLSX file.
    """
    if len(data) > MOST_BYTES:
        raise RefusedError("large")
    said = _run(data, {"needed": list(needed), "headings": [list(keys) for keys in headings]})
    if "refused" in said:
        raise RefusedError(said["refused"])
    return [
        SheetCells(
            sheet["name"],
            [
                [Cell(address(row, column), *(cell or ())) for column, cell in enumerate(cells)]
                for row, cells in enumerate(sheet["rows"])
            ],
        )
        for sheet in said["sheets"]
    ]


def _run(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """What the reading process says; a file that stops it is refused."""
    # -I: neither the environment nor the current folder may put other modules in the place of ours.
    limits = [str(MEMORY_LIMIT), str(PROCESSOR_LIMIT)]
    command = [sys.executable, "-I", str(PROCESS), *limits, json.dumps(asked)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command, input=data, capture_output=True, timeout=TIME_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        logger.warning("A workbook of %s bytes took longer than %s s to read.", len(data), TIME_LIMIT)
        return {"refused": "slow"}
    if done.returncode == -signal.SIGXCPU:
        logger.warning("A workbook of %s bytes took longer than %s s to read.", len(data), PROCESSOR_LIMIT)
        return {"refused": "slow"}
    if done.returncode != 0:
        logger.warning(
            "A workbook of %s bytes ended the process that read it (%s): %s",
            len(data),
            done.returncode,
            done.stderr.decode(errors="replace")[-500:],
        )
        return {"refused": "broken"}
    return json.loads(done.stdout)
