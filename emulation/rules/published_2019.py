import json
from pathlib import Path
from typing import Any

from django.conf import settings


def published_rules() -> dict[str, Any]:
    """The criteria published for 2019, as `services.load_rules` takes them.

    Source: criteria 1 to 3 as a cluster published VCA's table for 2019. The others, up to 100 points, are
    illustrative and marked so.
    """
    return json.loads((Path(settings.BASE_DIR) / "fixtures" / "criteria_2019.json").read_text("utf-8"))
