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
from emulation.movements.models import Activity, Movement, Registration
from emulation.pledges.models import Pledge, PledgedIndicator, Signing
from emulation.results.models import TieStep
from emulation.self_scores.models import SelfScore
from emulation.votes.models import Poll
from emulation.year.models import Deadline, EmulationYear
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.models import Step
from provinces.accounts.models import Officer
from provinces.mergers.models import Merger
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion
from provinces.register_import.columns import ROWS
from reports.conference.models import Conference
from reports.explore.models import SavedView
from tests.address_table import JOINED, NEW_PERIOD, ORGANISATION, TABLE
from tests.emulation.awards.dossier_rows import make_certificate
from tests.emulation.evidence.evidence_files import PDF
from tests.emulation.factories import make_criterion, make_pledge, make_year
from tests.emulation.movements.movement_rows import make_launched
from tests.emulation.votes.polls import make_leaders, make_poll
from tests.emulation.votes.test_ballots_at_once import browser_of, serving
from tests.factories import make_cooperative, make_group, make_union
from tests.figures.factories import RIGHT, make_catalogue, make_period, make_reported
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
    **dict.fromkeys((f"provinces:{kind}-import" for kind in ("cooperative", "group", "union", *ROWS)), FILE),
    **dict.fromkeys((f"provinces:import-{step}" for step in ("check", "apply", "cancel")), NO_TEXT),
    **dict.fromkeys(
        (
            *("figures:period-open", "figures:period-lock", "emulation:checks-draw"),
            *("emulation:checks-publish", "emulation:movement-remove", "emulation:activity-remove"),
            *("emulation:evidence-remove", "emulation:dossier-delete", "emulation:vote-delete"),
            *("emulation:vote-open", "emulation:vote-again"),
            *("emulation:rules-copy", "emulation:rules-load", "emulation:rules-lock"),
            *("emulation:criterion-move", "emulation:criterion-delete", "emulation:pledge-open"),
            *("emulation:score-send", "reports:explore-overwrite", "reports:explore-delete"),
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
    """A form, sent several times at once; `rows` is how many rows its model has then.

    Attributes:
        where: what these rows hold.
        page: where the form stands, if its address shows none.
    """

    who: Officer
    path: str
    model: type[Model]
    data: dict[str, str] = field(default_factory=dict)
    rows: int = 1
    where: dict[str, str | int] = field(default_factory=dict)
    page: str = ""
    file: tuple[str, bytes] | None = None

    @property
    def name(self) -> str:
        return resolve(self.path.partition("?")[0]).view_name

    def files(self) -> dict[str, SimpleUploadedFile] | None:
        return {"file": SimpleUploadedFile(*self.file)} if self.file else None


@pytest.fixture
def presses(
    cluster, provinces, hau_giang, can_tho, officer_hg, leader_hg, officer_ct, leader_ct, secretary, head
) -> list[Press]:
    year, catalogue, contest = "/emulation/2023/", make_catalogue(), make_year(cluster, 2023)
    period = make_period(cluster)
    review, returned = "/review/2023-H1/hau-giang/", "/review/2023-H1/can-tho/"
    cells = "/dashboard/2023-H1/indicators/coop.total/"
    make_reported(period, hau_giang, officer_hg, RIGHT, "submitted")
    make_reported(period, can_tho, officer_ct, RIGHT, "submitted")
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
    signed = "/emulation/2025/pledges/can-tho/"
    make_pledge(scored, can_tho, officer_ct, {"coop.charter_capital": 5}, "sent")
    Signing.objects.create(year=scored, opened_at=timezone.now(), opened_by=head)
    poll = make_poll(contest, secretary, list(provinces.values()), make_leaders(provinces))
    vote = f"{year}votes/{poll.pk}/"
    voted = {"title": "Tặng Cờ", "purpose": "flag", "places": "1", "quorum": "over_half"}
    voted |= {"needs": "over_half", "provinces": str(can_tho.pk), "voters": str(leader_hg.pk)}
    planned = {"name": "Mới", "aim": "A", "begins_on": "1/1/2023", "ends_on": "31/12/2023", "scope": "HTX"}
    held = {"held_on": "5/11/2023", "what": "Tập huấn"}
    return [
        Press(secretary, "/emulation/add/", EmulationYear, {"year": "2024"}, rows=3),
        Press(secretary, "/periods/add/", Period, NEW_PERIOD, rows=2),
        Press(officer_hg, "/explore/views/", SavedView, {"name": "Vốn"}, page="/explore/"),
        Press(secretary, "/periods/2023-H1/published/", PublishedFigure, published),
        Press(secretary, "/conference/2023-H1/", Conference, {"place": "Rạch Giá"}),
        Press(officer_hg, "/register/cooperatives/add/", Cooperative, ORGANISATION, rows=2),
        Press(secretary, "/mergers/an-giang-2025/", Merger, {"decision": "Nghị quyết 1"}),
        Press(
            secretary,
            f"{year}pledges/indicators/",
            PledgedIndicator,
            {"indicators": str(catalogue["coop.new"].pk)},
            where={"year_id": contest.pk},
        ),
        Press(officer_hg, f"{year}pledges/hau-giang/", Pledge, {"coop.new": "12"}, rows=2),
        Press(secretary, f"{year}rules/add/?kind=judged", Criterion, criterion, rows=2),
        Press(secretary, f"{year}rules/ties/", TieStep, {"step.0": "penalty"}),
        Press(secretary, f"{year}checks/ring/", Check, ring, rows=7),
        Press(officer_hg, f"{year}movements/{movement.pk}/register/", Registration, {"units": "5"}),
        Press(officer_hg, f"{year}dossiers/add/", Dossier, person),
        Press(officer_hg, f"/emulation/2025/scores/hau-giang/{judged.pk}/", SelfScore, {"points": "3"}),
        Press(officer_hg, "/emulation/2025/evidence/", Evidence, file=("van-ban.pdf", PDF)),
        *(
            Press(
                officer_hg,
                f"/register/{kind}s/events/add/{row.pk}/",
                row.events.model,
                JOINED,
                where={"kind": "joined_alliance"},
            )
            for kind, row in (
                ("cooperative", make_cooperative(hau_giang, officer_hg)),
                ("group", make_group(hau_giang, officer_hg)),
                ("union", make_union(hau_giang, officer_hg)),
            )
        ),
        Press(officer_hg, "/register/groups/add/", CooperativeGroup, ORGANISATION, rows=2),
        Press(officer_hg, "/register/unions/add/", CooperativeUnion, ORGANISATION, rows=2),
        Press(officer_hg, f"{year}movements/add/", Movement, planned, rows=2),
        Press(officer_hg, f"{year}movements/{movement.pk}/activities/add/", Activity, held),
        Press(secretary, f"{year}votes/add/", Poll, voted, rows=2),
        Press(secretary, f"{vote}open/", Poll, where={"state": "open"}, page=vote),
        # Nobody has voted: there is no quorum.
        Press(secretary, f"{vote}close/", Poll, {"place": "Rạch Giá"}, where={"state": "void"}),
        Press(leader_ct, f"{signed}sign/", Pledge, {"name": "B"}, where={"state": "signed"}, page=signed),
        Press(secretary, f"{vote}again/", Poll, where={"round": 2}, page=vote),
        _step(leader_hg, review, "approve"),
        _step(secretary, review, "accept"),
        _step(secretary, returned, "return", {"reason": "Rà lại."}),
        _step(leader_hg, review, "comment", {"comment": "Đã xem."}, rows=2),  # of two tabs
        Press(
            secretary,
            f"{cells}remark/",
            Step,
            {"cell": "2023-H1/hau-giang", "text": "Vì sao giảm?"},
            rows=2,
            where={"action": "comment", "by_id": secretary.pk},
            page=cells,
        ),
        Press(
            head,
            "/conference/2023-H1/publish/",
            Conference,
            {"number": "12", "signed_on": "5/7/2023"},
            where={"number": 12},
            page="/conference/2023-H1/",
        ),
    ]


def _step(who: Officer, page: str, action: str, data: dict[str, str] | None = None, rows: int = 1) -> Press:
    return Press(who, f"{page}{action}/", Step, data or {}, rows, {"action": action}, page)


ELSEWHERE = "twenty at once in tests/e2e/test_equal_requests.py"
NO_ROW = "writes no row that two could write"
VERSION = (
    "carries the version that its page showed, which a locked row is compared with (test_edit_conflicts)"
)
ALREADY = "locks its row, and finds the second time that it is done"
NOT_PRESSED = {
    **dict.fromkeys(("login", "logout", "login-extend", "language", "password_change"), NO_ROW),
    "admin:index": "Django's own pages",
    "emulation:vote": "forty at once in tests/emulation/votes/test_ballots_at_once.py",
    **dict.fromkeys(
        (f"figures:{name}" for name in ("entry", "cell", "text", "entry-paste", "undo")), ELSEWHERE
    ),
    "provinces:merger-add": "locks the provinces, and finds the second time that they merged",
    "figures:entry-upload": "a preview, confirmed as that of a pasted block is",
    **dict.fromkeys(
        (f"provinces:{kind}-import" for kind in ("cooperative", "group", "union", *ROWS)),
        "keeps the file for a preview; what is written is pressed on the import's page",
    ),
    "figures:entry-blanks": "fills cells that are blank, and the second time none is",
    "figures:register-comparison": "writes over what its page showed, and the second time nothing differs",
    "figures:basis": "one word of a row: whoever comes last, it is the same",
    **dict.fromkeys(
        (
            *(f"emulation:activity-{verb}" for verb in ("edit", "remove")),
            *(
                "emulation:check",
                "emulation:check-answer",
                "emulation:checks-draw",
                "emulation:checks-publish",
            ),
            *(f"emulation:criterion-{verb}" for verb in ("edit", "move", "delete")),
            *("emulation:dates", "emulation:finals"),
            *(f"emulation:dossier-{verb}" for verb in ("edit", "step", "delete")),
            *(f"emulation:movement-{verb}" for verb in ("edit", "launch", "close", "remove")),
            *(f"emulation:pledge-{verb}" for verb in ("change", "decide", "return", "signing")),
            *("emulation:rules-lock", "emulation:rules-unlock"),
            *("emulation:score-send", "emulation:score-return"),
            *("emulation:scores-settle", "emulation:scores-reopen"),
            *("emulation:vote-edit", "emulation:vote-delete"),
            *("figures:accept-many", "figures:read-comments", "figures:withdraw", "reports:reopen"),
            *("figures:period-edit", "figures:period-open", "figures:period-lock"),
            *("figures:register-complete", "provinces:import-line"),
            *("reports:explore-overwrite", "reports:explore-delete"),
            *(
                f"provinces:{kind}-{verb}"
                for kind in ("cooperative", "group", "union")
                for verb in ("edit", "row", "row-remove")
            ),
            *("provinces:union-members", "provinces:union-member-leave"),
        ),
        VERSION,
    ),
    **dict.fromkeys(
        (
            *("emulation:evidence-remove", "emulation:pledge-answer"),
            *("emulation:pledge-open", "emulation:pledge-record"),
            *("emulation:rules-copy", "emulation:rules-load"),
            *(f"provinces:import-{step}" for step in ("check", "apply", "cancel")),
        ),
        ALREADY,
    ),
}


def test_every_address_that_takes_a_post_is_pressed_or_has_a_reason(presses):
    taking = {url.name for url in TABLE if set(url.post.split()) - {"login"} != {"405"}}
    pressed = {press.name for press in presses}
    assert sorted(pressed - taking) == []
    assert sorted(taking - pressed - NOT_PRESSED.keys()) == []
    assert sorted(NOT_PRESSED.keys() - (taking - pressed)) == []


def count(press: Press, file: Path) -> int:
    if connection.vendor != "sqlite":
        return press.model._default_manager.filter(**press.where).count()
    conditions = "".join(f" AND {column} = :{column}" for column in press.where)
    query = f"SELECT count(*) FROM {press.model._meta.db_table} WHERE 1{conditions}"  # noqa: S608
    with closing(sqlite3.connect(file)) as copy:
        return copy.execute(query, press.where).fetchone()[0]


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
            page = typist.ask("GET", press.page or press.path).body
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
            assert count(press, file) == press.rows, (press.path, statuses)
