"""Nobody sees others' points early: tests look on every page for three numbers that appear nowhere else."""

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
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.html import strip_tags

from emulation.council import services
from emulation.criteria.models import Criterion
from emulation.cross_checks.models import Check
from emulation.overview.board import load_year_board
from emulation.results.models import FinalScore
from emulation.self_scores.models import ScoreSheet
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, make_sent, open_checking
from tests.emulation.evidence.evidence_files import make_evidence
from tests.emulation.factories import make_criterion, make_final, make_sheet
from tests.factories import make_officer
from tests.figures.factories import make_catalogue, make_period
from web.refusals import RefusedError

pytestmark = pytest.mark.long

OWN, CHECKED, FINAL = "2,37", "7,19", "6,13"
LIST = re.compile(r'href="([^"]*_export=csv[^"]*)"')
# Values for the parameters of addresses. An unknown parameter fails, so that no new page is left out.
PARAMETERS = {
    "year": ["2023"],
    "province": ["hau-giang", "kien-giang"],
    "period": ["2023-H1"],
    "code": ["coop.total"],
    "file_format": ["xlsx", "csv"],
    "pk": ["1"],
    "activity": ["1"],
    "part": ["events"],
    "criterion": ["1"],
    "line": ["2"],
    "kind": ["list"],
    "name": ["difficulties"],
}


def addresses(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """Every address of the application, and the first page of Django's own administration.

    PDF papers are left out: each exists as DOCX too, whose text can be searched.
    """
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from ["/admin/"] if inner == "admin:" else addresses(pattern.url_patterns, inner)
            continue
        assert isinstance(pattern, URLPattern)
        if pattern.name in ("login", "logout"):
            continue
        parameters = list(pattern.pattern.converters)
        if str(pattern.pattern).endswith(".pdf"):
            continue
        for values in product(*(PARAMETERS[name] for name in parameters)):
            yield reverse(f"{namespace}{pattern.name}", kwargs=dict(zip(parameters, values, strict=True)))


def text_of(response: Any) -> str:
    """The text of a page or a file; XLSX and DOCX files are unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b" ".join(packed.read(name) for name in packed.namelist())
    return (
        content.decode(errors="replace").replace("2.37", OWN).replace("7.19", CHECKED).replace("6.13", FINAL)
    )


def secrets_seen(client: Any, under: str = "/") -> set[str]:
    """Which of the three numbers are on any page, or in any list that a page offers as a file."""
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


def test_points_on_all_pages_by_reader(
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
    expected = {
        officer_hg: {OWN},  # its own check is not sent, so it does not see the check of its score
        officer_ct: {OWN, CHECKED},
        secretary: {OWN, CHECKED, FINAL},
        head: set(),  # neither its self-score nor its check is sent
        deputy: set(),
        observer: set(),
        administrator: set(),
        another: set(),
    }
    assert {officer: secrets_seen(client_for(officer)) for officer in expected} == expected


def test_points_on_pages_after_the_own_score_and_check_are_sent(
    scene, judged, client_for, officer_hg, leader_hg, head
):
    make_sheet(scene, head.province, sent_by=head)
    assert secrets_seen(client_for(head), "/emulation/") == {OWN}
    send_own(scene, head, judged)
    assert secrets_seen(client_for(head), "/emulation/") == {OWN, CHECKED, FINAL}
    send_own(scene, leader_hg, judged)
    assert secrets_seen(client_for(officer_hg), "/emulation/") == {OWN, CHECKED}


def test_final_points_by_the_head_before_the_own_score_are_refused(scene, judged, head, hau_giang):
    entries = {judged.pk: services.FinalEntry(Decimal(5), "Họp xét.")}
    with pytest.raises(RefusedError, match="Liên minh mình"):
        services.save_finals(contest_year=scene, province=hau_giang, entries=entries, by=head)
    assert FinalScore.objects.get().points == Decimal("6.13")


@pytest.mark.parametrize("who", ["another", "head"])
def test_hidden_and_missing_pages_have_the_same_answer(
    who, scene, client_for, officer_hg, hau_giang, soc_trang, head
):
    """Neither status nor text nor the number of queries shows whether others' scores or files exist."""
    file = make_evidence(scene, hau_giang, officer_hg)
    another = make_officer("soc-trang", Officer.Role.ENTRY, soc_trang)
    client = client_for({"another": another, "head": head}[who])
    pairs = [("scores/hau-giang/", "scores/an-giang/"), ("checks/hau-giang/", "checks/an-giang/")]
    if who == "another":
        pairs.append((f"evidence/{file.pk}/", f"evidence/{file.pk + 1}/"))
        pairs.append((f"evidence/{file.pk}/remove/", f"evidence/{file.pk + 1}/remove/"))
    Check.objects.filter(checked__slug="an-giang").delete()
    for hidden, missing in pairs:
        client.get(f"/emulation/2023/{missing}")
        answers = []
        for page in (hidden, missing):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(f"/emulation/2023/{page}")
            text = strip_tags(answer.content.decode())
            answers.append((answer.status_code, text, len(queries)))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404


def test_board_links_no_self_score_that_its_reader_may_not_open(scene, head):
    def address() -> str:
        columns = {column.label: column for column in load_year_board(head, scene).columns}
        cells = columns["Tự chấm"].cells
        return next(cell.url for pk, cell in cells.items() if pk != head.province_id and cell.done_on)

    assert address() == "/emulation/2023/scores/"
    make_sheet(scene, head.province, sent_by=head)
    assert address() == "/emulation/2023/scores/hau-giang/"
