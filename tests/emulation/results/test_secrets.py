"""Nobody reads another's points early: three numbers that stand nowhere else, looked for on every page."""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.html import strip_tags

from emulation.council import services
from emulation.criteria.models import Criterion
from emulation.cross_checks.models import Check
from emulation.overview.board import load_year_board
from emulation.results.loading import load_table
from emulation.results.models import FinalScore
from emulation.self_scores.models import ScoreSheet
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, make_sent, open_checking
from tests.emulation.evidence.evidence_files import make_evidence
from tests.emulation.factories import make_criterion, make_final, make_sheet
from tests.factories import make_officer
from tests.figures.factories import make_catalogue, make_period

pytestmark = pytest.mark.long

OWN, CHECKED, FINAL = "2,37", "7,19", "6,13"
LIST = re.compile(r'href="([^"]*_export=csv[^"]*)"')
# Whatever an address may name; a name that is not here fails, so that no new page goes unlooked at.
NAMED = {
    "year": ["2023"],
    "province": ["hau-giang", "kien-giang"],
    "period": ["2023-H1"],
    "code": ["coop.total"],
    "file_format": ["xlsx", "csv"],
    "pk": ["1"],
    "activity": ["1"],
    "criterion": ["1"],
    "kind": ["list"],
    "name": ["difficulties"],
}


def addresses(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """Every address that can be asked for, of Django's own administration the first page alone.

    A paper as PDF has its twin in DOCX, which can be read here.
    """
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from ["/admin/"] if inner == "admin:" else addresses(pattern.url_patterns, inner)
            continue
        assert isinstance(pattern, URLPattern)
        if pattern.name in ("login", "logout"):
            continue
        asked = list(pattern.pattern.converters)
        if str(pattern.pattern).endswith(".pdf"):
            continue
        for chosen in product(*(NAMED[name] for name in asked)):
            yield reverse(f"{namespace}{pattern.name}", kwargs=dict(zip(asked, chosen, strict=True)))


def text_of(response: Any) -> str:
    """What a reader gets to see of it; a packed file is unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b" ".join(packed.read(name) for name in packed.namelist())
    return (
        content.decode(errors="replace").replace("2.37", OWN).replace("7.19", CHECKED).replace("6.13", FINAL)
    )


def found_by(client: Any, under: str = "/") -> set[str]:
    """Which of the three numbers any page there, or any list that it offers as a file, tells that reader."""
    urls = [url for url in addresses(get_resolver().url_patterns) if url.startswith(under)]
    texts = []
    for url in urls:
        texts.append(text_of(client.get(url)))
        texts += [text_of(client.get(urljoin(url, unescape(link)))) for link in LIST.findall(texts[-1])]
    return {secret for secret in (OWN, CHECKED, FINAL) if any(secret in text for text in texts)}


@pytest.fixture
def judged(contest, provinces) -> Criterion:
    return make_criterion(contest, "Truyền thông")


@pytest.fixture
def scene(contest, judged, hau_giang, officer_hg, leader_ct, secretary, cluster) -> EmulationYear:
    """Hậu Giang gave itself 2,37, Cần Thơ gave it 7,19, the council 6,13; nobody else has done anything."""
    cache.clear()
    make_catalogue()
    make_period(cluster, "2023-H1")
    open_checking(contest, answers=True)
    make_claimed(contest, hau_giang, officer_hg, {judged: "2.37"})
    ring = {check.checked.slug: check for check in make_checks(contest)}
    make_sent(ring["hau-giang"], leader_ct, {judged: "7.19"})
    make_final(judged, hau_giang, secretary, "6.13", "Họp xét.")
    return contest


def send_own(contest: EmulationYear, officer: Officer, judged: Criterion) -> None:
    """The officer's province has sent its self-score and its check."""
    if not ScoreSheet.objects.filter(year=contest, province=officer.province).exists():
        make_sheet(contest, officer.province, sent_by=officer)
    make_sent(Check.objects.get(year=contest, checker=officer.province), officer, {judged: "1"})


def test_every_page_tells_each_reader_what_is_theirs_by_now(
    scene,
    judged,
    client_for,
    officer_hg,
    officer_ct,
    secretary,
    head,
    deputy,
    observer,
    administrator,
    soc_trang,
):
    another = make_officer("soc-trang", Officer.Role.ENTRY, soc_trang)
    known = {
        officer_hg: {OWN},  # its own check is not in, so it does not read how it was checked
        officer_ct: {OWN, CHECKED},
        secretary: {OWN, CHECKED, FINAL},
        head: set(),  # neither of its own is in
        deputy: set(),
        observer: set(),
        administrator: set(),
        another: set(),
    }
    assert {officer: found_by(client_for(officer)) for officer in known} == known


def test_pages_tell_more_once_the_own_score_and_check_are_in(
    scene, judged, client_for, officer_hg, leader_hg, head
):
    make_sheet(scene, head.province, sent_by=head)
    assert found_by(client_for(head), "/emulation/") == {OWN}
    send_own(scene, head, judged)
    assert found_by(client_for(head), "/emulation/") == {OWN, CHECKED, FINAL}
    send_own(scene, leader_hg, judged)
    assert found_by(client_for(officer_hg), "/emulation/") == {OWN, CHECKED}


def test_head_and_deputy_write_no_final_points_before_their_own_are_in(scene, judged, head, hau_giang):
    seen = services.finals_edition(load_table(scene, head), hau_giang)
    entries = {judged.pk: services.FinalEntry(Decimal(5), "Họp xét.")}
    with pytest.raises(ValidationError, match="Liên minh mình"):
        services.save_finals(year=scene, province=hau_giang, entries=entries, seen=seen, by=head)
    assert FinalScore.objects.get().points == Decimal("6.13")


@pytest.mark.parametrize("who", ["another", "head"])
def test_what_is_hidden_and_what_is_not_there_are_answered_alike(
    who, scene, client_for, officer_hg, hau_giang, soc_trang, head
):
    """Neither status nor words nor the number of queries says whether another's score or file is there."""
    file = make_evidence(scene, hau_giang, officer_hg)
    another = make_officer("soc-trang", Officer.Role.ENTRY, soc_trang)
    client = client_for({"another": another, "head": head}[who])
    pairs = [("scores/hau-giang/", "scores/an-giang/"), ("checks/hau-giang/", "checks/an-giang/")]
    if who == "another":
        pairs.append((f"evidence/{file.pk}/", f"evidence/{file.pk + 1}/"))
        pairs.append((f"evidence/{file.pk}/remove/", f"evidence/{file.pk + 1}/remove/"))
    Check.objects.filter(checked__slug="an-giang").delete()
    for there, nowhere in pairs:
        client.get(f"/emulation/2023/{nowhere}")
        told = []
        for page in (there, nowhere):
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(f"/emulation/2023/{page}")
            words = strip_tags(answer.content.decode())
            told.append((answer.status_code, words, len(asked)))
        assert told[0] == told[1]
        assert told[0][0] == 404


def test_the_board_leads_to_no_self_score_that_its_reader_may_not_open(scene, head):
    def address() -> str:
        columns = {column.label: column for column in load_year_board(head, scene).columns}
        found = columns["Tự chấm"].cells
        return next(cell.url for pk, cell in found.items() if pk != head.province_id and cell.on)

    assert address() == "/emulation/2023/scores/"
    make_sheet(scene, head.province, sent_by=head)
    assert address() == "/emulation/2023/scores/hau-giang/"
