"""What the form's writer and its reader agree upon."""

MEMORY_SHEET = "_bieu"
MEMORY_VERSION = "1"

# The columns in their order. Their keys stand in a hidden row, so that a reader needs no address.
COLUMNS = (
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
PLACE = {key: number for number, key in enumerate(COLUMNS)}
# The sheet of texts has its own keys: the name of a text, or what says whether all figures are estimates.
TEXT_COLUMNS = ("name", "label", "text")
SHADE = "#EFEDE6"  # of what is locked
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
