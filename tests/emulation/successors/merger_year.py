"""The seven of 2025, what each signed, and the three that they made."""

import datetime as dt
from decimal import Decimal
from typing import Any

from emulation.criteria.models import Criterion
from emulation.self_scores import services as self_scores
from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.services import ClaimedScore
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.mergers import services as mergers

DAY = dt.date(2025, 7, 1)
LAST = dt.date(2999, 12, 31)
NEW = "coop.new"
# What each of the seven signed; by hand: An Giang 10 + 20, Cà Mau 30 + 40, Cần Thơ 50 + 60 + 70.
SIGNED = {
    "an-giang": 10,
    "kien-giang": 20,
    "bac-lieu": 30,
    "ca-mau": 40,
    "can-tho": 50,
    "hau-giang": 60,
    "soc-trang": 70,
}
MERGED = {
    "an-giang-2025": ("An Giang", "91", ("an-giang", "kien-giang")),
    "ca-mau-2025": ("Cà Mau", "96", ("bac-lieu", "ca-mau")),
    "can-tho-2025": ("Cần Thơ", "92", ("can-tho", "hau-giang", "soc-trang")),
}
PAGES = ("", "pledges/", "scores/", "checks/", "results/", "log/", "movements/", "votes/", "dossiers/")
ADDED_UP = {"an-giang-2025": 30, "ca-mau-2025": 70, "can-tho-2025": 180}


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def merge_all(secretary: Officer) -> dict[str, Province]:
    return {slug: merge_into(slug, secretary) for slug in MERGED}


def merge_two(secretary: Officer) -> Province:
    """An Giang and Kiên Giang alone."""
    return merge_into("an-giang-2025", secretary)


def merge_into(slug: str, secretary: Officer) -> Province:
    name, code, parts = MERGED[slug]
    mergers.merge(
        parts=Province.objects.filter(slug__in=parts),
        successor=Province(
            slug=slug, name=name, code=code, established_on=DAY, is_city=slug == "can-tho-2025"
        ),
        decision="Nghị quyết 202/2025/QH15",
        by=secretary,
    )
    return Province.objects.get(slug=slug)


def slugs(provinces: Any) -> list[str]:
    return [province.slug for province in provinces]


def get(client_for: Any, officer: Officer, path: str) -> str:
    response = client_for(officer).get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def self_score(year: EmulationYear, province: Province, judged: Criterion, points: str, by: Officer) -> None:
    sheet = ScoreSheet(year=year, province=province)
    claim = ClaimedScore(Decimal(points), "Đã làm cả năm.")
    self_scores.save_score(sheet=sheet, criterion=judged, claim=claim, by=by)
    stored = ScoreSheet.objects.get(year=year, province=province)
    self_scores.send_scores(sheet=stored, seen=str(stored.version), by=by)
