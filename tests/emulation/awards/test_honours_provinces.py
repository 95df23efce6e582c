"""The honours of provinces that merged: the successor shows them, under the names of their time."""

import datetime as dt

import pytest

from emulation.awards.models import Dossier
from tests.emulation.awards.dossier_rows import make_certificate
from tests.emulation.factories import make_year
from tests.figures.pages import text_of
from tests.provinces.clusters.mergers import merge_seven

HONOURS = "/emulation/honours/"
AN_GIANG, KIEN_GIANG = "An Giang (đến 30/6/2025)", "Kiên Giang (đến 30/6/2025)"


@pytest.fixture
def honoured(cluster, provinces):
    """One person of each of three provinces, the last after the merger."""
    successors = merge_seven(cluster)
    contest_year, title = make_year(cluster), make_certificate()
    honoured = {
        "Nguyễn Văn An": provinces["an-giang"],
        "Trần Thị Kiên": provinces["kien-giang"],
        "Lê Văn Mới": successors["an-giang-2025"],
        "Phạm Văn Cà": provinces["ca-mau"],
    }
    for day, (name, province) in enumerate(honoured.items(), start=1):
        Dossier.objects.create(
            year=contest_year,
            province=province,
            title=title,
            kind="person",
            name=name,
            state="awarded",
            decision_number=f"{day}/QĐ",
            decided_on=dt.date(2025, 8, day),
        )
    return successors["an-giang-2025"]


def test_old_and_new_province_of_one_name_are_told_apart(honoured, secretary, client_for):
    page = text_of(client_for(secretary).get(HONOURS))
    assert f"Nguyễn Văn An Bằng khen 2023 1/QĐ, 01/8/2025 {AN_GIANG}" in page
    assert "Lê Văn Mới Bằng khen 2023 3/QĐ, 03/8/2025 An Giang" in page


def test_filter_by_a_successor_finds_what_its_predecessors_received(honoured, secretary, client_for):
    page = text_of(client_for(secretary).get(f"{HONOURS}?province={honoured.slug}"))
    assert "Tìm thấy 3 lượt khen thưởng." in page
    assert "Trần Thị Kiên" in page
    assert "Phạm Văn Cà" not in page


def test_filter_by_a_former_province_finds_its_own_alone(honoured, secretary, client_for):
    page = text_of(client_for(secretary).get(f"{HONOURS}?province=kien-giang"))
    assert "Tìm thấy 1 lượt khen thưởng." in page


def test_file_of_a_successor_has_the_names_of_the_time(honoured, secretary, client_for):
    response = client_for(secretary).get(f"{HONOURS}?province={honoured.slug}&_export=csv")
    lines = response.getvalue().decode("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[6] for line in lines] == ["An Giang", KIEN_GIANG, AN_GIANG]


def test_page_of_a_successor_shows_the_honours_of_its_predecessors(honoured, secretary, client_for):
    client = client_for(secretary)
    page = text_of(client.get(f"/provinces/{honoured.slug}/"))
    assert f"Trần Thị Kiên Bằng khen 2023 2/QĐ, 02/8/2025 {KIEN_GIANG}" in page
    old = text_of(client.get("/provinces/kien-giang/"))
    assert "Trần Thị Kiên" in old
    assert "Nguyễn Văn An" not in old
    assert "Tỉnh đề nghị" not in old, "all are its own"


def test_dossiers_of_the_merger_year_have_the_names_of_its_end(honoured, cluster, secretary, client_for):
    contest_year = make_year(cluster, 2025)
    Dossier.objects.update(year=contest_year)
    client = client_for(secretary)
    page = text_of(client.get("/emulation/2025/dossiers/"))
    assert f"Bằng khen {KIEN_GIANG}" in page
    file = client.get("/emulation/2025/dossiers/?_export=csv").getvalue().decode("utf-8-sig")
    assert f"Bằng khen,{AN_GIANG}," in file
    assert "Bằng khen,An Giang," in file
