"""The contest's lists as files: what the demo has none of."""

import csv
import datetime as dt
import io

import pytest
from python_calamine import CalamineWorkbook

from emulation.awards.models import Dossier
from tests.emulation.factories import make_sent_dossier, make_year
from tests.emulation.votes.polls import extend_vote_days, make_leaders, make_open_poll

pytestmark = pytest.mark.postgresql

HONOURS = "/emulation/honours/"


def table(response) -> list[dict[str, object]]:
    data = io.BytesIO(response.getvalue())
    heads, *rows = CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture
def awarded(cluster, hau_giang, can_tho) -> Dossier:
    """One of two persons was commended; the other has a name like a formula."""
    year = make_year(cluster)
    found = make_sent_dossier(year, hau_giang)
    Dossier.objects.update(state="awarded", decision_number="12/QĐ", decided_on=dt.date(2023, 12, 20))
    Dossier.objects.create(
        year=year, province=can_tho, title=found.title, kind="person", name="=1+1", state="sent"
    )
    return found


def test_honours_go_along_as_they_are_filtered(awarded, client_for, officer_ct):
    client = client_for(officer_ct)
    assert "_export=xlsx" in client.get(HONOURS).content.decode()
    [row] = table(client.get(HONOURS, {"_export": "xlsx", "q": "nguyen van an"}))
    assert row["Đối tượng"] == "Nguyễn Văn An"
    assert (row["Năm"], row["Số quyết định"]) == (2023, "12/QĐ")
    assert row["Ngày quyết định"] == dt.date(2023, 12, 20)
    response = client.get(HONOURS, {"_export": "csv", "q": "nobody"})
    assert len(list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))) == 1


def test_dossiers_go_along_as_far_as_they_are_told(awarded, client_for, secretary, officer_hg):
    address = f"/emulation/{awarded.year.year}/dossiers/"
    rows = table(client_for(secretary).get(address, {"_export": "xlsx"}))
    assert {row["Đối tượng"] for row in rows} == {"Nguyễn Văn An", "=1+1"}
    rows = table(client_for(officer_hg).get(address, {"_export": "xlsx"}))
    assert [row["Đối tượng"] for row in rows] == ["Nguyễn Văn An"]


def test_open_vote_has_no_result_to_take_along(cluster, provinces, client_for, secretary):
    year = make_year(cluster)
    extend_vote_days(year)
    poll = make_open_poll(year, secretary, list(provinces.values()), make_leaders(provinces))
    client = client_for(secretary)
    [row] = table(client.get(f"/emulation/{poll.year.year}/votes/", {"_export": "xlsx"}))
    assert (row["Nội dung"], row["Đã bỏ phiếu"]) == (poll.label, 0)
    response = client.get(f"/emulation/{poll.year.year}/votes/{poll.pk}/", {"_export": "xlsx"})
    assert "text/html" in response["Content-Type"]
