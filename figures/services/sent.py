"""What the cells keep of having been sent."""

from figures.models import Figure
from figures.sheet import Sheet


def keep_sent(sheet: Sheet) -> None:
    """Writes beside each cell which rules its explanation answered, to be offered again another time.

    The caller has checked the sheet, and holds its submission.
    """
    changed = []
    for row in sheet.entered:
        rules = " ".join(row.explained_rules)
        if row.figure is not None and row.figure.explained_rules != rules:
            row.figure.explained_rules = rules
            changed.append(row.figure)
    Figure.objects.bulk_update(changed, ["explained_rules"])
