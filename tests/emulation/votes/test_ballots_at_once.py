"""Twenty ballots at the same moment, each sent twice, to the server as it runs in production.

Two processes of ten threads, on PostgreSQL or on an SQLite file.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from provinces.accounts.models import Officer
from tests.emulation.factories import make_year
from tests.emulation.votes.polls import extend_vote_days, make_open_poll
from tests.factories import make_officer
from tests.gunicorn import Gunicorn
from tests.typist import Reply, Typist

pytestmark = pytest.mark.postgresql

VOTERS = 20
CHOSEN = [f"{1 + number % 3:02}" for number in range(VOTERS)]  # 7, 7 and 6 for the first three


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """Run a server on the test's database, or on a copy of it if that is SQLite; yield its port.

    The server logs to `server.log` of the folder.
    """
    if connection.vendor == "sqlite":
        file = folder / "votes.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        database = f"sqlite:///{file}"
    else:
        server = urlsplit(os.environ["DATABASE_URL"])
        database = server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        "DATABASE_URL": database,
        "SECRET_KEY": settings.SECRET_KEY,
        "GUNICORN_CMD_ARGS": f"--access-logfile {folder / 'server.log'}",
    }
    with (
        (folder / "server.log").open("ab") as log,
        Gunicorn(workers=2, threads=10, environment=environment, log=log) as server,
    ):
        yield server.port


def browser_of(officer: Officer, port: int, page: str) -> Typist:
    client = Client()
    client.force_login(officer)
    return Typist(port, str(client.session.session_key), page)


@pytest.mark.django_db(transaction=True)
def test_twenty_ballots_at_once_all_count_once_and_leave_no_trace(cluster, secretary, provinces, tmp_path):
    contest = make_year(cluster, 2023)
    extend_vote_days(contest)
    voters = [make_officer(f"voter-{n}", Officer.Role.LEADER, provinces["ca-mau"]) for n in range(VOTERS)]
    poll = make_open_poll(contest, secretary, list(provinces.values()), voters)
    page = f"/emulation/2023/votes/{poll.pk}/"
    browsers = [browser_of(voter, 0, page) for voter in voters]
    runner = browser_of(secretary, 0, page)
    start = Barrier(2 * VOTERS)

    def vote(number: int) -> Reply:
        start.wait(60)
        return browsers[number].ask("POST", page, {"chosen": CHOSEN[number]})

    with serving(tmp_path) as port:
        for browser in (*browsers, runner):
            browser.port = port
            assert browser.ask("GET", page).status == 200
        with ThreadPoolExecutor(2 * VOTERS) as threads:
            replies = list(threads.map(vote, [*range(VOTERS), *range(VOTERS)]))
        assert Counter(reply.status for reply in replies) == {302: VOTERS, 409: VOTERS}
        assert runner.ask("POST", f"{page}close/", {"chair": "", "clerk": ""}).status == 302
        result_page = runner.ask("GET", page).body
    assert "Số phiếu thu về: 20, trong đó phiếu trắng: 0." in result_page
    assert [int(votes) for votes in re.findall(r'<td class="num">(\d+)/20</td>', result_page)] == [
        *(7, 7, 6, 0, 0, 0, 0)
    ]

    log = (tmp_path / "server.log").read_text("utf-8")
    requests = [line.partition('"')[2] for line in log.splitlines() if f'"POST {page} HTTP/1.1" 302' in line]
    assert len(requests) == VOTERS
    assert len(set(requests)) == 1, "the lines differ in their times alone"
    assert "chosen" not in log
    if connection.vendor == "sqlite":
        content = (tmp_path / "votes.sqlite3").read_bytes()  # freed pages too
        assert b"chosen=" not in content
        assert [file.name for file in tmp_path.glob("votes*")] == ["votes.sqlite3"], "no journal is left"
