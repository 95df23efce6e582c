"""The last entry of every chain, saved to a file outside of the database.

If somebody removes the end of a chain and sets the rows back to fit, the database alone looks whole.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Max

from figures.history.models import Change

# Submission → number and hash of its last entry.
Ends = dict[int, tuple[int, str]]


def stored_ends() -> Ends:
    last = Change.objects.order_by().values("submission").annotate(number=Max("number"))
    numbers = {row["submission"]: row["number"] for row in last}
    entries = Change.objects.filter(number__in=set(numbers.values())).order_by()
    rows = entries.values_list("submission", "number", "hash")
    return {
        submission: (number, hash_) for submission, number, hash_ in rows if numbers[submission] == number
    }


def read_ends(file: Path) -> Ends:
    """Read the file; a missing file is empty.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it holds something else.
    """
    if not file.exists():
        return {}
    try:
        ends = json.loads(file.read_text())
        return {int(submission): (int(number), str(hash_)) for submission, (number, hash_) in ends.items()}
    except (AttributeError, TypeError) as error:
        raise ValueError(str(error)) from error


def write_ends(file: Path, ends: Ends) -> None:
    """Replace the file at once, or raise OSError."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(json.dumps(ends))
    new.chmod(0o600)
    new.replace(file)


def lost_entries(earlier: Ends) -> Iterator[str]:
    for submission, (number, hash_) in sorted(earlier.items()):
        if not Change.objects.filter(submission_id=submission, number=number, hash=hash_).exists():
            yield f"half-year {submission}: entry {number}, the last one when this was last verified, is gone"
