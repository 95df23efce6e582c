"""Authorisation: every URL × every member of the cast × GET and POST, each with the expected status."""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from emulation.awards.models import Dossier
from emulation.criteria.models import Criterion
from emulation.cross_checks.models import Check
from emulation.evidence import storage
from emulation.evidence.models import Evidence
from emulation.movements.models import Activity, Movement
from emulation.votes.models import Poll
from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster
from provinces.register.event_models import CooperativeEvent, GroupEvent, UnionEvent, UnionMembership
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation
from provinces.register_import.models import RegisterImport
from reports.explore.models import SavedView
from reports.explore.services import save_view
from tests.address_table import CAST, SENT, TABLE, Url
from tests.emulation.cross_checks.check_rows import make_sent
from tests.emulation.evidence.evidence_files import make_evidence
from tests.emulation.factories import make_criterion, make_sent_dossier, make_year
from tests.emulation.movements.movement_rows import make_activity, make_launched, make_movement
from tests.emulation.votes.polls import extend_vote_days, make_open_poll
from tests.factories import (
    make_cooperative,
    make_group,
    make_officer,
    make_province,
    make_term,
    make_union,
)
from tests.figures.factories import (
    RIGHT,
    entries,
    make_catalogue,
    make_period,
    make_reported,
    make_submission,
)
from tests.provinces.register_import.files import ROW, checked, csv_file

pytestmark = pytest.mark.long


@pytest.fixture
def people(
    officer_hg: Officer,
    officer_ct: Officer,
    leader_hg: Officer,
    secretary: Officer,
    head: Officer,
    deputy: Officer,
    observer: Officer,
    administrator: Officer,
) -> dict[str, Officer | None]:
    officers = [officer_hg, officer_ct, leader_hg, secretary, head, deputy, observer, administrator]
    return dict(zip(CAST, [None, *officers], strict=True))


@pytest.fixture
def client_of(people, client_for) -> Callable[[str], Client]:
    """`client_of("own")` is a client of that member of the cast."""
    return lambda who: client_for(people[who]) if people[who] else Client()


@pytest.fixture
def period(cluster: Cluster) -> Period:
    """The first half of 2023, open, with a small catalogue."""
    cache.clear()  # pages of another test's figures
    make_catalogue()
    return make_period(cluster, "2023-H1")


@pytest.fixture
def rows(period, can_tho, officer_ct, hau_giang, officer_hg, people, tmp_path, settings) -> dict[type, Model]:
    """Hậu Giang has sent, Cần Thơ is accepted, and Hậu Giang's register has one organisation of each kind."""
    make_reported(period, can_tho, officer_ct, {"coop.total": "100"})
    submission = entry_services.start(period=period, province=hau_giang, by=officer_hg)
    entry_services.save_cells(submission=submission, entries=entries(RIGHT), by=officer_hg)
    workflow_services.submit(submission=submission, by=officer_hg)
    contest = make_year(period.cluster, 2023)
    settings.EVIDENCE_ROOT = tmp_path
    launched = make_launched(contest, officer_hg, hau_giang, name="Đã phát động")
    evidence = make_evidence(contest, hau_giang, officer_hg, stored=storage.save(b"%PDF-1.7 %%EOF"))
    extend_vote_days(contest)
    contest.pledged_indicators.create(indicator=Indicator.objects.get(code="coop.new"))
    Check.objects.create(year=contest, checker=can_tho, checked=hau_giang, state="open")
    check_of_can_tho = Check(year=contest, checker=contest.members.get(slug="an-giang"), checked=can_tho)
    make_sent(check_of_can_tho, officer_hg, {})
    ended = {"ended_on": dt.date(2008, 8, 1), "successor": make_province("ha-noi", "Hà Nội")}
    make_province("ha-tay", "Hà Tây", code="28", **ended)
    voters = [people[who] for who in ("leader", "head", "deputy")]
    cooperative, group = make_cooperative(hau_giang, officer_hg), make_group(hau_giang, officer_hg)
    union = make_union(hau_giang, officer_hg, members=20)  # as was reported
    return {
        Poll: make_open_poll(contest, people["secretary"], [hau_giang, can_tho], voters),
        Dossier: make_sent_dossier(contest, hau_giang),
        Cooperative: cooperative,
        CooperativeGroup: group,
        CooperativeUnion: union,
        CooperativeEvent: cooperative.events.get(),
        GroupEvent: group.events.get(),
        UnionEvent: union.events.get(),
        UnionMembership: union.memberships.first(),
        RegisterImport: checked(officer_hg, csv_file(ROW)),
        SavedView: save_view(name="Vốn của Cụm", query="", is_shared=True, by=people["secretary"]),
        Evidence: evidence,
        Criterion: make_criterion(contest),
        Movement: make_movement(contest, officer_hg, hau_giang),
        Activity: make_activity(launched, hau_giang, officer_hg, dt.date(2023, 3, 5)),
    }


def named_urls(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """The names of all URLs; of Django's administration only the first page."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from ["admin:index"] if inner == "admin:" else named_urls(pattern.url_patterns, inner)
        else:
            assert isinstance(pattern, URLPattern)
            yield f"{namespace}{pattern.name}"


def status_of(response: Any) -> str:
    if response.streaming:
        list(response)  # reading a file to its end closes it
    is_login = response.status_code == 302 and response["Location"].startswith(f"{reverse('login')}?")
    return "login" if is_login else str(response.status_code)


def test_table_has_every_url_of_the_site():
    assert sorted(url.name for url in TABLE) == sorted(named_urls(get_resolver().url_patterns))


def keys_of(url: Url, row: Model | None) -> list[int]:
    """The primary keys in the URL of a row: an activity has that of its movement, too."""
    if row is None:
        return []
    if not isinstance(row, Activity):
        return [row.pk]
    has_own_key = url.name.endswith(("activity-edit", "activity-remove"))
    return [row.movement_id, row.pk] if has_own_key else [row.movement_id]


def path_of(url: Url, rows: dict[type, Model]) -> str:
    return reverse(url.name, args=[*url.args, *keys_of(url, rows.get(url.model))])


def test_statuses_are_those_of_the_table(subtests, rows, client_of):
    clients = [client_of(who) for who in CAST]
    for url in TABLE:
        with subtests.test(url.name):
            assert statuses_of(url, rows, clients) == {"get": url.get.split(), "post": url.post.split()}


def statuses_of(url: Url, rows: dict[type, Model], clients: list[Client]) -> dict[str, list[str]]:
    """Keys: GET and POST; values: what each client was answered."""
    row = rows.get(url.model)
    versioned = getattr(row, "organisation", None) or getattr(row, "union", None) or row
    data = {"seen": versioned.version} if isinstance(versioned, Organisation | Criterion) else {}
    data |= url.data
    path = path_of(url, rows)
    statuses: dict[str, list[str]] = {"get": [], "post": []}
    for client, method in product(clients, statuses):
        cookies = client.cookies.copy()
        with transaction.atomic():  # undo what one of them did before the next request
            response = getattr(client, method)(path, data if method == "post" else {})
            statuses[method].append(status_of(response))
            assert response["Cache-Control"] == "private, no-store"
            transaction.set_rollback(True)
        client.cookies = cookies  # after a logout, too
    return statuses


@pytest.mark.postgresql
def test_every_page_answers_on_any_database(rows, client_of):
    clients = {who: client_of(who) for who in ("own", "secretary")}
    for url in TABLE:
        for who, client in clients.items():
            with transaction.atomic():
                status = status_of(client.get(path_of(url, rows)))
                transaction.set_rollback(True)
            assert status == url.get.split()[CAST.index(who)], (url.name, who)


# Hậu Giang's cells by the state of its half-year, in the order of CAST
VISIBLE = {
    "draft": "login 200 404 200 200 404 404 404 403",
    "submitted": "login 200 404 200 200 200 200 200 403",
    "approved": "login 200 404 200 200 200 200 200 403",
    "accepted": "login 200 200 200 200 200 200 200 403",
    "locked": "login 200 200 200 200 200 200 200 403",
    "returned": "login 200 404 200 200 404 404 404 403",
}
NUMBER = "87.654"
PAGES = ["/", "/dashboard/2023-H1/", "/dashboard/2023/", "/dashboard/2023-H1/?map=coop.total"]
PAGES += ["/dashboard/2023-H1/indicators/coop.total/", "/dashboard/2023/indicators/coop.total/"]
PAGES += ["/dashboard/2023-H1/?scope=all", "/provinces/hau-giang/", "/provinces/can-tho/"]
PAGES += ["/conference/", "/indicators/", "/entry/2023-H1/can-tho/", "/entry/2023-H2/can-tho/"]


@pytest.fixture
def reported(period, hau_giang, officer_hg, can_tho, officer_ct) -> Callable[[str], Submission]:
    """`reported("draft")`: Hậu Giang's half-year in that state with a number that is nowhere else."""
    make_reported(period, can_tho, officer_ct, {"coop.total": "100"})
    return lambda state: make_reported(period, hau_giang, officer_hg, {"coop.total": NUMBER}, state)


@pytest.mark.parametrize("state", VISIBLE)
def test_readers_of_cells_by_state(state, reported, client_of):
    reported(state)
    responses = [client_of(who).get(reverse("figures:entry", args=SENT)) for who in CAST]
    assert [status_of(response) for response in responses] == VISIBLE[state].split()
    for response in responses:
        assert (NUMBER in response.content.decode()) == (response.status_code == 200)


@pytest.mark.parametrize("state", VISIBLE)
def test_no_page_shows_another_province_unaccepted_figures(state, reported, client_of):
    reported(state)
    # Those who run the cluster load the page first: the cached page must not reach others.
    for who in ("secretary", "head", "observer", "own"):
        client_of(who).get("/dashboard/2023-H1/")
    client = client_of("other")
    pages_with_number = set()
    for page in PAGES:
        text = client.get(page).content.decode()
        if NUMBER in text or NUMBER.replace(".", "") in text:
            pages_with_number.add(page)
    if state in Submission.ACCEPTED:
        assert {"/", "/dashboard/2023-H1/", "/provinces/hau-giang/"} <= pages_with_number
    else:
        assert not pages_with_number


@pytest.mark.parametrize("state", [state for state in VISIBLE if state not in Submission.REPORTED])
def test_observer_does_not_see_unsent_figures(state, reported, client_of):
    reported(state)
    client_of("secretary").get("/dashboard/2023-H1/")
    client = client_of("observer")
    for page in PAGES:
        text = client.get(page).content.decode()
        assert NUMBER not in text
        assert NUMBER.replace(".", "") not in text


def test_head_of_another_year_has_only_a_leader_s_permissions(reported, cluster, soc_trang, client_for):
    reported("approved")
    former = make_officer("soc-trang-lead", Officer.Role.LEADER, soc_trang)
    make_term(former, cluster, year=2022)
    client = client_for(former)
    assert client.get(reverse("figures:entry", args=SENT)).status_code == 404
    assert client.get(reverse("figures:review", args=["2023-H1"])).status_code == 403
    steps = [f"figures:{action}" for action in ("approve", "accept", "return", "comment")]
    for step in (*steps, "reports:reopen"):
        assert client.post(reverse(step, args=SENT), {"reason": "x"}).status_code == 404
    assert NUMBER not in client.get("/dashboard/2023-H1/").content.decode()


def test_half_year_without_submission_is_as_closed_as_a_draft(period, hau_giang, client_of):
    statuses = [status_of(client_of(who).get(reverse("figures:entry", args=SENT))) for who in CAST]
    assert statuses == VISIBLE["draft"].split()
    assert not Submission.objects.filter(province=hau_giang).exists()


def test_disabled_account_is_anonymous(rows, officer_hg, client_for):
    client = client_for(officer_hg)
    Officer.objects.filter(pk=officer_hg.pk).update(is_active=False)
    assert status_of(client.get(reverse("figures:entry", args=SENT))) == "login"


def test_planned_period_takes_no_figures(period, hau_giang, client_of):
    Period.objects.update(state=Period.State.PLANNED)
    make_submission(period, hau_giang)
    assert client_of("own").post(reverse("figures:entry", args=SENT), {"coop.new": "5"}).status_code == 409
