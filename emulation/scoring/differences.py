"""Which points a reason for a difference was given for."""

from decimal import Decimal


def points_key(*points: Decimal | None) -> str:
    """Name points that differ: a reason holds for these alone (`figures.submissions.reasons.Reason`)."""
    return " ".join("-" if value is None else format(value.normalize(), "f") for value in points)
