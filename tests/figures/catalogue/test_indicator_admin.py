"""An indicator added in the administration asks from the next half-year on, and reaches back knowingly."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from figures.catalogue.models import Indicator, Section
from figures.periods.models import Period
from tests.conflicts import seen_on
from tests.figures.factories import make_period, make_submission

pytestmark = [pytest.mark.postgresql, pytest.mark.ignore_template_errors]

ADD = reverse("admin:figures_indicator_add")


@pytest.fixture
def client(client_for, administrator, indicators) -> Client:
    return client_for(administrator)


@pytest.fixture
def periods(cluster, hau_giang, indicators) -> None:
    make_period(cluster, "2022-H2", state=Period.State.LOCKED)
    sent = make_period(cluster, "2023-H1")
    make_submission(sent, hau_giang, "submitted")
    make_period(cluster, "2023-H2", state=Period.State.PLANNED)


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "code": "coop.export",
        "section": Section.objects.get(code="coop").pk,
        "position": 200,
        "label": "HTX xuất khẩu",
        "label_en": "Exporting cooperatives",
        "short_label": "Xuất khẩu",
        "short_label_en": "Exporting",
        "unit": "HTX",
        "unit_en": "cooperatives",
        "kind": "stock",
        "decimals": 0,
        "factor": 1,
        "first_period": "2023-H2",
    } | changed


def added() -> bool:
    return Indicator.objects.filter(code="coop.export").exists()


def test_first_period_proposed_is_the_next_one_that_is_not_open(client, periods):
    assert client.get(ADD).context["adminform"].form.initial["first_period"] == "2023-H2"


def test_new_indicator_asks_from_the_next_half_year_without_a_question(client, periods):
    assert client.post(ADD, fields()).status_code == 302
    assert [Indicator.objects.get(code="coop.export").is_asked_in(s) for s in ("2023-H1", "2023-H2")] == [
        False,
        True,
    ]


def test_indicator_that_reaches_opened_half_years_is_saved_only_after_they_were_listed(client, periods):
    response = client.post(ADD, fields(first_period="2022-H2"))
    assert response.status_code == 200
    assert not added()
    (error,) = response.context["adminform"].form.errors["first_period"]
    assert error == (
        "Chỉ tiêu sẽ được hỏi thêm trong 2 kỳ đã mở: 6 tháng đầu năm 2023 (đang mở, 1 tỉnh đã gửi); "
        "6 tháng cuối năm 2022 (đã khóa, chưa tỉnh nào gửi). Chọn “hỏi cả trong các kỳ đã mở” nếu đúng như "
        "vậy; nếu không, ghi kỳ đầu tiên là 2023-H2."
    )
    assert client.post(ADD, fields(first_period="2022-H2", reaches_back="on")).status_code == 302
    assert added()


def test_stored_indicator_asks_again_only_if_it_reaches_further_back(client, periods):
    client.post(ADD, fields())
    url = reverse("admin:figures_indicator_change", args=[Indicator.objects.get(code="coop.export").pk])

    def save(**changed: Any) -> Any:
        return client.post(url, fields(**changed) | seen_on(client, url))

    assert save(label="HTX có xuất khẩu").status_code == 302
    response = save(first_period="2023-H1")
    assert "6 tháng đầu năm 2023" in response.context["adminform"].form.errors["first_period"][0]
    assert save(first_period="2023-H1", reaches_back="on").status_code == 302
    assert save(first_period="2023-H1", label="HTX xuất khẩu").status_code == 302


@pytest.mark.parametrize("slug", ["2023", "2023-H3", "H1-2023", "2023-H1 ", "２０２３-H1"])
def test_first_period_is_a_half_year(client, periods, slug):
    response = client.post(ADD, fields(first_period=slug, reaches_back="on"))
    if slug in ("2023-H1 ", "２０２３-H1"):
        assert response.status_code == 302  # surrounding spaces and full width go
    else:
        assert "first_period" in response.context["adminform"].form.errors
        assert not added()


@pytest.mark.parametrize(
    ("field", "read", "sentence"),
    [
        ("decimals", 28, "Đọc được 28; nhiều nhất 4 chữ số thập phân."),
        ("last_period", "2018-H1", "Đọc được 2018-H1, trước kỳ đầu tiên 2019-H1."),
    ],
)
def test_indicator_that_no_page_could_show_is_refused(field, read, sentence):
    indicator = Indicator(code="x", first_period="2019-H1", **{field: read})
    with pytest.raises(ValidationError) as refused:
        indicator.clean()
    assert refused.value.message_dict == {field: [sentence]}


def test_indicator_is_compared_with_others_only():
    with pytest.raises(ValidationError) as refused:
        Indicator(pk=7, part_of_id=7, at_most_id=8).clean()
    assert list(refused.value.message_dict) == ["part_of"]
