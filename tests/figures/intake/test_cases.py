"""Files and blocks with the right reading beside each: `make cases` lists what was read of them.

`cases/right.json` has, for each, what it stands for and what becomes of its numbers: the place, the text, the
outcome, the indicator (or those offered) and the readings; `only` leaves out those passed over. All are for
Hậu Giang's second half of 2023.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from reports import demo
from tests.figures.factories import make_period, make_reported

FOLDER = Path(__file__).with_name("cases")
RIGHT: dict[str, dict[str, Any]] = json.loads((FOLDER / "right.json").read_text())
MISSING = {None: "unknown", "unknown": "unknown", "not_applicable": "not_applicable"}


@pytest.fixture
def half_year(cluster, catalogue, hau_giang, officer_hg) -> None:
    """An open half-year after those of the demo."""
    demo_periods = demo.fixture("demo_figures.json")["periods"]
    index = demo.fixture("demo_figures.json")["provinces"].index("hau-giang")
    for slug in ("2022-H2", "2023-H1"):
        cells = {code: c if isinstance(c, str) else c[index] for code, c in demo_periods[slug].items()}
        entries = {code: _entry(cell) for code, cell in cells.items()}
        make_reported(make_period(cluster, slug), hau_giang, officer_hg, entries)
    make_period(cluster, "2023-H2")


def _entry(cell: Any) -> CellEntry:
    if cell in MISSING:
        return CellEntry(state=MISSING[cell])
    return CellEntry(str(cell).replace(".", ","))


def read(name: str) -> dict[str, Any]:
    output = io.StringIO()
    call_command("read_form", str(FOLDER / name), period="2023-H2", province="hau-giang", stdout=output)
    return json.loads(output.getvalue())


def numbers_of(answer: dict[str, Any]) -> list[list[Any]]:
    """What becomes of the numbers, without the words around them."""
    return [
        [cell["place"], cell["text"], cell["outcome"], cell["indicator"] or cell["offered"], cell["readings"]]
        for cell in answer["cells"]
        if not cell["is_label"]
    ]


def summary(name: str, answer: dict[str, Any], numbers: list[list[Any]]) -> str:
    lines = [f"{name}: {answer['refused'] or answer['counts']}"]
    lines += [
        f"    {outcome:11} {place} {text!r} {code or ''} {'; '.join(readings)}"
        for place, text, outcome, code, readings in numbers
        if outcome != "passed_over" or len(numbers) < 20
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("name", RIGHT)
def test_case_is_read_right(name, half_year):
    before = Submission.objects.count(), Figure.objects.count()
    right, answer = RIGHT[name], read(name)
    numbers = numbers_of(answer)
    sys.stdout.write(f"\n{summary(name, answer, numbers)}\n")
    assert answer["refused"] == right.get("refused", "")
    if "only" in right:
        numbers = [number for number in numbers if number[2] != "passed_over"]
    assert numbers == right.get("only", right.get("cells", []))
    assert answer["counts"] == right["counts"]
    assert sum(answer["counts"].values()) == len(answer["cells"])
    assert answer["read_as_table"] == right.get("read_as_table", "")
    assert answer["unread_sheets"] == right.get("unread_sheets", {})
    assert (Submission.objects.count(), Figure.objects.count()) == before, "reading writes nothing"


def test_every_case_has_its_right_reading():
    assert set(RIGHT) == {path.name for path in FOLDER.iterdir()} - {"right.json"}
