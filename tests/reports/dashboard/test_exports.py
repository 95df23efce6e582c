"""The cluster's figures as files: their content, and who sees what."""

import csv
import datetime as dt
import io

import pytest
from django.core.cache import cache
from python_calamine import CalamineWorkbook

from reports.conference.publication.services import publish_report
from tests.figures.factories import make_catalogue, make_period, make_reported

XLSX, CSV = "/dashboard/2023-H1/figures.xlsx", "/dashboard/2023-H1/figures.csv"
SUM = "Cộng các tỉnh có số liệu"


@pytest.fixture
def period(cluster, provinces, officer_ct, officer_hg):
    """Cần Thơ's figures are accepted, Hậu Giang's sent."""
    cache.clear()
    make_catalogue()
    period = make_period(cluster, "2023-H1")
    cells = {"coop.total": "100", "coop.charter_capital": "1.234,5"}
    make_reported(period, provinces["can-tho"], officer_ct, cells)
    make_reported(period, provinces["hau-giang"], officer_hg, {"coop.total": "87.654"}, "submitted")
    return period


def body(response) -> bytes:
    return response.getvalue()


def table(response) -> dict[str, dict]:
    """The rows by code, each by heading."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body(response))).get_sheet_by_index(0).to_python()
    return {row[1]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def test_file_has_the_cluster_and_each_province_as_numbers(period, client_for, secretary):
    total = table(client_for(secretary).get(XLSX))["coop.total"]
    assert (total[SUM], total["Cần Thơ"], total["Hậu Giang"]) == (87_754, 100, 87_654)
    assert total["Toàn cụm"] == "", "two of seven provinces are not the cluster"
    assert total["Số tỉnh có số liệu"] == "2/7"
    assert total["An Giang"] == "", "absent is not zero"


def test_file_is_limited_to_accepted_figures_like_its_page(period, client_for, secretary):
    client = client_for(secretary)
    assert table(client.get(f"{XLSX}?scope=accepted"))["coop.total"][SUM] == 100
    page = client.get("/dashboard/2023-H1/?scope=accepted").content.decode()
    assert f'href="{XLSX}?scope=accepted"' in page


def test_file_has_the_cluster_once_all_provinces_reported(
    period, provinces, client_for, secretary, officer_ct
):
    for slug, province in provinces.items():
        if slug not in ("can-tho", "hau-giang"):
            make_reported(period, province, officer_ct, {"coop.total": "10"})
    rows = table(client_for(secretary).get(XLSX))
    assert (rows["coop.total"]["Toàn cụm"], rows["coop.total"][SUM]) == (87_804, 87_804)
    assert (rows["coop.charter_capital"]["Toàn cụm"], rows["coop.charter_capital"][SUM]) == ("", 1234.5)


def test_other_province_does_not_see_unaccepted_figures(period, client_for, officer_ct):
    client = client_for(officer_ct)
    assert table(client.get(XLSX))["coop.total"][SUM] == 100
    assert "87654" not in body(client.get(CSV)).decode()


def test_csv_numbers_are_for_programs(period, client_for, secretary):
    text = body(client_for(secretary).get(CSV)).decode("utf-8")
    assert text.startswith("\ufeffChỉ tiêu,Mã,")
    rows = {row[1]: row for row in csv.reader(io.StringIO(text[1:]))}
    assert "1234.5" in rows["coop.charter_capital"]


def test_year_has_a_file(period, client_for, secretary):
    assert table(client_for(secretary).get("/dashboard/2023/figures.xlsx"))["coop.total"]["Cần Thơ"] == 100


@pytest.mark.parametrize("url", ["/dashboard/2050-H1/figures.csv", "/conference/2023-H1/figures.csv"])
def test_missing_period_or_report_is_not_found(url, period, client_for, secretary):
    assert client_for(secretary).get(url).status_code == 404


def test_published_file_has_the_signed_numbers(period, client_for, head, officer_ct):
    publish_report(period=period, number=5, signed_on=dt.date(2023, 7, 5), seen=0, by=head)
    total = table(client_for(officer_ct).get("/conference/2023-H1/figures.xlsx"))["coop.total"]
    assert (total[SUM], total["Cần Thơ"], total["Số tỉnh có số liệu"]) == (100, 100, "1/7")
    assert (
        "/conference/2023-H1/figures.xlsx"
        in client_for(officer_ct).get("/conference/2023-H1/").content.decode()
    )
