"""An earlier explanation is suggested for the same finding, and used only by a click."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from figures.entry import services as entry_services
from figures.explanations.suggestions import add_suggestions
from figures.periods.models import Period
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import ExplainedFinding, Figure, Submission
from figures.workflow import services as workflow_services
from tests.figures.factories import RIGHT, entries, make_figure, make_period, make_reported, make_submission
from tests.figures.pages import entry_url, open_form, text_of
from tests.provinces.clusters.mergers import merge

REASON = "Sáp nhập ba HTX lớn."
SUGGESTION = f"Kỳ 6 tháng đầu năm 2022 đã giải trình: “{REASON}”"
# A profit of 1.500,5 is a rise of some 50 % on this.
A_YEAR_AGO = CellEntry("1000", explanation=REASON)


def record_explained(submission: Submission, *rules: str) -> None:
    """Record that its explanations were given for these questions only."""
    ExplainedFinding.objects.filter(figure__submission=submission).delete()
    for figure in submission.figures.all():
        for rule in rules:
            figure.explained_findings.create(rule=rule)


@pytest.fixture
def a_year_ago(indicators, cluster, hau_giang, officer_hg) -> Submission:
    """Accepted, with an explanation of its profit, which was out of the usual range then too."""
    make_reported(make_period(cluster, "2021-H1"), hau_giang, officer_hg, {"coop.profit": "500"})
    year_ago = make_reported(
        make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.profit": A_YEAR_AGO}
    )
    record_explained(year_ago, "range+")
    return year_ago


@pytest.fixture
def unexplained(a_year_ago, draft) -> Submission:
    """This half-year, complete but for one explanation."""
    return draft


@pytest.fixture
def client(client_for, officer_hg) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def suggestions_of(submission: Submission) -> dict[str, str]:
    sheet: Sheet = load_sheet(submission)
    add_suggestions(sheet)
    return {row.indicator.code: row.suggestion.text for row in sheet.rows if row.suggestion}


def stored(code: str) -> Figure:
    return Figure.objects.get(
        indicator__code=code, submission__province__slug="hau-giang", submission__period__year=2023
    )


def questions_explained(code: str) -> set[str]:
    return {finding.rule for finding in stored(code).explained_findings.all()}


# What writing records


def test_writing_records_which_findings_an_explanation_answered(unexplained, officer_hg):
    entry_services.save_cells(
        submission=unexplained,
        entries=entries(
            {
                "coop.profit": CellEntry("1.500,5", explanation="Được mùa."),
                "coop.total": CellEntry("257", explanation="Không ai hỏi."),
            }
        ),
        by=officer_hg,
    )
    assert questions_explained("coop.profit") == {"range+"}
    assert questions_explained("coop.total") == set(), "it answered nothing"


def test_explanation_of_a_corrected_number_is_not_suggested(
    unexplained, officer_hg, leader_hg, cluster, hau_giang
):
    entry_services.save_cells(
        submission=unexplained,
        entries=entries({"coop.profit": CellEntry("1.500,5", explanation="Được mùa.")}),
        by=officer_hg,
    )
    workflow_services.submit(submission=unexplained, by=officer_hg)
    workflow_services.send_back(submission=unexplained, reason="Xem lại lãi.", by=leader_hg)
    entry_services.save_cells(
        submission=unexplained,
        entries=entries({"coop.profit": CellEntry("1.000", explanation="Được mùa.")}),
        by=officer_hg,
    )
    workflow_services.submit(submission=unexplained, by=officer_hg)
    later = make_submission(make_period(cluster, "2023-H2"), hau_giang)
    make_figure(later, stored("coop.profit").indicator, officer_hg, "1.600")
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, {"coop.profit": "1.000"})
    assert suggestions_of(later) == {"coop.profit": REASON}, "and not what explained 1.500,5"


def test_explanation_of_a_rise_is_not_suggested_for_a_fall(unexplained, officer_hg):
    entry_services.save_cells(submission=unexplained, entries=entries({"coop.profit": "500"}), by=officer_hg)
    assert suggestions_of(unexplained) == {}


def test_explanation_whose_finding_is_gone_is_not_suggested(unexplained, a_year_ago):
    Figure.objects.filter(submission__period__year=2021).update(value=950)
    assert suggestions_of(unexplained) == {}


# What is suggested


def test_explanation_is_suggested_for_the_same_finding(unexplained):
    assert suggestions_of(unexplained) == {"coop.profit": REASON}


def test_newest_explanation_is_suggested(unexplained, cluster, hau_giang, officer_hg):
    make_reported(make_period(cluster, "2021-H2"), hau_giang, officer_hg, {"coop.profit": "500"})
    half = make_reported(
        make_period(cluster, "2022-H2"),
        hau_giang,
        officer_hg,
        {"coop.profit": CellEntry("1.000", explanation="Giá lúa tăng.")},
        "submitted",
    )
    record_explained(half, "unit", "range+")
    assert suggestions_of(unexplained) == {"coop.profit": "Giá lúa tăng."}


@pytest.mark.parametrize("rules", [["unit"], []])
def test_explanation_of_another_finding_is_not_suggested(unexplained, a_year_ago, rules):
    record_explained(a_year_ago, *rules)
    assert suggestions_of(unexplained) == {}


def test_empty_explanation_is_not_suggested(unexplained, a_year_ago):
    a_year_ago.figures.update(explanation="")
    assert suggestions_of(unexplained) == {}


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_explanation_that_was_not_sent_or_was_returned_is_not_suggested(
    unexplained, a_year_ago, cluster, hau_giang, officer_hg, state
):
    a_year_ago.figures.update(explanation="")
    half = make_reported(
        make_period(cluster, "2022-H2"), hau_giang, officer_hg, {"coop.profit": A_YEAR_AGO}, state
    )
    record_explained(half, "range+")
    assert suggestions_of(unexplained) == {}


def test_explanation_of_another_province_is_not_suggested(unexplained, a_year_ago, can_tho, officer_ct):
    a_year_ago.figures.update(explanation="")
    theirs = make_reported(a_year_ago.period, can_tho, officer_ct, {"coop.profit": A_YEAR_AGO})
    record_explained(theirs, "range+")
    assert suggestions_of(unexplained) == {}


def test_later_explanation_is_not_suggested_to_an_earlier_half_year(
    unexplained, cluster, hau_giang, officer_hg, a_year_ago
):
    a_year_ago.figures.update(explanation="")
    later = make_reported(make_period(cluster, "2023-H2"), hau_giang, officer_hg, {"coop.profit": A_YEAR_AGO})
    record_explained(later, "range+")
    assert suggestions_of(unexplained) == {}


def test_explanation_of_a_merged_province_is_suggested_under_its_name(
    a_year_ago, indicators, cluster, hau_giang, can_tho, period, officer_ct
):
    merged = merge(cluster, [hau_giang, can_tho], slug="x", name="Sông Hậu", on=period.cut_off_on)
    make_reported(Period.objects.get(year=2022, half=1), can_tho, officer_ct, {"coop.profit": "0"})
    submission = make_submission(period, merged)
    make_figure(submission, indicators["coop.profit"], officer_ct, "1500,5")
    assert suggestions_of(submission) == {"coop.profit": REASON}
    sheet = load_sheet(submission)
    add_suggestions(sheet)
    (row,) = [row for row in sheet.entered if row.suggestion]
    assert row.suggestion.origin == "6 tháng đầu năm 2022, Hậu Giang"


def test_suggestions_take_few_queries_and_none_if_all_is_explained(
    unexplained, officer_hg, django_assert_num_queries
):
    sheet = load_sheet(unexplained)
    with CaptureQueriesContext(connection) as queries:
        add_suggestions(sheet)
    assert len(queries) == 14, "of which twelve check the half-year with the explanation"
    entry_services.save_cells(
        submission=unexplained,
        entries=entries({"coop.profit": CellEntry("1.500,5", explanation="Được mùa.")}),
        by=officer_hg,
    )
    sheet = load_sheet(unexplained)
    with django_assert_num_queries(0):
        add_suggestions(sheet)


# On the page


def test_suggestion_is_used_only_by_its_button(client, unexplained):
    page = client.get(entry_url())
    assert SUGGESTION in text_of(page)
    form = open_form(client)
    client.post(entry_url(), form)
    assert stored("coop.profit").explanation == "", "saving alone does not use it"
    response = client.post(entry_url(), form | {"coop.profit.again": REASON}, follow=True)
    assert stored("coop.profit").explanation == REASON
    assert "Đã giải trình" in text_of(response)
    assert SUGGESTION not in text_of(response)


def test_typed_explanation_goes_before_the_suggested_one(client, unexplained):
    form = open_form(client) | {"coop.profit.explanation": "Được mùa.", "coop.profit.again": REASON}
    client.post(entry_url(), form)
    assert stored("coop.profit").explanation == "Được mùa."


def test_first_button_of_the_form_saves_without_a_suggestion(client, unexplained):
    page = client.get(entry_url()).content.decode()
    form = page[page.index("data-entry") :]
    assert form.index("<button") == form.index('<button name="save" hidden>'), "Enter presses it"


def test_saved_cell_brings_its_suggestion(client, unexplained):
    seen = json.loads(open_form(client)["seen"])["coop.profit"]
    url = reverse("figures:cell", args=["2023-H1", "hau-giang", "coop.profit"])
    response = client.post(url, {"coop.profit": "1.600", "seen": seen})
    assert SUGGESTION in text_of(response)


def test_reader_is_shown_no_suggestion(client_for, secretary, officer_ct, unexplained, officer_hg):
    assert SUGGESTION not in text_of(client_for(secretary).get(entry_url()))
    make_reported(unexplained.period, officer_ct.province, officer_ct, RIGHT, "draft")
    assert REASON not in client_for(officer_ct).get(entry_url(province="can-tho")).content.decode()
