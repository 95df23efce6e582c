"""Files of honours, dossiers and votes, which the demo has none of."""

import csv
import datetime as dt
import io

import pytest
from python_calamine import CalamineWorkbook

from emulation.awards.models import Dossier
from tests.emulation.factories import make_sent_dossier, make_year
from tests.emulation.votes.polls import extend_vote_days, make_leaders, make_open_poll

HONOURS = "/emulation/honours/"


def read_xlsx(response) -> list[dict[str, object]]:
    data = io.BytesIO(response.getvalue())
    header, *rows = CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def awarded(cluster, hau_giang, can_tho) -> Dossier:
    """A commended person; a second, not commended one has a name like a formula."""
    contest_year = make_year(cluster)
    dossier = make_sent_dossier(contest_year, hau_giang)
    Dossier.objects.update(state="awarded", decision_number="12/QĐ", decided_on=dt.date(2023, 12, 20))
    Dossier.objects.create(
        year=contest_year, province=can_tho, title=dossier.title, kind="person", name="=1+1", state="sent"
    )
    return dossier


def test_honours_file_follows_the_filters(awarded, client_for, officer_ct):
    client = client_for(officer_ct)
    assert "_export=xlsx" in client.get(HONOURS).content.decode()
    [row] = read_xlsx(client.get(HONOURS, {"_export": "xlsx", "q": "nguyen van an"}))
    assert row["Đối tượng"] == "Nguyễn Văn An"
    assert (row["Năm"], row["Số quyết định"]) == (2023, "12/QĐ")
    assert row["Ngày quyết định"] == dt.date(2023, 12, 20)
    response = client.get(HONOURS, {"_export": "csv", "q": "nobody"})
    assert len(list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))) == 1


def test_dossier_file_holds_only_visible_dossiers(awarded, client_for, secretary, officer_hg):
    url = f"/emulation/{awarded.year.year}/dossiers/"
    rows = read_xlsx(client_for(secretary).get(url, {"_export": "xlsx"}))
    assert {row["Đối tượng"] for row in rows} == {"Nguyễn Văn An", "=1+1"}
    rows = read_xlsx(client_for(officer_hg).get(url, {"_export": "xlsx"}))
    assert [row["Đối tượng"] for row in rows] == ["Nguyễn Văn An"]


def test_open_vote_has_no_result_file(cluster, provinces, client_for, secretary):
    contest_year = make_year(cluster)
    extend_vote_days(contest_year)
    poll = make_open_poll(contest_year, secretary, list(provinces.values()), make_leaders(provinces))
    client = client_for(secretary)
    [row] = read_xlsx(client.get(f"/emulation/{poll.year.year}/votes/", {"_export": "xlsx"}))
    assert (row["Nội dung"], row["Đã bỏ phiếu"]) == (poll.label, 0)
    response = client.get(f"/emulation/{poll.year.year}/votes/{poll.pk}/", {"_export": "xlsx"})
    assert "text/html" in response["Content-Type"]
