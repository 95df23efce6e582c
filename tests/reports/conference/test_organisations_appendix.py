"""The appendix that names the organisations behind the half-year's increases and decreases."""

import datetime as dt

import pytest

from reports.conference.models import Conference
from tests.factories import make_cooperative
from tests.figures.factories import RIGHT, make_reported
from tests.papers.pdf_measure import words

PAGE, PDF = "/conference/2023-H1/", "/conference/2023-H1/report.pdf"
TITLE = "DANH SÁCH ĐƠN VỊ TĂNG, GIẢM"


@pytest.fixture
def reported(indicators, period, an_giang, can_tho, secretary, officer_ct):
    for province in (an_giang, can_tho):
        make_reported(period, province, secretary, RIGHT)
    make_cooperative(can_tho, officer_ct, "HTX Cũ")
    make_cooperative(can_tho, officer_ct, "HTX Sau kỳ", founded_on=dt.date(2023, 7, 1))
    new = make_cooperative(can_tho, officer_ct, "HTX Mới", founded_on=dt.date(2023, 6, 30))
    new.events.update(decision="15/GCN")
    make_cooperative(an_giang, officer_ct, "HTX An Giang", founded_on=dt.date(2023, 6, 30))


def ask(client, **fields):
    opened = client.get(PAGE).context["form"]
    data = {field.name: field.value() for field in opened if field.name != "names_organisations"}
    return client.post(PAGE, {name: "" if value is None else value for name, value in data.items()} | fields)


def test_appendix_names_them_by_province_with_day_and_decision_on_request(reported, secretary, client_for):
    client = client_for(secretary)
    assert TITLE not in words(client.get(PDF).content)
    assert ask(client, names_organisations="on").status_code == 302
    text = words(client.get(PDF).content)
    assert TITLE in text
    assert "1 An Giang HTX An Giang Thành lập mới 30/6/2023 …" in text
    assert "2 Cần Thơ HTX Mới Thành lập mới 30/6/2023 15/GCN" in text
    assert "HTX Cũ" not in text
    # Eleven new ones are reported by each of the two provinces.
    gap = "HTX thành lập mới: các tỉnh, thành phố báo cáo 22; danh sách của các tỉnh, thành phố nêu được 2."
    assert gap in text
    assert "HTX Sau kỳ" not in text
    assert "danh sách đơn vị tăng, giảm ghi tại Phụ lục III" in text


def test_request_can_be_taken_back(reported, period, secretary, client_for):
    Conference.objects.create(period=period, names_organisations=True)
    client = client_for(secretary)
    assert ask(client).status_code == 302
    assert TITLE not in words(client.get(PDF).content)
