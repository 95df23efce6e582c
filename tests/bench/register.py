"""Measure the register at national scale: every list and search, counts of past days, an import."""

import datetime as dt
import io
import resource
from collections.abc import Callable
from itertools import cycle
from statistics import median
from time import perf_counter
from typing import Any

import xlsxwriter
from django.core.management import call_command
from django.db import transaction

from figures.periods.models import Period
from figures.register_comparison.counts import organisation_counts
from figures.submissions.register_counts import CountedHalf
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.register.models import Cooperative, CooperativeGroup
from provinces.register_import import services
from provinces.register_import.source import read_source
from tests.bench import data
from tests.bench.server import Server

ROUNDS = 9
LINES = 50_000  # of the imported file
FOUNDED = dt.date(2000, 1, 1)
LISTS = ("cooperatives", "groups", "unions")
QUERIES = {
    "first page": "",
    "last page": "page=999999",
    "by sector": "sector=trade",
    "by province": "province={province}",
    "by state": "legal_state=suspended",
    "ended": "ended=yes",
    "sorted by capital": "sort=-charter_capital",
    "sorted by province": "sort=province",
    "a number": "q=0077{number:04}",
    "two words, many rows": "q=dong+tam",
    "two words, few rows": "q=tam+{number}",
    "nothing found": "q=khong+co+{number}",
    "behind a number": "stands=founded&since=2020-01-01&until=2020-06-30",
}
DECISIONS = ("fees", "models", "chains", "few-members", "undecided")


def measure() -> dict[str, Any]:
    """Medians in milliseconds: by list and query, and of counts of a past day."""
    call_command("migrate", verbosity=0)
    data.make_country()
    data.add_register()
    return {"lists": _lists(), "counts": _counts(), "import": _import()}


def _lists() -> dict[str, float]:
    province = Province.objects.order_by("pk")[3].pk
    times: dict[str, float] = {}
    with Server() as server:
        server.get("/register/cooperatives/")
        for name in LISTS:
            for label, query in QUERIES.items():
                numbers = cycle(range(1000, 9000, 13))
                address = f"/register/{name}/?{query}"
                page = lambda: server.get(address.format(province=province, number=next(numbers)))  # noqa: B023, E731
                times[f"{name}, {label}"] = median(page().milliseconds for _round in range(ROUNDS))
        for name in DECISIONS:
            page = lambda: server.get(f"/register/lists/{name}/")  # noqa: B023, E731
            times[f"to decide: {name}"] = median(page().milliseconds for _round in range(ROUNDS))
    return times


def _counts() -> dict[str, float]:
    periods = list(Period.objects.order_by("year", "half"))
    every = list(Province.objects.values_list("pk", flat=True))
    halves = zip(periods[1:], periods, strict=False)
    chosen = [(period, previous) for period, previous in halves][:: len(periods) // 6]

    def half(provinces: list[int]) -> Callable[[Any], object]:
        return lambda pair: organisation_counts(CountedHalf.of(*pair, provinces, shows_all=True))

    counted = {
        "cooperatives of the country": lambda p: Cooperative.objects.existing_on(p[0].cut_off_on).count(),
        "groups of the country": lambda p: CooperativeGroup.objects.existing_on(p[0].cut_off_on).count(),
        "active cooperatives of the country": lambda p: Cooperative.objects.active_on(
            p[0].cut_off_on
        ).count(),
        "all cells of a province's half-year": half(every[:1]),
        "all cells of every province's half-year": half(every),
    }
    return {label: median(_timed(count, pair) for pair in chosen) for label, count in counted.items()}


def _import() -> dict[str, float]:
    """A file of new cooperatives in a province that has none, beside copying its rows without a look."""
    province = Province.objects.create(slug="moi", name="Mới", code="M", position=999, established_on=FOUNDED)
    officer = Officer.objects.create(username="moi", role=Officer.Role.ENTRY, province=province)
    file = _file()
    begun = perf_counter()
    with transaction.atomic():
        rows = read_source(file, "htx.xlsx", "cooperatives").rows
        Cooperative.objects.bulk_create(
            (
                Cooperative(
                    name=cells[0],
                    registration_number=cells[1],
                    sector="trade",
                    commune=cells[3],
                    province=province,
                    changed_by=officer,
                )
                for _line, _twin, cells in rows
            ),
            batch_size=2000,
        )
        copied = perf_counter() - begun
        transaction.set_rollback(True)
    begun = perf_counter()
    running = services.start_import(kind="cooperatives", file_name="htx.xlsx", data=file, by=officer)
    read = perf_counter() - begun
    running = services.check_all(running=running, by=officer)
    checked = perf_counter() - begun
    services.apply_import(running=running, by=officer, valid_rows=False)
    written = perf_counter() - begun
    begun = perf_counter()
    again = services.start_import(kind="cooperatives", file_name="htx.xlsx", data=file, by=officer)
    again = services.check_all(running=again, by=officer)
    if again.counts != {"same": LINES}:
        raise RuntimeError(f"the same file again is not the same: {again.counts}")
    return {
        "copied": copied,
        "read": read,
        "checked": checked - read,
        "written": written - checked,
        "all": written,
        "again": perf_counter() - begun,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _file() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("HTX")
    sheet.write_row(
        0, 0, ["Tên", "Mã số đăng ký", "Lĩnh vực", "Xã, phường", "Ngày thành lập", "Số thành viên"]
    )
    for number in range(1, LINES + 1):
        sheet.write_row(
            number,
            0,
            [
                f"HTX Nhập {number}",
                f"N{number:06}",
                "TM – DV",
                f"Xã {number % 97}",
                "20/3/2015",
                7 + number % 90,
            ],
        )
    book.close()
    return target.getvalue()


def _timed(act: Callable[[Any], object], argument: Any) -> float:
    begun = perf_counter()
    act(argument)
    return (perf_counter() - begun) * 1000
