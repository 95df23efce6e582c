"""The honours of provinces whose successor has the same name."""

from tests.figures.pages import text_of
from tests.provinces.clusters.mergers import merge_seven


def test_old_and_new_province_of_one_name_are_told_apart(cluster, provinces, secretary, client_for):
    merge_seven(cluster)
    page = client_for(secretary).get("/emulation/honours/")
    assert "An Giang (đến 30/6/2025)" in text_of(page)
