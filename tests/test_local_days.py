"""Days are Vietnam's: the database holds times in UTC, where a day ends at seven in the morning."""

import ast
import datetime as dt
import re
from pathlib import Path

from django.conf import settings

from tests.apps import APPS
from vietnamese.dates import format_date

# Calls of these cut a time in UTC, or the clock of whatever zone the server is in.
FORBIDDEN = {"today", "utcnow", "utcfromtimestamp"}
LOCAL = {
    "figures/change_log/exports.py": "of a local time",
    "vietnamese/dates.py": "of a text",
    "provinces/register_import/cells.py": "of a text",
    "web/spreadsheet_reading/table_process.py": "of a spreadsheet's cell, which has no zone",
}


def sources(folder: str, ending: str) -> list[Path]:
    return [
        path for path in (settings.BASE_DIR / folder).rglob(f"*.{ending}") if path.parent.name != "migrations"
    ]


def cuts_a_time(node: ast.AST) -> bool:
    """`at.date()`, `date.today()`, `datetime.now()` without a zone."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    name, owner = node.func.attr, ast.unparse(node.func.value)
    if name == "now":
        return owner.endswith("datetime") and not (node.args or node.keywords)
    return name in FORBIDDEN or (name == "date" and not node.args)


def test_no_code_takes_the_day_of_a_time_in_utc():
    found = set()
    for path in (path for app in APPS for path in sources(app, "py")):
        if any(cuts_a_time(node) for node in ast.walk(ast.parse(path.read_text()))):
            found.add(str(path.relative_to(settings.BASE_DIR)))
    assert found == set(LOCAL)


def test_no_template_takes_the_day_of_a_time():
    assert not [
        path for path in sources("templates", "html") if re.search(r"\.date\b(?!_)", path.read_text())
    ]


def test_a_time_is_written_with_its_local_day():
    assert format_date(dt.datetime(2023, 6, 30, 17, 0, tzinfo=dt.UTC)) == "01/7/2023"
    assert format_date(dt.datetime(2023, 6, 30, 16, 59, tzinfo=dt.UTC)) == "30/6/2023"
