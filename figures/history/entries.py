"""Read the content of entries, and compute their hashes."""

import datetime as dt
import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

from figures.history.contents import COLUMNS, MOMENT, WATCHED, ValueKind
from figures.history.models import Change

_CONTENT = {watched.what: {**watched.content, **watched.former} for watched in WATCHED}


def content(what: str, text: str) -> dict[str, Any]:
    """The row's values by the names of its model's fields; empty for no row."""
    if not text:
        return {}
    kinds = _CONTENT[what]
    return {name: _read(kinds[name], value) for name, value in json.loads(text).items() if name in kinds}


def same_content(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Compare two contents by the columns in both: columns are added and removed over time."""
    return bool(one) == bool(other) and all(one[name] == other[name] for name in one.keys() & other.keys())


def _read(kind: ValueKind, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case ValueKind.NUMBER:
            return Decimal(value)
        case ValueKind.MOMENT:
            return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
        case ValueKind.DAY:
            return dt.date.fromisoformat(value)
    return value


def digest(change: Change) -> str:
    parts = {name: getattr(change, name) for name in COLUMNS}
    parts["at"] = change.at.astimezone(dt.UTC).strftime(MOMENT)
    # No part contains a line break: JSON escapes them.
    text = "\n".join("" if parts[name] is None else str(parts[name]) for name in COLUMNS)
    return sha256(text.encode()).hexdigest()
