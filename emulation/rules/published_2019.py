"""The criteria table that was published for 2019, with an illustrative remainder to 100 points."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings


def published_rules() -> dict[str, Any]:
    """The table as `services.load_rules` takes it.

    Source: criteria 1 to 3 as a cluster published VCA's table for 2019; the others were never published and
    are marked as illustrative, each row of them.
    """
    return json.loads((Path(settings.BASE_DIR) / "fixtures" / "criteria_2019.json").read_text("utf-8"))
