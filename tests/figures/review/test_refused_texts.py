"""What a checker writes passes the gate of all texts; what was typed stays."""

import html

import pytest
from django.urls import reverse

from figures.submissions.models import Step

PAGE = ["2023-H1", "hau-giang"]


@pytest.mark.parametrize(
    ("comment", "status"), [("Đồng ý ✓", 302), ("Toång soá HTX", 409), ("x" * 1001, 409), ("\u200b", 409)]
)
def test_comment_is_read_on_the_screen_alone(comment, status, client_for, secretary, submitted):
    """No paper prints it, so that it may have any character; all else holds for it too."""
    url = reverse("figures:comment", args=PAGE)
    response = client_for(secretary).post(url, {"comment": comment, "key": comment[:9]})
    assert response.status_code == status
    if status == 409:
        assert comment in html.unescape(response.content.decode()), "what was typed stays"


@pytest.mark.parametrize("typed", ["Kiểm tra lại ✓", "Toång soá HTX", "x" * 1001])
def test_reason_of_a_return_is_refused_by_its_place(typed, client_for, leader_hg, submitted):
    sent = {"return": "coop.new", "return.coop.new": typed, "key": "1", "seen": submitted.version}
    response = client_for(leader_hg).post(reverse("figures:return", args=PAGE), sent)
    page = html.unescape(response.content.decode())
    assert response.status_code == 409
    assert "HTX thành lập mới: " in page
    assert typed in page
    assert not Step.objects.filter(action="return").exists()
