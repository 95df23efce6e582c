"""A reason given once is offered again for the same cell and cause, and nothing takes it but a click."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from figures.entry import services as entry_services
from figures.entry.explanation_suggestions import add_suggestions
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import ExplainedFinding, Figure, Submission
from figures.workflow import services as workflow_services
from tests.figures.factories import RIGHT, entries, make_period, make_reported
from tests.figures.pages import entry_url, open_form, text_of

pytestmark = pytest.mark.postgresql

REASON = "Sáp nhập ba HTX lớn."
OFFER = f"Kỳ 6 tháng đầu năm 2022 đã giải trình: “{REASON}”"
# A profit of 1.500,5 is a rise of some 50 % on this.
A_YEAR_AGO = CellEntry("1000", explanation=REASON)


def explain(submission: Submission, *rules: str) -> None:
    """As if its reasons had answered these rules when it was sent, and no others."""
    ExplainedFinding.objects.filter(figure__submission=submission).delete()
    for figure in submission.figures.all():
        for rule in rules:
            figure.explained_findings.create(rule=rule)


@pytest.fixture
def a_year_ago(indicators, cluster, hau_giang, officer_hg) -> Submission:
    """Accepted, with a reason for its profit, which was out of the usual range then too."""
    year_ago = make_reported(
        make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.profit": A_YEAR_AGO}
    )
    explain(year_ago, "range")
    return year_ago


@pytest.fixture
def asking(a_year_ago, draft) -> Submission:
    """This half-year: complete but for the reason."""
    return draft


@pytest.fixture
def client(client_for, officer_hg) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def offered(submission: Submission) -> dict[str, str]:
    sheet: Sheet = load_sheet(submission)
    add_suggestions(sheet)
    return {row.indicator.code: row.suggestion.text for row in sheet.rows if row.suggestion}


def stored(code: str) -> Figure:
    return Figure.objects.get(
        indicator__code=code, submission__province__slug="hau-giang", submission__period__year=2023
    )


def explained(code: str) -> set[str]:
    return {finding.rule for finding in stored(code).explained_findings.all()}


# What sending keeps


def test_sending_keeps_which_causes_a_reason_answered(asking, officer_hg):
    entry_services.save_cells(
        submission=asking,
        entries=entries(
            {
                "coop.profit": CellEntry("1.500,5", explanation="Được mùa."),
                "coop.total": CellEntry("257", explanation="Không ai hỏi."),
            }
        ),
        by=officer_hg,
    )
    workflow_services.submit(submission=asking, by=officer_hg)
    assert explained("coop.profit") == {"range"}
    assert explained("coop.total") == set(), "it answered nothing"


def test_cause_that_went_away_is_not_kept(asking, officer_hg, leader_hg):
    entry_services.save_cells(
        submission=asking,
        entries=entries({"coop.profit": CellEntry("1.500,5", explanation="Được mùa.")}),
        by=officer_hg,
    )
    workflow_services.submit(submission=asking, by=officer_hg)
    workflow_services.send_back(submission=asking, reason="Xem lại lãi.", by=leader_hg)
    entry_services.save_cells(
        submission=asking,
        entries=entries({"coop.profit": CellEntry("1.000", explanation="Được mùa.")}),
        by=officer_hg,
    )
    workflow_services.submit(submission=asking, by=officer_hg)
    assert explained("coop.profit") == set()


# What is offered


def test_reason_is_offered_for_the_same_cell_and_cause(asking):
    assert offered(asking) == {"coop.profit": REASON}


def test_newest_reason_is_offered(asking, cluster, hau_giang, officer_hg):
    half = make_reported(
        make_period(cluster, "2022-H2"),
        hau_giang,
        officer_hg,
        {"coop.profit": CellEntry("1.000", explanation="Giá lúa tăng.")},
        "submitted",
    )
    explain(half, "unit", "range")
    assert offered(asking) == {"coop.profit": "Giá lúa tăng."}


@pytest.mark.parametrize("rules", [["unit"], []])
def test_reason_of_another_cause_is_not_offered(asking, a_year_ago, rules):
    explain(a_year_ago, *rules)
    assert offered(asking) == {}


def test_cause_without_a_reason_is_not_offered(asking, a_year_ago):
    a_year_ago.figures.update(explanation="")
    assert offered(asking) == {}


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_reason_that_was_not_sent_or_came_back_is_not_offered(
    asking, a_year_ago, cluster, hau_giang, officer_hg, state
):
    a_year_ago.figures.update(explanation="")
    half = make_reported(
        make_period(cluster, "2022-H2"), hau_giang, officer_hg, {"coop.profit": A_YEAR_AGO}, state
    )
    explain(half, "range")
    assert offered(asking) == {}


def test_reasons_of_other_provinces_stay_theirs(asking, a_year_ago, can_tho, officer_ct):
    a_year_ago.figures.update(explanation="")
    theirs = make_reported(a_year_ago.period, can_tho, officer_ct, {"coop.profit": A_YEAR_AGO})
    explain(theirs, "range")
    assert offered(asking) == {}


def test_later_reason_is_not_offered_to_an_earlier_half(asking, cluster, hau_giang, officer_hg, a_year_ago):
    a_year_ago.figures.update(explanation="")
    later = make_reported(make_period(cluster, "2023-H2"), hau_giang, officer_hg, {"coop.profit": A_YEAR_AGO})
    explain(later, "range")
    assert offered(asking) == {}


def test_offers_take_one_query_and_none_where_nothing_is_asked(asking, officer_hg, django_assert_num_queries):
    sheet = load_sheet(asking)
    with CaptureQueriesContext(connection) as queries:
        add_suggestions(sheet)
    assert len(queries) == 1
    entry_services.save_cells(
        submission=asking,
        entries=entries({"coop.profit": CellEntry("1.500,5", explanation="Được mùa.")}),
        by=officer_hg,
    )
    sheet = load_sheet(asking)
    with django_assert_num_queries(0):
        add_suggestions(sheet)


# On the page


def test_offer_stands_under_the_cell_and_is_taken_by_its_button_alone(client, asking):
    page = client.get(entry_url())
    assert OFFER in text_of(page)
    form = open_form(client)
    client.post(entry_url(), form)
    assert stored("coop.profit").explanation == "", "saving alone takes nothing"
    response = client.post(entry_url(), form | {"coop.profit.again": REASON}, follow=True)
    assert stored("coop.profit").explanation == REASON
    assert "Đã giải trình" in text_of(response)
    assert OFFER not in text_of(response)


def test_typed_reason_comes_before_the_offered_one(client, asking):
    form = open_form(client) | {"coop.profit.explanation": "Được mùa.", "coop.profit.again": REASON}
    client.post(entry_url(), form)
    assert stored("coop.profit").explanation == "Được mùa."


def test_first_button_of_the_form_saves_and_offers_nothing(client, asking):
    page = client.get(entry_url()).content.decode()
    form = page[page.index("data-entry") :]
    assert form.index("<button") == form.index('<button name="save" hidden>'), "Enter presses it"


def test_saved_cell_brings_its_offer(client, asking):
    seen = json.loads(open_form(client)["seen"])["coop.profit"]
    url = reverse("figures:cell", args=["2023-H1", "hau-giang", "coop.profit"])
    response = client.post(url, {"coop.profit": "1.600", "seen": seen})
    assert OFFER in text_of(response)


def test_who_only_reads_is_offered_nothing(client_for, secretary, officer_ct, asking, officer_hg):
    assert OFFER not in text_of(client_for(secretary).get(entry_url()))
    make_reported(asking.period, officer_ct.province, officer_ct, RIGHT, "draft")
    assert REASON not in client_for(officer_ct).get(entry_url(province="can-tho")).content.decode()
