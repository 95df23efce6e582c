"""The report's part on the pledges: results against signed targets."""

from typing import Any

from emulation.pledges.progress import Progress, ProgressTable
from reports.summary.decimal_text import exact


def pledges_part(progress: ProgressTable | None) -> dict[str, Any] | None:
    """Rows are the provinces that signed; None if nobody did, or no results are accepted."""
    if progress is None or not progress.has_results:
        return None
    totals = progress.totals
    return {
        "year": progress.contest_year.year,
        "caption": progress.caption,
        "illustrative": progress.is_illustrative,
        "total_label": progress.total_label,
        "span": progress.span,
        "indicators": [
            {"label": cell.indicator.label, "unit": cell.indicator.unit, "total": _cell(cell)}
            for cell in totals
        ],
        "rows": [
            {"province": province.name, "cells": [_cell(cell) for cell in row]}
            for province, row in progress.rows
        ],
    }


def _cell(cell: Progress) -> dict[str, Any]:
    return {
        "value": None if cell.value is None else exact(cell.value),
        "target": None if cell.target_value is None else exact(cell.target_value),
        "change_note": cell.target_note,
        "percent": cell.percent_text.removesuffix("%") or None,
        "half": cell.half_mark,
        "reported": cell.reported,
        "expected": cell.expected,
    }
