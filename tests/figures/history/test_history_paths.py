"""Six thousand changes of cells, by every path that there is, and six thousand entries."""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, models

from figures.catalogue.models import Indicator
from figures.entry import services
from figures.entry.proposed_changes import ProposedCell, ProposedChanges
from figures.history.entries import content
from figures.history.models import Change
from figures.history.verify import faults
from figures.intake.writing import write
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.factories import make_officer
from tests.figures.factories import make_period, make_submission
from tests.figures.history.histories import cell_entries, execute

pytestmark = pytest.mark.postgresql

SQLITE = connection.vendor == "sqlite"
HALF_YEARS, CELLS = 20, 25  # each path writes 500 cells
COLUMNS = [field.column for field in Figure._meta.concrete_fields if field.column != "id"]


class Writers:
    """Writes a number into all cells of the half-years, in every possible way."""

    def __init__(
        self, submissions: list[Submission], cells: list[Indicator], officers: dict[Province, Officer]
    ) -> None:
        self.submissions, self.cells, self.officers = submissions, cells, officers

    def figures(self, number: int) -> list[Figure]:
        """As they would be with that number, unsaved."""
        return [
            Figure(
                submission=submission,
                indicator=indicator,
                answer="known",
                value=number,
                version=number,
                changed_by=self.officers[submission.province],
            )
            for submission in self.submissions
            for indicator in self.cells
        ]

    def by_bulk_create(self, number: int) -> None:
        Figure.objects.bulk_create(self.figures(number))

    def by_the_form(self, number: int) -> None:
        typed = {indicator.code: CellEntry(text=str(number)) for indicator in self.cells}
        for submission in self.submissions:
            services.save_cells(submission=submission, entries=typed, by=self.officers[submission.province])

    def by_a_spreadsheet(self, number: int) -> None:
        proposed = {i.code: ProposedCell("", CellEntry(text=str(number))) for i in self.cells}
        for submission in self.submissions:
            seen = {f.indicator.code: CellEntry.of(f).fingerprint for f in submission.figures.all()}
            write(
                proposed=ProposedChanges(proposed, seen),
                submission=submission,
                by=self.officers[submission.province],
            )

    def by_save(self, number: int) -> None:
        for figure in Figure.objects.all():
            figure.value = Decimal(number)
            figure.save()

    def by_update(self, number: int) -> None:
        Figure.objects.update(value=number)

    def by_bulk_update(self, number: int) -> None:
        figures = list(Figure.objects.all())
        for figure in figures:
            figure.value = Decimal(number)
        Figure.objects.bulk_update(figures, ["value"])

    def by_bulk_upsert(self, number: int) -> None:
        Figure.objects.bulk_create(
            self.figures(number),
            update_conflicts=True,
            unique_fields=["submission", "indicator"],
            update_fields=["value"],
        )

    def by_raw_update(self, number: int) -> None:
        execute("UPDATE figures_figure SET value = value + 1")

    def by_raw_upsert(self, number: int) -> None:
        names = ", ".join(COLUMNS)
        execute(
            f"INSERT INTO figures_figure ({names}) SELECT {names} FROM figures_figure WHERE true "  # noqa: S608
            "ON CONFLICT (submission_id, indicator_id) DO UPDATE SET value = EXCLUDED.value + 1"
        )

    def by_an_import(self, number: int, folder: Path) -> None:
        rows = json.loads(serializers.serialize("json", Figure.objects.all()))
        for row in rows:
            row["fields"] |= {"value": str(number), "version": row["fields"]["version"] + 1}
        (folder / "cells.json").write_text(json.dumps(rows))
        call_command("loaddata", folder / "cells.json", verbosity=0)

    def by_raw_delete(self, number: int) -> None:
        execute("DELETE FROM figures_figure")

    def by_copy(self, number: int) -> None:
        """What a database reads from a file; SQLite's shell does it by INSERT."""
        rows = [
            [_raw(f, figure) for f in Figure._meta.concrete_fields[1:]] for figure in self.figures(number)
        ]
        with connection.cursor() as cursor:
            if SQLITE:
                marks = ", ".join(["%s"] * len(COLUMNS))
                statement = f"INSERT INTO figures_figure ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608
                cursor.executemany(statement, rows)
                return
            text = "\n".join("\t".join("\\N" if v is None else str(v) for v in row) for row in rows)
            cursor.copy_expert(f"COPY figures_figure ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO(text))


def _raw(field: models.Field, figure: Figure) -> Any:
    value = field.get_db_prep_save(field.value_from_object(figure), connection)
    return int(value) if isinstance(value, bool) and SQLITE else value


@pytest.fixture
def writers(
    cluster: Cluster, catalogue: dict[str, Indicator], an_giang: Province, hau_giang: Province
) -> Writers:
    officers = {p: make_officer(p.slug, province=p) for p in (an_giang, hau_giang)}
    asked = [i for i in catalogue.values() if i.kind != Indicator.Kind.RATIO and i.is_asked_in("2023-H1")]
    cells = asked[:CELLS]
    periods = [make_period(cluster, f"{year}-H{half}") for year in range(2019, 2024) for half in (1, 2)]
    submissions = [make_submission(period, province) for period in periods for province in officers]
    assert len(submissions) == HALF_YEARS
    return Writers(submissions, cells, officers)


def test_six_thousand_changes_by_every_path_are_found(writers: Writers, tmp_path: Path) -> None:
    """Each path comes with the number it writes and whether the entry has a writer, as `version` grows."""
    paths: list[tuple[Callable[[int], None], int | None, bool]] = [
        (writers.by_bulk_create, 1, True),
        (writers.by_the_form, 2, True),
        (writers.by_a_spreadsheet, 3, True),
        (writers.by_save, 4, False),
        (writers.by_update, 5, False),
        (writers.by_bulk_update, 6, False),
        (writers.by_bulk_upsert, 7, False),
        (writers.by_raw_update, 8, False),
        (writers.by_raw_upsert, 9, False),
        (lambda number: writers.by_an_import(number, tmp_path), 10, True),
        (writers.by_raw_delete, None, False),
        (writers.by_copy, 12, True),
    ]
    for number, (act, __, __) in enumerate(paths, 1):
        act(number)

    assert Change.objects.filter(what=Change.What.CELL).count() == 6_000
    chain = cell_entries(writers.submissions[7], writers.cells[3].code)
    numbers = [number for __, number, __ in paths]
    before, after = (
        [content(c.what, text).get("value") for c, text in ((c, getattr(c, side)) for c in chain)]
        for side in ("before", "after")
    )
    assert after == numbers
    assert before == [None, *numbers[:-1]]
    assert [change.by is not None for change in chain] == [has_writer for __, __, has_writer in paths]
    assert list(faults()) == []
