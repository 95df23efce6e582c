"""Numbers in a dossier's text are compared with the figures, the pledge and the register."""

import datetime as dt

import pytest

from emulation.awards.cited_numbers import Piece, achievements_in_pieces, cites_numbers
from emulation.awards.known_facts import KnownFact, known_facts
from emulation.awards.models import Dossier
from emulation.awards.title_models import Title
from emulation.year.models import Deadline, EmulationYear
from tests.emulation.awards.dossier_rows import make_certificate, make_dossier
from tests.emulation.factories import make_year
from tests.factories import make_cooperative
from tests.figures.factories import make_delivered_catalogue, make_period, make_reported


@pytest.fixture
def contest(cluster) -> EmulationYear:
    year = make_year(cluster, 2023)
    Deadline.objects.filter(part="dossiers").update(due_on=dt.date(2999, 12, 31))
    return year


@pytest.fixture
def certificate(db) -> Title:
    return make_certificate()


def unmatched(dossier: Dossier) -> list[str]:
    pieces = achievements_in_pieces(dossier, known_facts(dossier))
    assert "".join(piece.text for piece in pieces) == dossier.achievements
    return [piece.text for piece in pieces if piece.is_unmatched]


@pytest.fixture
def alliance(contest, cluster, certificate, hau_giang, officer_hg) -> Dossier:
    """Hậu Giang's own dossier, with 20 + 33 classes and 1.234.500 triệu đồng in the year's two halves."""
    make_delivered_catalogue()
    for slug, classes, revenue in (("2023-H1", "20", "1.000.000"), ("2023-H2", "33", "234.500")):
        cells = {"alliance.classes": classes, "coop.revenue": revenue}
        make_reported(make_period(cluster, slug), hau_giang, officer_hg, cells)
    return make_dossier(contest, hau_giang, officer_hg, certificate, name="Liên minh HTX", kind="alliance")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mở 53 lớp, riêng 6 tháng đầu năm 20 lớp.", []),
        ("Mở 64 lớp.", ["64"]),
        ("Doanh thu 1.234.500 triệu đồng, tức 1.234,5 tỷ đồng, khoảng 1.235 tỷ.", []),
        ("Doanh thu 1.334.500 triệu đồng, 1.334,5 tỷ đồng.", ["1.334.500", "1.334,5"]),
        ("Năm 2023, ngày 12/3/2023, tháng 3, theo Quyết định 17/QĐ-LMHTXVN, tiêu chí 7, mã MH-0001.", []),
        ("Mở 53 lớp; tổng số 71 lượt; 12 HTX.", ["71", "12"]),
        ("Không nêu số.", []),
    ],
)
def test_numbers_of_an_alliance_are_compared_with_its_figures(alliance, text, expected):
    alliance.achievements = text
    assert unmatched(alliance) == expected


def test_numbers_of_a_cooperative_are_compared_with_its_row_of_the_register(
    contest, certificate, hau_giang, officer_hg
):
    coop = make_cooperative(hau_giang, officer_hg, "HTX Mùa Vàng", charter_capital=1000)
    values = {"kind": "cooperative", "cooperative": coop, "name": coop.name}
    dossier = make_dossier(contest, hau_giang, officer_hg, certificate, **values)
    dossier.achievements = "Vốn điều lệ 1.000 triệu đồng, 45 hộ liên kết."
    assert unmatched(dossier) == ["45"]


def test_unmatched_number_is_marked_on_the_page_and_in_the_checklist(alliance, officer_hg, client_for):
    Dossier.objects.filter(pk=alliance.pk).update(achievements="Mở 53 lớp.\nKết nạp 64 HTX.")
    page = client_for(officer_hg).get(f"/emulation/2023/dossiers/{alliance.pk}/").content.decode()
    assert "Kết nạp <mark>64</mark" in page
    assert "<mark>53" not in page
    assert "Không khớp số liệu nào trong hệ thống: 64" in page
    Dossier.objects.filter(pk=alliance.pk).update(achievements="Mở 53 lớp.")
    page = client_for(officer_hg).get(f"/emulation/2023/dossiers/{alliance.pk}/").content.decode()
    assert "Khớp với số liệu trong hệ thống" in page


def test_text_without_numbers_has_nothing_to_compare(alliance):
    assert not cites_numbers(alliance)
    assert achievements_in_pieces(alliance, []) == [Piece("Vượt giao ước.")]


def test_facts_without_figures_still_confirm(alliance):
    alliance.achievements = "Xếp hạng 2 trong Cụm."
    assert achievements_in_pieces(alliance, [KnownFact("Xếp hạng", "hạng 2", "bảng điểm", False)]) == [
        Piece("Xếp hạng 2 trong Cụm.")
    ]
