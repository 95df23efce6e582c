"""The administration speaks as an official would write, not as Django was translated."""

import pytest

from provinces.accounts.models import Officer


@pytest.fixture
def administrator(db) -> Officer:
    return Officer.objects.create_user(
        "quan-tri", "quan-tri@example.vn", password="mat-khau-2023", role=Officer.Role.ADMINISTRATOR
    )


@pytest.mark.parametrize("address", ["/admin/", "/admin/provinces/officer/", "/admin/provinces/officer/add/"])
def test_administration_has_no_translated_english(address, administrator, client_for):
    page = client_for(administrator).get(address).content.decode()
    assert "Thêm mới" in page
    for phrase in ("Thêm vào", "Thay đổi", "Bởi ", "Không có sẵn"):
        assert phrase not in page
