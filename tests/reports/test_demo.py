"""The demo after `make demo`, and that a second run keeps what was entered."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from emulation.awards.cited_numbers import achievements_in_pieces, cites_numbers
from emulation.awards.known_facts import known_facts
from emulation.awards.models import Dossier, DossierStep
from emulation.criteria.tree import read_tree
from emulation.cross_checks.models import Check
from emulation.pledges.movement_models import PledgedMovement
from emulation.pledges.progress import progress_of
from emulation.results.loading import computed_points, load_ranking, table_for_reader
from emulation.results.models import FinalScore
from emulation.votes.polls import result
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from figures.duties.duties import duties_of
from figures.entry import services
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.register.models import Cooperative, CooperativeUnion
from reports.conference.models import Conference
from reports.conference.report.document import report_document

pytestmark = pytest.mark.postgresql


def test_demo_is_refused_on_a_public_server(settings: Any, db: None) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError, match="password everybody knows"):
        call_command("demo")
    assert not Officer.objects.exists()


@pytest.fixture(scope="module")
def demo_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo, loaded once for all tests of this file, which roll back their changes."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=quick), transaction.atomic():
        out = StringIO()
        call_command("demo", stdout=out)
        assert "Holding two contests ..." in out.getvalue(), "it says what it is doing"
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(demo_database: None, db: None) -> None:
    pass


def totals(slug: str) -> dict[str, Any]:
    out = StringIO()
    call_command("cluster_totals", slug, "--by-province", stdout=out)
    return json.loads(out.getvalue())


def published() -> dict[str, Any]:
    return json.loads((settings.BASE_DIR / "fixtures" / "published_2023_h1.json").read_text("utf-8"))


def test_demo_gives_every_published_figure_to_the_unit(demo: None) -> None:
    actual = totals("2023-H1")
    for code, value in published()["cluster"].items():
        assert (actual[code]["value"], actual[code]["reported"], actual[code]["expected"]) == (
            str(value),
            7,
            7,
        )
    unions = {slug: int(value) for slug, value in actual["union.total"]["provinces"].items()}
    assert unions == published()["by_province"]["union.total"]
    assert actual["group.ended"] | {"provinces": None} == {
        "value": None,
        "reported": 0,
        "expected": 7,
        "provinces": None,
    }


def test_demo_has_accepted_half_years_and_an_open_one(demo: None) -> None:
    accepted = Submission.objects.filter(period__year=2023, period__half=1).accepted()
    assert accepted.count() == 7
    for submission in accepted:
        actions = list(submission.steps.order_by("pk").values_list("action", flat=True))
        assert actions == ["submit", "approve", "accept", "lock"]
    open_period = Period.objects.get(year=2023, half=2)
    assert open_period.takes_figures(timezone.localdate())
    assert not open_period.submissions.exists()


def test_every_province_reported_the_published_half_year_on_time(demo: None) -> None:
    """The conference said so: "từng thành viên luôn thực hiện tốt chế độ thông tin, báo cáo"."""
    reported = Submission.objects.filter(period__year=2023, period__half=1).select_related("period")
    assert [submission.days_late() for submission in reported] == [0] * 7


def test_dossiers_claim_nothing_that_their_own_figures_refute(demo: None) -> None:
    alliances = Dossier.objects.filter(kind="alliance").select_related("year", "province", "title")
    cited = [dossier for dossier in alliances if cites_numbers(dossier)]
    assert len(cited) == 3
    for dossier in cited:
        pieces = achievements_in_pieces(dossier, known_facts(dossier))
        assert not [piece.text for piece in pieces if piece.is_unmatched], dossier.achievements
        (_province, progress), *_ = progress_of(dossier.year, [dossier.province]).rows
        exceeded = {str(cell.target_value) for cell in progress if cell.value > cell.target_value}
        claimed = re.findall(r"vượt giao ước (\d+)", dossier.achievements)
        assert claimed, "a pledge that was kept"
        assert set(claimed) <= {target.partition(".")[0] for target in exceeded}


def test_demo_has_nothing_overdue(demo: None) -> None:
    owed = {officer.username: duties_of(officer) for officer in Officer.objects.all()}
    today = timezone.localdate()
    assert not any(duty.days_left(today) < 0 for duties in owed.values() for duty in duties)
    kinds = {name: [str(duty.kind) for duty in duties] for name, duties in owed.items() if duties}
    provinces = Province.objects.filter(officers__isnull=False)
    assert kinds == {province.slug: ["enter", "self_score"] for province in provinces} | {
        f"{province.slug}-lead": ["self_score"] for province in provinces
    }


def test_demo_marks_what_was_not_published_as_illustrative(demo: None) -> None:
    facts = Figure.objects.filter(is_illustrative=False)
    assert set(facts.values_list("submission__period__year", "submission__period__half")) == {(2023, 1)}
    assert set(facts.values_list("indicator__code", flat=True)) == {"union.total"}
    assert not Cooperative.objects.filter(is_illustrative=False).exists()
    assert CooperativeUnion.objects.count() == 13


def test_demo_accounts_log_in(demo: None, client: Any) -> None:
    for username in ("kien-giang", "soc-trang-lead", "secretary", "vca", "admin"):
        assert client.login(username=username, password="thi-dua-2023")
    assert Officer.objects.get(username="kien-giang-lead").terms.get().post == "head"
    assert Officer.objects.get(username="ca-mau-lead").terms.get().post == "deputy"


def test_second_run_keeps_what_was_entered(demo: None) -> None:
    officer = Officer.objects.get(username="hau-giang")
    officer.set_password("mat-khau-khac-2023")
    officer.save()
    period = Period.objects.get(year=2023, half=2)
    submission = services.start(period=period, province=officer.province, by=officer)
    services.save_cells(submission=submission, entries={"coop.new": CellEntry("11")}, by=officer)
    before = Figure.objects.count(), PublishedFigure.objects.count(), Cooperative.objects.count()
    call_command("demo", stdout=StringIO())
    assert (Figure.objects.count(), PublishedFigure.objects.count(), Cooperative.objects.count()) == before
    assert submission.figures.get().value == 11
    assert Officer.objects.get(username="hau-giang").check_password("mat-khau-khac-2023")


def test_second_run_does_nothing_again(demo: None, django_assert_max_num_queries: Any) -> None:
    out = StringIO()
    with django_assert_max_num_queries(60):
        call_command("demo", stdout=out)
    (line,) = out.getvalue().splitlines()
    assert "thi-dua-2023" in line


def test_settled_scores_follow_from_the_stored_figures_and_rules(demo: None) -> None:
    contest = EmulationYear.objects.get(year=2022)
    tree = read_tree(contest)
    computed = computed_points(contest, tree)
    finals = {(f.criterion_id, f.province_id): f for f in FinalScore.objects.filter(criterion__year=contest)}
    assert computed
    assert {key: points.value for key, points in computed.items()} == {
        key: finals[key].points for key in computed
    }
    table = table_for_reader(contest)
    for place, province in enumerate(table.provinces):
        own = [f.points for (_, pk), f in finals.items() if pk == province.pk and not f.criterion.is_apart]
        assert table.totals[place].final == sum(own)


def test_finished_year_has_votes_and_commendations(demo: None, client_for: Any) -> None:
    contest = EmulationYear.objects.get(year=2022)
    polls = list(contest.polls.order_by("pk"))
    assert [(poll.state, poll.ballots, poll.blanks) for poll in polls] == [("closed", 7, 0), ("closed", 7, 0)]
    chosen = [
        [line.nominee.province for line in result(poll, list(poll.nominees.all())) if line.is_chosen]
        for poll in polls
    ]
    ranking = [standing.province for standing in load_ranking(contest, table_for_reader(contest))]
    assert chosen == [ranking[:1], ranking[1:3]]
    dossiers = Counter(Dossier.objects.values_list("kind", "state"))
    assert dossiers.keys() >= {
        ("alliance", "awarded"),
        ("cooperative", "awarded"),
        ("household", "proposed"),
        ("person", "refused"),
    }
    assert all(step.at.year <= 2023 for step in DossierStep.objects.all()), "not on the day of the demo"
    assert not Event.objects.filter(year=contest, at__gte=timezone.now() - dt.timedelta(days=365)).exists()
    page = client_for(Officer.objects.get(username="vca")).get("/emulation/honours/").content.decode()
    assert "17/QĐ-LMHTXVN (minh họa)" in page


def test_changed_cell_changes_exactly_the_criteria_that_use_it(demo: None) -> None:
    contest = EmulationYear.objects.get(year=2022)
    tree = read_tree(contest)
    before = computed_points(contest, tree)
    cell = Figure.objects.get(
        submission__period__year=2022,
        submission__period__half=2,
        submission__province__slug="soc-trang",
        indicator__code="coop.new",
    )
    Figure.objects.filter(pk=cell.pk).update(value=0)
    after = computed_points(contest, tree)
    naming = {node.criterion.pk for node in tree.computed if "coop.new" in node.criterion.indicator_codes}
    changed = {
        criterion for (criterion, province), points in after.items() if points != before[criterion, province]
    }
    assert changed == naming


def test_finished_demo_year_is_complete(demo: None) -> None:
    contest = EmulationYear.objects.get(year=2022)
    assert contest.is_illustrative
    assert contest.scores_are_settled
    assert {pledge.state for pledge in contest.pledges.all()} == {"signed"}
    assert {movement.state for movement in contest.movements.all()} == {"closed"}
    assert {sheet.state for sheet in contest.score_sheets.all()} == {"sent"}
    assert set(Check.objects.filter(year=contest).values_list("state", flat=True)) == {"sent"}
    assert [(poll.state, poll.ballots) for poll in contest.polls.all()] == [("closed", 7)] * 2
    states = set(contest.dossiers.values_list("state", flat=True))
    assert states == {"awarded", "proposed", "refused"}
    contest = report_document(Conference.objects.of(Period.objects.get(year=2022, half=2)))["emulation"]
    assert contest["illustrative"]
    assert all(contest[part] for part in ("movements", "ranking", "scores", "votes", "commendations"))


def test_demo_log_tells_each_step_on_its_day(demo: None) -> None:
    def days(contest: EmulationYear, action: str) -> list[dt.date]:
        return sorted(timezone.localdate(event.at) for event in contest.events.filter(action=action))

    for contest in EmulationYear.objects.all():
        launched = contest.movements.exclude(launched_on=None)
        assert days(contest, "movement.launch") == sorted(launched.values_list("launched_on", flat=True))
        closed = contest.movements.exclude(closed_on=None)
        assert days(contest, "movement.close") == sorted(closed.values_list("closed_on", flat=True))
        signed = set(contest.pledges.values_list("signed_on", flat=True))
        assert set(days(contest, "pledge.record_signing")) == signed
        awarded = contest.dossiers.filter(state="awarded").values_list("decided_on", flat=True)
        assert days(contest, "dossier.award") == sorted(awarded)
        votes = contest.events.filter(action__in=["vote.open", "vote.close"]).values_list("at", "action")
        assert sorted(set(votes)) == sorted(
            {(poll.opened_at, "vote.open") for poll in contest.polls.all()}
            | {(poll.closed_at, "vote.close") for poll in contest.polls.all()}
        )
        assert all(poll.opened_at < poll.closed_at for poll in contest.polls.all())


def test_current_demo_year_is_half_done(demo: None) -> None:
    contest, today = EmulationYear.objects.get(year=2023), timezone.localdate()
    assert contest.is_illustrative
    assert {pledge.state for pledge in contest.pledges.all()} == {"signed"}
    assert {movement.state for movement in contest.movements.all()} == {"launched", "planned"}
    assert not contest.score_sheets.exists()
    holding = {deadline.part for deadline in contest.deadlines.all() if deadline.is_open()}
    assert holding == {"movements", "self_score"}
    to_come = {deadline.part for deadline in contest.deadlines.all() if deadline.opens_on > today}
    assert to_come == {"cross_check", "answers", "council", "vote", "dossiers"}


def test_demo_pledges_have_movements_and_commitments(demo: None) -> None:
    contest = EmulationYear.objects.get(year=2023)
    named = PledgedMovement.objects.filter(year=contest, province__isnull=False)
    assert {row.province.slug for row in named} == {"an-giang", "kien-giang", "soc-trang"}
    assert PledgedMovement.objects.filter(year=contest, province=None).count() == 1
    assert contest.signing.commitments
