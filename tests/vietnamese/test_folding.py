"""Search that ignores case and diacritics."""

import pytest

from provinces.register.models import Cooperative
from tests.factories import make_cooperative
from vietnamese.folding import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đồng Tháp", "dong thap"),
        ("  HTX   Ngã\tBảy ", "htx nga bay"),
        ("Quỹ tín dụng", "quy tin dung"),
        ("ƯỚC MƠ", "uoc mo"),
        ("Tho\u0302\u0301t Nôt", "thot not"),
    ],
)
def test_folded_drops_case_diacritics_and_extra_space(text, expected):
    assert folded(text) == expected


@pytest.mark.parametrize("query", ["dong thap", "ĐỒNG THÁP", "tháp đồng", "  dong ", "0012"])
def test_matching_finds_by_name_or_number(query, hau_giang, officer_hg):
    dong_thap = make_cooperative(hau_giang, officer_hg, "HTX Đồng Tháp", registration_number="MH-0012")
    make_cooperative(hau_giang, officer_hg, "HTX Lúa Vàng")
    assert list(Cooperative.objects.matching(query)) == [dong_thap]


def test_matching_takes_wildcards_literally(hau_giang, officer_hg):
    make_cooperative(hau_giang, officer_hg, "HTX Lúa Vàng")
    assert not Cooperative.objects.matching("%").exists()
    assert not Cooperative.objects.matching("_").exists()
