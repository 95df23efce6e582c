"""Where every chain ended when it was last found whole, in a file outside of the database.

A chain that was cut off, and the rows set back to fit, looks whole from inside the database.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Max

from figures.history.models import Change

# The number and the hash of a half-year's last entry.
End = tuple[int, str]
Ends = dict[int, End]


def ends() -> Ends:
    """As they are now, by half-year."""
    last = Change.objects.order_by().values("submission").annotate(number=Max("number"))
    numbers = {row["submission"]: row["number"] for row in last}
    entries = Change.objects.filter(number__in=set(numbers.values())).order_by()
    rows = entries.values_list("submission", "number", "hash")
    return {
        submission: (number, hash_) for submission, number, hash_ in rows if numbers[submission] == number
    }


def read(file: Path) -> Ends:
    """Those in the file; none where there is no such file yet.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it is not such a file.
    """
    if not file.exists():
        return {}
    try:
        found = json.loads(file.read_text())
        return {int(submission): (int(number), str(hash_)) for submission, (number, hash_) in found.items()}
    except (AttributeError, TypeError) as error:
        raise ValueError(str(error)) from error


def write(file: Path, found: Ends) -> None:
    """Puts them into the file, all or nothing.

    Raises:
        OSError: if it cannot be written.
    """
    new = file.with_name(f"{file.name}.new")
    new.write_text(json.dumps(found))
    new.chmod(0o600)
    new.replace(file)


def cut_off(before: Ends) -> Iterator[str]:
    """What the chains lost since then, in sentences for the operator."""
    for submission, (number, hash_) in sorted(before.items()):
        if not Change.objects.filter(submission_id=submission, number=number, hash=hash_).exists():
            yield f"half-year {submission}: entry {number}, the last one when this was last verified, is gone"
