"""Every address that takes a POST: what was typed outlives an expired login, and two presses are one."""

import datetime as dt
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Model
from django.urls import resolve, reverse
from django.utils import timezone

from emulation.awards.models import Dossier
from emulation.criteria.models import Criterion
from emulation.cross_checks.models import Check
from emulation.evidence.models import Evidence
from emulation.movements.models import Registration
from emulation.pledges.models import Pledge, PledgedIndicator
from emulation.results.models import TieStep
from emulation.self_scores.models import SelfScore
from emulation.year.models import Deadline, EmulationYear
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from provinces.accounts.models import Officer
from provinces.mergers.models import Merger
from provinces.register.models import Cooperative
from reports.conference.models import Conference
from tests.address_table import NEW_PERIOD, ORGANISATION, TABLE
from tests.emulation.awards.dossier_rows import make_certificate
from tests.emulation.evidence.evidence_files import PDF
from tests.emulation.factories import make_criterion, make_year
from tests.emulation.movements.movement_rows import make_launched
from tests.emulation.votes.test_ballots_at_once import browser_of, serving
from tests.figures.factories import make_catalogue, make_period
from tests.provinces.clusters.mergers import merge as enter_dates
from web.repeated_requests.answer_once import PRESS

NO_TEXT = "a press of a button: nothing typed is lost"
FILE = "a file is chosen again; its title is one line"
SECRET = "kept nowhere, on purpose"
SAVES_ITSELF = "one cell or text of the entry form, which the page's script sends again"
GONE_WITHOUT_FORM = {
    "login": SECRET,
    "password_change": SECRET,
    "emulation:vote": SECRET,
    "logout": NO_TEXT,
    "figures:withdraw": NO_TEXT,
    "login-extend": NO_TEXT,
    "language": NO_TEXT,
    "admin:index": "Django's own pages",
    "figures:cell": SAVES_ITSELF,
    "figures:text": SAVES_ITSELF,
    "figures:basis": SAVES_ITSELF,
    "emulation:evidence": FILE,
    **dict.fromkeys(
        (
            *("figures:period-open", "figures:period-lock", "emulation:checks-draw"),
            *("emulation:checks-publish", "emulation:movement-remove", "emulation:activity-remove"),
            *("emulation:evidence-remove", "emulation:dossier-delete", "emulation:vote-delete"),
            *("emulation:vote-open", "emulation:vote-again"),
            *("emulation:rules-copy", "emulation:rules-load", "emulation:rules-lock"),
            *("emulation:criterion-move", "emulation:criterion-delete", "emulation:pledge-open"),
            "emulation:score-send",
        ),
        NO_TEXT,
    ),
}


def test_every_form_with_something_typed_survives_an_expired_login():
    lost = set()
    for url in TABLE:
        if set(url.post.split()) - {"login"} == {"405"}:
            continue
        keys = [] if url.model is None else [1, 1] if url.name.endswith("activity-edit") else [1]
        keys += [1] if url.name.endswith("activity-remove") else []
        view = resolve(reverse(url.name, args=[*url.args, *keys])).func
        if not getattr(view, "stashes_form", False):
            lost.add(url.name)
    assert lost == set(GONE_WITHOUT_FORM)


@dataclass
class Press:
    """A form, sent several times at once; `rows` is how many rows its model has then."""

    who: Officer
    path: str
    model: type[Model]
    data: dict[str, str] = field(default_factory=dict)
    rows: int = 1
    file: tuple[str, bytes] | None = None

    def files(self) -> dict[str, SimpleUploadedFile] | None:
        return {"file": SimpleUploadedFile(*self.file)} if self.file else None


@pytest.fixture
def presses(cluster, provinces, hau_giang, officer_hg, secretary) -> list[Press]:
    year, catalogue, contest = "/emulation/2023/", make_catalogue(), make_year(cluster, 2023)
    make_period(cluster)
    scored = make_year(cluster, 2025, rules_locked_at=timezone.now())
    judged = make_criterion(scored)
    Deadline.objects.update(due_on=dt.date(2999, 12, 31))
    movement = make_launched(contest, secretary, None)
    keys = [province.pk for province in provinces.values()]
    ring = {f"of-{key}": str(keys[(n + 1) % len(keys)]) for n, key in enumerate(keys)}
    person = {"title": str(make_certificate().pk), "kind": "person", "name": "An", "achievements": "A"}
    merging = [provinces["an-giang"], provinces["kien-giang"]]
    enter_dates(cluster, merging, slug="an-giang-2025", name="An Giang")
    published = {"coop.total": "2.109", "source": "Hội nghị"}
    criterion = {"label": "Mới", "maximum": "3"}
    return [
        Press(secretary, "/emulation/add/", EmulationYear, {"year": "2024"}, rows=3),
        Press(secretary, "/periods/add/", Period, NEW_PERIOD, rows=2),
        Press(secretary, "/periods/2023-H1/published/", PublishedFigure, published),
        Press(secretary, "/conference/2023-H1/", Conference, {"place": "Rạch Giá"}),
        Press(officer_hg, "/register/cooperatives/add/", Cooperative, ORGANISATION),
        Press(secretary, "/mergers/an-giang-2025/", Merger, {"decision": "Nghị quyết 1"}),
        Press(
            secretary,
            f"{year}pledges/indicators/",
            PledgedIndicator,
            {"indicators": str(catalogue["coop.new"].pk)},
        ),
        Press(officer_hg, f"{year}pledges/hau-giang/", Pledge, {"coop.new": "12"}),
        Press(secretary, f"{year}rules/add/?kind=judged", Criterion, criterion, rows=2),
        Press(secretary, f"{year}rules/ties/", TieStep, {"step.0": "penalty"}),
        Press(secretary, f"{year}checks/ring/", Check, ring, rows=7),
        Press(officer_hg, f"{year}movements/{movement.pk}/register/", Registration, {"units": "5"}),
        Press(officer_hg, f"{year}dossiers/add/", Dossier, person),
        Press(officer_hg, f"/emulation/2025/scores/hau-giang/{judged.pk}/", SelfScore, {"points": "3"}),
        Press(officer_hg, "/emulation/2025/evidence/", Evidence, file=("van-ban.pdf", PDF)),
    ]


def count(model: type[Model], file: Path) -> int:
    if connection.vendor != "sqlite":
        return model._default_manager.count()
    with closing(sqlite3.connect(file)) as copy:
        return copy.execute(f"SELECT count(*) FROM {model._meta.db_table}").fetchone()[0]  # noqa: S608


TIMES = 6


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_equal_presses_at_once_are_one_effect_and_never_an_error(presses, tmp_path):
    """Two of each six carry another key, as from a second tab: they may be refused, but nothing breaks."""
    file = tmp_path / "votes.sqlite3"
    typists = {press.who: browser_of(press.who, 0, press.path) for press in presses}
    with serving(tmp_path) as port, ThreadPoolExecutor(TIMES) as threads:
        for press in presses:
            typist = typists[press.who]
            typist.port = port
            page = typist.ask("GET", press.path).body
            seen = dict(re.findall(r'name="(seen)"(?: value="([^"]*)")?', page))
            start = Barrier(TIMES)

            def send(
                number: int, press: Press = press, seen: Any = seen, typist: Any = typist, start: Any = start
            ) -> Any:
                key = {PRESS: "second tab" if number < 2 else "first tab"}
                start.wait(60)
                return typist.ask("POST", press.path, press.data | seen | key, press.files())

            replies = list(threads.map(send, range(TIMES)))
            statuses = [reply.status for reply in replies]
            assert max(statuses) < 500, (press.path, statuses)
            locations = {reply.headers["Location"] for reply in replies if reply.status == 302}
            assert len(locations) == 1, (press.path, statuses)
            # A press is refused only because the other tab's came first.
            for mine, theirs in ((statuses[:2], statuses[2:]), (statuses[2:], statuses[:2])):
                assert set(mine) == {302} or 302 in theirs, (press.path, statuses)
            assert count(press.model, file) == press.rows, (press.path, statuses)
