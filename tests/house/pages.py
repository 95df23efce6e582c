"""Compare every page, paper and file of the demo between two checkouts, as each of its users gets them.

    python -m tests.house.pages take FOLDER [CHECKOUT [ROLE …]]
    python -m tests.house.pages compare FOLDER_BEFORE FOLDER_NOW

`take` makes the demo of a checkout (this one, if none is named) in a database of its own and follows the
links as every account, as the secretary in English, and without logging in; then it asks as each for pages
that only others have links to. Naming roles takes theirs alone: `anonymous`, `secretary in English`, or an
account. All answers go into a new folder. The clock stands still, so that it does not matter when that is
done; a dozen cells of which one is like the other are not all read (`crawl.py` says how many). An older
checkout needs no file of this folder.

`compare` prints how many answers are the same, and every difference once, with how many answers have it and
one of them. It ends with 1 if there is any. `canonical.py` says what does not count as a difference.
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
LONGEST_HUNK = 12  # lines of a difference that are printed
Answers = dict[str, dict[str, Answer]]  # role → address → what it got


def take(folder: Path, checkout: Path, only: set[str]) -> None:
    """Write the answers of a checkout to these roles, or to all, into a folder that does not exist yet."""
    began = time.monotonic()
    bodies = folder / "bodies"
    bodies.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="pages-") as made:
        database = Path(made) / "demo.sqlite3"
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
    _say(f"{count} answers to {len(roles)} roles in {time.monotonic() - began:.0f} s")


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
    differ = cache(partial(_differences, before, now))
    for role in sorted(old.keys() | new.keys()):
        olds, news = old.get(role, {}), new.get(role, {})
        for address in sorted(olds.keys() | news.keys()):
            if address not in news or address not in olds:
                side = "only before" if address in olds else "only now"
                counts[side] += 1
                causes[(side, address)].append(f"{role}: {address}")
                continue
            found = differ(olds[address], news[address])
            counts["different" if found else "same"] += 1
            for cause in found:
                causes[cause].append(f"{role}: {address}")
    _say(", ".join(f"{counts[kind]} {kind}" for kind in ("same", "different", "only before", "only now")))
    for cause, places in sorted(causes.items(), key=lambda item: -len(item[1])):
        _say(f"\n{len(places)} × (as {places[0]})")
        _say("\n".join(f"  {line}" for line in cause[:LONGEST_HUNK]))
        if len(cause) > LONGEST_HUNK:
            _say(f"  and {len(cause) - LONGEST_HUNK} more lines")
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
    return frozenset(_hunks(_lines(before, old), _lines(now, new)))


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


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main(arguments: list[str]) -> int:
    """Run the command."""
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
