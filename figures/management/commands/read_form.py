"""Say what an uploaded form or a pasted block would do, without writing anything."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from figures.intake.accounting import Account, Outcome, Reading, account
from figures.intake.paste.grid import BlockRefusedError
from figures.intake.paste.reading import read_block
from figures.intake.preview import preview_lines, with_unit_questions
from figures.intake.source import PASTED, TableText
from figures.intake.workbook.csv_block import text_in
from figures.intake.workbook.reader import read_file
from figures.periods.permissions import get_member, get_period
from figures.sheet.loading import load_sheet
from figures.submissions.access import find_submission
from figures.submissions.models import Submission
from figures.workflow.services import why_closed
from web.uploads import FileRefusedError


class Command(BaseCommand):
    help = (
        "Print what a filled form, a table (.xlsx, .ods, .csv, .tsv) or a pasted block (.txt) would change, "
        "as one JSON object: each cell that holds something is written, the same, asked or passed over. "
        "Writes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--period", required=True, help="the half-year, such as 2023-H2")
        parser.add_argument("--province", required=True, help="the province, such as hau-giang")

    def handle(self, *, file: Path, period: str, province: str, **options: Any) -> None:
        try:
            half_year = get_period(period)
            submission = find_submission(half_year, get_member(half_year, province))
            data = file.read_bytes()
        except (Http404, OSError) as error:
            raise CommandError(str(error)) from error
        refused = "" if submission.is_editable() else why_closed(submission)
        summary = Account(())
        try:
            reading = _read(data, file.name, submission)
        except (FileRefusedError, BlockRefusedError) as error:
            refused = str(error)
        else:
            proposed = with_unit_questions(reading.proposed, submission)
            summary = account(reading, preview_lines(proposed, submission))
        content = {
            "period": period,
            "province": province,
            "refused": refused,
            "cells": [_as_json(outcome) for outcome in summary.outcomes],
            "counts": summary.counts,
            "cleared": [line.code for line in summary.cleared],
            "read_as_table": summary.source.sheet,
            "unread_sheets": dict(summary.unread_sheets),
        }
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=1))


def _read(data: bytes, name: str, submission: Submission) -> Reading:
    sheet = load_sheet(submission)
    # What was copied from a spreadsheet program is no CSV: a comma is its decimal mark.
    is_block = name.lower().endswith(".txt")
    found = TableText(text_in(data, name), PASTED) if is_block else read_file(data, name, sheet)
    return read_block(found.text, sheet, source=found.source) if isinstance(found, TableText) else found


def _as_json(outcome: Outcome) -> dict[str, Any]:
    cell = outcome.cell
    return {
        "place": cell.place,
        "text": cell.text,
        "outcome": outcome.kind.value,
        "indicator": cell.code,
        "offered": list(cell.offered),  # indicators to choose from, while it is not known which one is meant
        "label": cell.label,
        "readings": list(outcome.readings),
        "reason": outcome.reason,
        "is_label": cell.is_label,  # a word around the numbers, such as a heading or a unit
    }
