"""Compare every page, paper and file of the demo between two checkouts, for each user.

    python -m tests.house.pages take FOLDER [CHECKOUT [ROLE …]]
    python -m tests.house.pages compare FOLDER_BEFORE FOLDER_NOW

`take` creates the demo of a checkout (by default this one) in a new database and follows the links as every
account, as the secretary in English, and without login; then it requests as each role the pages to which only
others have links. Named roles limit it to theirs: `anonymous`, `secretary in English`, or an account. All
answers go into a new folder. The clock is stopped, so that the time of the run does not matter; of many
similar pages only some are read (`crawl.py` says how many). An older checkout needs none of these files.

`compare` prints how many answers are the same, how many differ in nothing but a space beside a tag (which
may show, but in a flex box or beside a margin does not), and every other difference once, with the number of
answers that have it and one example. It exits with 1 if there is any. `canonical.py` says what does not count
as one.
"""

import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import astuple
from difflib import SequenceMatcher
from functools import cache, partial
from pathlib import Path

from tests.house import canonical
from tests.house.crawl import ANONYMOUS, IN_ENGLISH, Answer, Reader
from tests.house.demo import make_demo

PROCESSES = 2
KINDS = ("same", "but for a space", "different", "only before", "only now")
LONGEST_HUNK = 12  # lines of a difference that are printed
Answers = dict[str, dict[str, Answer]]  # role → address → answer


def take(folder: Path, checkout: Path, only: set[str]) -> None:
    """Write a checkout's answers to these roles, or to all, into a new folder."""
    began = time.monotonic()
    bodies = folder / "bodies"
    bodies.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="pages-") as temporary:
        database = Path(temporary) / "demo.sqlite3"
        roles = [IN_ENGLISH, *make_demo(checkout, database), ANONYMOUS]
        roles = [role for role in roles if role in only] if only else roles
        with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
            one_by_one = partial(pool.map, chunksize=1)
            crawled = dict(zip(roles, one_by_one(partial(_crawl, database, bodies), roles), strict=True))
            addresses = {address for of_role in crawled.values() for address in of_role if "?" not in address}
            others = [(role, sorted(addresses - of_role.keys())) for role, of_role in crawled.items()]
            probed = dict(zip(roles, one_by_one(partial(_probe, database, bodies), others), strict=True))
    index = {role: crawled[role] | probed[role] for role in roles}
    (folder / "index.json").write_text(json.dumps(index, default=astuple, indent=0))
    count = sum(map(len, index.values()))
    _print(f"{count} answers to {len(roles)} roles in {time.monotonic() - began:.0f} s")


def _crawl(database: Path, bodies: Path, role: str) -> dict[str, Answer]:
    return Reader(role, database, bodies).crawl()


def _probe(database: Path, bodies: Path, of_role: tuple[str, list[str]]) -> dict[str, Answer]:
    role, addresses = of_role
    return Reader(role, database, bodies).probe(addresses)


def compare(before: Path, now: Path) -> int:
    """Print the differences; return 1 if there is any."""
    old, new = _read(before), _read(now)
    counts = Counter[str]()
    causes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    differ, same_spaces = (cache(partial(f, before, now)) for f in (_differences, _has_same_spaces))
    for role in sorted(old.keys() | new.keys()):
        olds, news = old.get(role, {}), new.get(role, {})
        for address in sorted(olds.keys() | news.keys()):
            if address not in news or address not in olds:
                side = "only before" if address in olds else "only now"
                counts[side] += 1
                causes[(side, address)].append(f"{role}: {address}")
                continue
            differences = differ(olds[address], news[address])
            is_same = olds[address].body == news[address].body or same_spaces(olds[address], news[address])
            counts["different" if differences else "same" if is_same else "but for a space"] += 1
            for cause in differences:
                causes[cause].append(f"{role}: {address}")
    _print(", ".join(f"{counts[kind]} {kind}" for kind in KINDS))
    for cause, occurrences in sorted(causes.items(), key=lambda item: -len(item[1])):
        _print(f"\n{len(occurrences)} × (as {occurrences[0]})")
        _print("\n".join(f"  {line}" for line in cause[:LONGEST_HUNK]))
        if len(cause) > LONGEST_HUNK:
            _print(f"  and {len(cause) - LONGEST_HUNK} more lines")
    return int(bool(causes))


def _read(folder: Path) -> Answers:
    index = json.loads((folder / "index.json").read_text())
    return {role: {at: Answer(*answer) for at, answer in answers.items()} for role, answers in index.items()}


def _differences(before: Path, now: Path, old: Answer, new: Answer) -> frozenset[tuple[str, ...]]:
    """Each changed place of an answer, as lines that begin with - or +."""
    if (old.status, old.kind) != (new.status, new.kind):
        return frozenset({(f"- {old.status} {old.kind}", f"+ {new.status} {new.kind}")})
    if old.body == new.body:
        return frozenset()
    return frozenset(_hunks(*([line.strip() for line in lines] for lines in _both(before, now, old, new))))


def _has_same_spaces(before: Path, now: Path, old: Answer, new: Answer) -> bool:
    before_lines, now_lines = _both(before, now, old, new)
    return before_lines == now_lines


def _both(before: Path, now: Path, old: Answer, new: Answer) -> tuple[list[str], list[str]]:
    return _lines(before, old), _lines(now, new)


def _lines(folder: Path, answer: Answer) -> list[str]:
    return canonical.lines(answer.kind, (folder / "bodies" / answer.body).read_bytes())


def _hunks(old: list[str], new: list[str]) -> Iterator[tuple[str, ...]]:
    if old == new:
        return
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            removed, added = old[old_from:old_to], new[new_from:new_to]
            yield (*(f"- {line}" for line in removed), *(f"+ {line}" for line in added))


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def main(arguments: list[str]) -> int:
    match arguments:
        case ["take", folder]:
            take(Path(folder).resolve(), Path(__file__).parents[2], set())
            return 0
        case ["take", folder, checkout, *only]:
            take(Path(folder).resolve(), Path(checkout).resolve(), set(only))
            return 0
        case ["compare", before, now]:
            return compare(Path(before), Path(now))
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
