"""From a reported number to the organisations behind it."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from figures.catalogue.models import Indicator
from figures.entry.register_links import add_register_links, list_url
from figures.sheet.loading import load_sheet
from provinces.register.models import EndKind
from tests.factories import make_cooperative
from tests.figures.factories import RIGHT, make_catalogue, make_period, make_reported

ENTRY = "/entry/2023-H1/hau-giang/"


@pytest.fixture
def accepted(cluster, hau_giang, officer_hg):
    dissolved = make_catalogue()["coop.dissolved"]
    Indicator.objects.create(
        section=dissolved.section,
        code="coop.other_decrease",
        label="HTX giảm khác",
        unit="HTX",
        kind=Indicator.Kind.FLOW,
        position=99,
    )
    make_period(cluster, "2022-H2", cut_off_on=dt.date(2022, 12, 14))
    return make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, RIGHT)


@pytest.fixture
def register(hau_giang, officer_hg, can_tho, officer_ct) -> None:
    for name, founded_on, ended_on, how in [
        ("HTX Cũ", None, None, ""),
        ("HTX Mới", dt.date(2022, 12, 15), None, ""),
        ("HTX Sau Kỳ", dt.date(2023, 7, 1), None, ""),
        ("HTX Giải Thể", dt.date(2010, 1, 1), dt.date(2023, 6, 30), EndKind.DISSOLVED),
        ("HTX Sáp Nhập", dt.date(2010, 1, 1), dt.date(2023, 2, 1), EndKind.MERGED),
        ("HTX Giải Thể Sau", dt.date(2010, 1, 1), dt.date(2023, 7, 1), EndKind.DISSOLVED),
    ]:
        values = {"legal_state": "ended"} if ended_on else {}
        make_cooperative(
            hau_giang, officer_hg, name, founded_on=founded_on, ended_on=ended_on, ended_how=how, **values
        )
    make_cooperative(can_tho, officer_ct, "HTX Tỉnh Khác", founded_on=dt.date(2023, 3, 1))


def link(submission, officer, code: str) -> str:
    sheet = load_sheet(submission)
    add_register_links(sheet, officer)
    return next(row.register_url for row in sheet.rows if row.indicator.code == code)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("coop.total", {"HTX Cũ", "HTX Mới", "HTX Giải Thể Sau"}),
        ("coop.new", {"HTX Mới"}),
        ("coop.dissolved", {"HTX Giải Thể"}),
        ("coop.other_decrease", {"HTX Sáp Nhập"}),
    ],
)
@pytest.mark.parametrize("reader", ["officer_hg", "secretary"])
def test_link_leads_to_the_organisations_behind_a_number(
    code, names, reader, request, accepted, register, client_for
):
    officer = request.getfixturevalue(reader)
    answer = client_for(officer).get(link(accepted, officer, code))
    assert {row.record.name for row in answer.context["table"].rows} == names
    assert "được tính trong một số liệu đã báo cáo" in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "cohort"),
    [
        ("coop.active", "active"),
        ("coop.inactive", "inactive"),
        ("coop.value_chain", "chained"),
        ("coop.ocop", "ocop"),
        ("alliance.member_coops", "alliance"),
        ("union.member_coops", "union_members"),
    ],
)
def test_link_says_which_cooperatives_a_number_counts(code, cohort):
    url = list_url(code, dt.date(2022, 12, 15), dt.date(2023, 6, 30))
    assert url == f"/register/cooperatives/?stands={cohort}&until=2023-06-30"


def test_search_keeps_the_filters_of_a_linked_list(accepted, register, client_for, officer_hg):
    client = client_for(officer_hg)
    url = link(accepted, officer_hg, "coop.new")
    text = client.get(url).content.decode()
    asked = parse_qs(urlsplit(url).query)
    assert asked["since"] == ["2022-12-15"]  # the day after the cut-off of the half before
    for name, (value,) in asked.items():
        assert f'type="hidden" name="{name}" value="{value}"' in text
    assert "thành lập từ ngày 15/12/2022 đến ngày 30/6/2023" in text
    assert {row.record.name for row in client.get(f"{url}&q=cu").context["table"].rows} == set()
    everything = client.get("/register/cooperatives/").content.decode()
    assert 'name="since"' not in everything
    assert "được tính trong" not in everything


@pytest.mark.parametrize(
    "asked",
    [
        "stands=founded&until=2023-06-30",  # since when?
        "stands=existing&until=30/6/2023",
        "stands=existing&until=2023-02-31",
        "stands=lost&until=2023-06-30",
        "since=2023-01-01",
        "stands=founded&since=%00&until=%00",
    ],
)
def test_incomplete_query_shows_the_plain_list(asked, accepted, register, client_for, officer_hg):
    answer = client_for(officer_hg).get(f"/register/cooperatives/?{asked}")
    assert answer.status_code == 200
    assert "được tính trong" not in answer.content.decode()


def test_link_is_shown_only_to_readers_of_that_register(
    accepted, client_for, officer_hg, officer_ct, secretary, observer, head
):
    for officer, leads in [
        (officer_hg, True),
        (secretary, True),
        (observer, True),
        (head, True),
        (officer_ct, False),
    ]:
        answer = client_for(officer).get(ENTRY)
        assert answer.status_code == 200  # accepted figures are the cluster's
        assert ("/register/cooperatives/?stands=existing" in answer.content.decode()) is leads
