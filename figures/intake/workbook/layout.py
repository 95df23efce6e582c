"""What the writer and the reader of the form share."""

from typing import Any

MEMORY_SHEET = "_bieu"
MEMORY_VERSION = "1"

# The keys of the columns, in order. They are in a hidden row, so that the reader needs no addresses.
KEYS = (
    "code",
    "label",
    "unit",
    "year_ago",
    "previous",
    "value",
    "state",
    "estimate",
    "note",
    "explanation",
)
COLUMN = {key: number for number, key in enumerate(KEYS)}
# The sheet of texts has keys of its own; its names are those of the texts, and BASIS.
TEXT_COLUMNS = ("name", "label", "text")
SHADE = "#EFEDE6"  # of locked cells
FONT = {"font_name": "Times New Roman", "font_size": 12}
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def protect_and_set_paper(page: Any) -> None:
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
