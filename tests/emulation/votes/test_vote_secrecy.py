"""No ballot can be tied to a voter: not from a dump of the database, nor from statements, logs or answers.

The same voters cast the same ballots twice, the second time exchanged among them. All traces must be the
same, apart from the noise listed here.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from emulation.votes import services
from emulation.votes.models import Poll, Seat
from emulation.votes.urn import Tally, UrnUnreadableError, seal, unseal
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from tests.emulation.factories import make_year
from tests.emulation.votes.polls import extend_vote_days, make_leaders, make_open_poll

pytestmark = pytest.mark.postgresql

# Times, running numbers, and the sealed counts, which are encrypted anew each time.
NOISE = {
    "emulation_event": {"id", "at"},
    "emulation_poll": {"closed_at", "sealed"},
    "django_session": {"expire_date"},
}
BALLOTS = ["01", "02", "02", "03", "00", "02", "01"]
EXCHANGED = ["02", "01", "00", "02", "02", "01", "03"]


@pytest.fixture(autouse=True)
def empty_files(db) -> None:
    """Begin with empty files: rows that other tests left dead would decide on which page a new one goes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE emulation_seat, emulation_nominee")


@pytest.fixture
def contest(cluster) -> EmulationYear:
    year = make_year(cluster, 2023)
    extend_vote_days(year)
    return year


@pytest.fixture
def leaders(provinces) -> list[Officer]:
    return make_leaders(provinces)


@pytest.fixture
def poll(contest, secretary, provinces, leaders) -> Poll:
    return make_open_poll(contest, secretary, list(provinces.values()), leaders)


@pytest.fixture
def voting(poll, leaders, client_for, secretary):
    """`voting(choices, close=…)` casts the leaders' ballots through the pages and dumps the database."""
    clients = [client_for(leader) for leader in leaders]

    def vote(choices: list[str], *, close: bool) -> tuple[dict[str, list[Any]], list[Any]]:
        answers = []
        with transaction.atomic():
            for client, chosen in zip(clients, choices, strict=True):
                answer = client.post(f"/emulation/2023/votes/{poll.pk}/", {"chosen": chosen})
                cookies = sorted((name, morsel.value[:3]) for name, morsel in answer.cookies.items())
                answers.append((answer.status_code, answer["Location"], len(answer.content), cookies))
                page = client.get(f"/emulation/2023/votes/{poll.pk}/").content
                answers.append((len(page), page.count(b"checked")))
            if close:
                services.close_poll(poll=poll, by=secretary)
            dumped = dict(dump())
            transaction.set_rollback(True)
        return dumped, answers

    return vote


def dump() -> Iterator[tuple[str, list[Any]]]:
    """Yield every table with its rows in the order of the disk."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table's own name
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            noise = NOISE.get(table, set())
            yield table, [{name: row[name] for name in names if name not in noise} for row in rows]


def tables(dumped: dict[str, list[Any]]) -> dict[str, list[str]]:
    return {table: sorted(map(repr, rows)) for table, rows in dumped.items()}


def test_dump_after_the_vote_is_the_same_if_ballots_are_exchanged(voting):
    first, first_answers = voting(BALLOTS, close=True)
    second, second_answers = voting(EXCHANGED, close=True)
    assert tables(first) == tables(second)
    assert first_answers == second_answers, "not even their lengths differ"
    assert [row["votes"] for row in first["emulation_nominee"]] == [2, 3, 1, 0, 0, 0, 0]
    order = "emulation_nominee", "emulation_seat"
    assert [first[table] for table in order] == [second[table] for table in order], "nor the order of rows"


def test_dump_of_an_open_vote_is_the_same_for_any_ballots(voting):
    """With other ballots too, so that two dumps do not reveal the ballots between them."""
    first, _answers = voting(BALLOTS, close=False)
    second, _answers = voting(["07"] * 7, close=False)
    assert tables(first) == tables(second)


def test_statements_and_logs_are_the_same_for_any_ballot(poll, leaders, client_for, caplog):
    client = client_for(leaders[0])
    caplog.set_level(logging.DEBUG)
    traces = []
    for chosen in ("01", "07", "00"):
        caplog.clear()
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            client.post(f"/emulation/2023/votes/{poll.pk}/", {"chosen": chosen})
            sealed = bytes(Poll.objects.get().sealed)
            transaction.set_rollback(True)
        statements = [query["sql"] for query in captured]
        updates = [statement for statement in statements if statement.startswith("UPDATE")]
        assert len(updates) == 2
        lines = [record.name for record in caplog.records]
        noise = ("SAVEPOINT", "RELEASE", 'SELECT "django_session"')  # numbered, or with the time of day
        steady = [s for s in statements if not s.startswith(noise) and 'sealed" =' not in s]
        traces.append((steady, len(sealed), lines))
    assert traces[0] == traces[1] == traces[2]


def test_ballot_is_not_stashed_when_the_login_has_expired(poll, leaders, client_for):
    client = client_for(leaders[0])
    client.logout()
    client.post(f"/emulation/2023/votes/{poll.pk}/", {"chosen": "04"})
    assert "typed" not in client.session


def test_rows_do_not_reveal_who_voted_last(poll, leaders):
    """PostgreSQL marks each row version with the transaction that wrote it."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has such marks")
    for leader in leaders[:3]:
        services.cast_ballot(poll=poll, chosen=[1], by=leader)
        marks = "SELECT count(DISTINCT xmin::text) FROM emulation_seat"
        with connection.cursor() as cursor:
            cursor.execute(marks)
            assert cursor.fetchone() == (1,)


def test_urn_opens_with_its_own_key_and_for_its_own_poll(settings):
    tally = Tally.empty(3).with_ballot([0, 2]).with_ballot([]).with_ballot([2])
    assert (tally.ballots, tally.blanks, tally.votes) == (3, 1, (1, 0, 2))
    sealed = seal(tally, 5)
    assert sealed != seal(tally, 5)
    assert len(sealed) == len(seal(Tally.empty(3), 5))
    assert unseal(sealed, 5) == tally
    for damaged, poll in ((sealed, 6), (sealed[:-1], 5), (b"", 5)):
        with pytest.raises(UrnUnreadableError):
            unseal(damaged, poll)
    settings.SECRET_KEY = "k" * 50
    with pytest.raises(UrnUnreadableError):
        unseal(sealed, 5)


def test_counts_of_an_open_vote_are_not_in_the_database(poll, leaders):
    services.cast_ballot(poll=poll, chosen=[4], by=leaders[0])
    stored = Poll.objects.get()
    assert (stored.ballots, stored.blanks) == (None, None)
    assert set(poll.nominees.values_list("votes", flat=True)) == {None}
    assert {field.name for field in Seat._meta.get_fields()} == {"id", "poll", "officer", "has_voted"}
