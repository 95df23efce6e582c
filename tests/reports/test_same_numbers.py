"""Any indicator, province and span has the same number and changes on every page and in every file."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from random import Random
from urllib.parse import urlencode

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.comparison.rows import MAIN_INDICATORS
from reports.presentation.figure_tables import COLUMN_CODES
from tests.figures.factories import NOT_APPLICABLE, NOT_KNOWN, make_period, make_reported
from tests.provinces.clusters.mergers import merge_seven

pytestmark = pytest.mark.long

CODES = (
    "coop.total",
    "coop.new",
    "coop.dissolved",
    "coop.charter_capital",
    "coop.capital_per_coop",
    "group.total",
    "union.total",
    "alliance.member_coops",
)
CHOICES = 4  # of each scene


@dataclass(frozen=True)
class Choice:
    code: str
    province: Province
    span: str
    reading: str = "reported"

    def address(self, path: str, **more: str) -> str:
        return f"{path}?{urlencode({'reading': self.reading, **more})}"


@dataclass(frozen=True)
class Numbers:
    """None where there is none; a change of a flow against the half-year before is not shown everywhere."""

    value: Decimal | None
    on_year: Decimal | None
    on_previous: Decimal | None


@dataclass(frozen=True)
class Percents:
    """The changes in percent, which files have with one decimal."""

    on_year: Decimal | None
    on_previous: Decimal | None


@pytest.fixture
def reader(client_for: Callable[[Officer], Client], secretary: Officer) -> Client:
    return client_for(secretary)


def report(random: Random, cluster: Cluster, slug: str, provinces: list[Province], by: Officer) -> None:
    """What each province reports at random: some nothing, some cells nothing, some estimates."""
    period = make_period(cluster, slug)
    for province in provinces:
        if random.random() < 0.15:
            continue
        cells = {
            code: random.choice([NOT_KNOWN, NOT_APPLICABLE]) if random.random() < 0.15 else drawn(random)
            for code in CODES
            if code != "coop.capital_per_coop" and random.random() < 0.9
        }
        state = random.choice(["accepted", "accepted", "submitted"])
        submission = make_reported(period, province, by, cells, state)
        submission.figures.filter(indicator__code=random.choice(CODES)).update(is_estimate=True)
    Figure.objects.filter(submission__period=period, indicator__code=random.choice(CODES)).update(
        is_illustrative=True
    )


def drawn(random: Random) -> str:
    return random.choice(["0", "7", str(random.randint(1, 2_000_000)), f"{random.randint(1, 999)},5"])


@pytest.mark.parametrize("seed", range(2))
def test_numbers_of_seven_provinces_agree(
    seed: int,
    reader: Client,
    indicators: dict[str, Indicator],
    cluster: Cluster,
    provinces: dict[str, Province],
    secretary: Officer,
) -> None:
    random = Random(seed)  # noqa: S311 - a choice that can be repeated
    slugs = ("2022-H1", "2022-H2", "2023-H1", "2023-H2")
    for slug in slugs:
        report(random, cluster, slug, list(provinces.values()), secretary)
    for _n in range(CHOICES):
        span = random.choice([*slugs, "2022", "2023"])
        assert_same(reader, Choice(random.choice(CODES), random.choice(list(provinces.values())), span))


def test_numbers_of_merged_provinces_agree(
    reader: Client,
    indicators: dict[str, Indicator],
    cluster: Cluster,
    provinces: dict[str, Province],
    secretary: Officer,
) -> None:
    random = Random(100)  # noqa: S311 - a choice that can be repeated
    merged = merge_seven(cluster)
    for slug in ("2024-H1", "2024-H2", "2025-H1"):
        report(random, cluster, slug, list(provinces.values()), secretary)
    report(random, cluster, "2025-H2", list(merged.values()), secretary)
    for span, reading, rows in (
        ("2025-H2", "reported", merged),
        ("2025", "reported", merged),
        ("2025", "former", {**provinces, **merged}),
        ("2024", "today", merged),
        ("2024-H2", "reported", provinces),
    ):
        province = random.choice(list(rows.values()))
        province.refresh_from_db()  # it may have merged since
        assert_same(reader, Choice(random.choice(CODES), province, span, reading))


def assert_same(reader: Client, choice: Choice) -> None:
    expected = on_indicator_page(reader, choice)
    numbers, percents = in_indicator_file(reader, choice)
    assert numbers == expected
    if choice.code in MAIN_INDICATORS:
        assert on_province_page(reader, choice) == expected
        assert in_province_file(reader, choice) == (expected, percents)
        assert on_dashboard(reader, choice) == (expected.value, expected.on_year)
        assert in_file_of_table_1(reader, choice) == percents.on_year
    if choice.code in COLUMN_CODES:
        assert in_table_2(reader, choice) == expected.value
    assert in_dashboard_file(reader, choice) == expected.value
    assert in_explore(reader, choice) == expected.value
    is_ratio = Indicator.objects.get(code=choice.code).kind == Indicator.Kind.RATIO
    if not is_ratio:  # Explore offers no percentage of a ratio
        assert in_explore_file(reader, choice, m="ago") == percents.on_year
    if not is_ratio and not is_year(choice) and not is_flow(choice):
        assert in_explore_file(reader, choice, m="previous") == percents.on_previous


# Pages


def on_indicator_page(reader: Client, choice: Choice) -> Numbers:
    page = read(reader, choice.address(f"/dashboard/{choice.span}/indicators/{choice.code}/"))
    cells = cells_of(page, f'id="{choice.province.slug}"')
    if is_year(choice):  # course, two halves with their states, the year, its change
        heads = [words(head) for head in re.findall(r"<th scope=\"col\".*?</th>", page, re.DOTALL)]
        at = heads.index("So năm trước")
        return Numbers(number(cells[at - 1]), number(cells[at]), None)
    previous = number(cells[4]) if not is_flow(choice) else None
    return Numbers(number(cells[2]), number(cells[3]), previous)


def on_province_page(reader: Client, choice: Choice) -> Numbers:
    page = read(reader, choice.address(f"/provinces/{choice.province.slug}/", period=choice.span))
    (row,) = [
        row
        for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)
        if f"/indicators/{choice.code}/" in row and 'class="course"' in row
    ]
    cells = cells_in(row)
    return Numbers(number(cells[2]), number(cells[3]), None if is_year(choice) else number(cells[4]))


def on_dashboard(reader: Client, choice: Choice) -> tuple[Decimal | None, Decimal | None]:
    page = read(reader, choice.address(f"/dashboard/{choice.span}/", province=choice.province.slug))
    (row,) = [
        row
        for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)
        if f"/indicators/{choice.code}/" in row and 'class="course"' in row
    ]
    own = re.search(r"data-is-marked data-name=.*?>(.*?)(?=<span data-province|</td>)", row, re.DOTALL)
    assert own
    text = words(own[1])
    value = number(text)
    change = re.sub(r"^\S+( ước)?", "", text) if value is not None else ""
    return value, number(change)


def in_table_2(reader: Client, choice: Choice) -> Decimal | None:
    page = read(reader, choice.address(f"/dashboard/{choice.span}/"))
    table = page[page.index("Bảng 2.") :]
    at = [code for code in COLUMN_CODES if code in CODES].index(choice.code)
    cells = cells_of(table, f'data-province="{choice.province.slug}"')
    # The share and its field stand behind the first number.
    return number(cells[1 + at if at == 0 else 3 + at])


# Files


def in_indicator_file(reader: Client, choice: Choice) -> Numbers:
    rows = file_of(
        reader, choice.address(f"/dashboard/{choice.span}/indicators/{choice.code}/", _export="csv")
    )
    row = next(row for row in rows if row["Tỉnh, thành phố"] == name_of(choice))
    label = next(head for head in row if head == span_label(choice))
    return numbers_of(choice, row, label)


def in_province_file(reader: Client, choice: Choice) -> tuple[Numbers, Percents]:
    address = choice.address(
        f"/provinces/{choice.province.slug}/", period=choice.span, _export="csv", _list="indicators"
    )
    row = next(row for row in file_of(reader, address) if row["Mã"] == choice.code)
    return numbers_of(choice, row, list(row)[3])


def in_dashboard_file(reader: Client, choice: Choice) -> Decimal | None:
    rows = file_of(reader, choice.address(f"/dashboard/{choice.span}/figures.csv"))
    row = next(row for row in rows if row["Mã"] == choice.code)
    return plain(row[name_of(choice)])


def in_file_of_table_1(reader: Client, choice: Choice) -> Decimal | None:
    rows = file_of(reader, choice.address(f"/dashboard/{choice.span}/", _export="csv"))
    row = next(row for row in rows if row["Mã"] == choice.code)
    return plain(row[f"{name_of(choice)}, %"])


def in_explore(reader: Client, choice: Choice) -> Decimal | None:
    """On the page, and in the files of both forms and kinds."""
    page = read(reader, explore_address(choice))
    (shown,) = [
        number(words(cell)) for cell in re.findall(r'<td class="[^"]*num">(.*?)</td>', table_of(page))
    ]
    assert in_explore_file(reader, choice) == shown
    (row,) = file_of(reader, explore_address(choice, _export="csv"))
    assert plain(list(row.values())[1]) == shown
    workbook = b"".join(reader.get(explore_address(choice, _export="xlsx")))
    _head, cells = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert plain(str(cells[1])) == shown
    return shown


def in_explore_file(reader: Client, choice: Choice, **more: str) -> Decimal | None:
    (row,) = file_of(reader, explore_address(choice, _export="csv", _list="long", **more))
    return plain(row["Giá trị"])


def explore_address(choice: Choice, **more: str) -> str:
    return choice.address("/explore/", i=choice.code, t=choice.province.slug, s=choice.span, **more)


def table_of(page: str) -> str:
    """The table of Explore's numbers, which stands below the pictures'."""
    return re.findall(r'<table class="data-table tight">.*?</table>', page, re.DOTALL)[-1]


# Reading


def read(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def file_of(reader: Client, address: str) -> list[dict[str, str]]:
    response = reader.get(address)
    assert response.status_code == 200, address
    text = b"".join(response).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def cells_of(page: str, attribute: str) -> list[str]:
    row = re.search(rf"<tr[^>]*{re.escape(attribute)}.*?</tr>", page, re.DOTALL)
    assert row
    return cells_in(row[0])


def cells_in(row: str) -> list[str]:
    return [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]


def words(html: str) -> str:
    without_pictures = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", without_pictures)).split())


def number(text: str) -> Decimal | None:
    """The first number that a cell begins with; an unchanged one is a change of nought."""
    if text.strip().startswith("không đổi"):
        return Decimal(0)
    found = re.match(r"\s*([+−]?)([\d.]+)(,\d+)?", text)
    if found is None:
        return None
    sign, whole, part = found.groups()
    value = Decimal(whole.replace(".", "") + (part or "").replace(",", "."))
    return -value if sign == "−" else value


def plain(text: str) -> Decimal | None:
    """A number of a file; a sign or nothing is none."""
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def numbers_of(choice: Choice, row: dict[str, str], label: str) -> tuple[Numbers, Percents]:
    heads = "So năm trước" if is_year(choice) else "So cùng kỳ", "So kỳ trước"
    on_year, on_previous = (plain(row.get(head, "")) for head in heads)
    percents = (plain(row.get(f"{head}, %", "")) for head in heads)
    return Numbers(plain(row[label]), on_year, on_previous), Percents(*percents)


def span_label(choice: Choice) -> str:
    if is_year(choice):
        return f"Năm {choice.span}"
    half = "đầu" if choice.span.endswith("1") else "cuối"
    return f"6T {half} {choice.span[:4]}"


def name_of(choice: Choice) -> str:
    """As the page's rows have it: of two with one name the former says until when."""
    is_former = choice.reading == "former" and choice.province.ended_on is not None
    return choice.province.dated_name if is_former else choice.province.name


def is_year(choice: Choice) -> bool:
    return "-" not in choice.span


def is_flow(choice: Choice) -> bool:
    return Indicator.objects.get(code=choice.code).is_flow
