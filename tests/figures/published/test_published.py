"""Published totals: who may write them, and where they show."""

from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from figures.published import services
from figures.published.models import PublishedFigure
from provinces.accounts.models import Officer
from tests.factories import make_officer
from tests.figures.factories import make_reported
from tests.figures.pages import text_of
from web.expired_forms import TYPED_BY, signature_of

pytestmark = pytest.mark.postgresql

URL = "/periods/2023-H1/published/"
SOURCE = "Hội nghị sơ kết"


def stored() -> dict[str, Decimal]:
    rows = PublishedFigure.objects.filter(province=None).values_list("indicator__code", "value")
    return {code: value for code, value in rows}  # noqa: C416 - a QuerySet of pairs


def form_on(client: Client) -> dict[str, str]:
    """What a browser would send from the page: every field and its initial value."""
    form = client.get(URL).context["form"]
    values = {field.html_name: field.value() or "" for field in form}
    return values | {field.html_initial_name: values[field.html_name] for field in form}


@pytest.fixture
def desk(client_for, secretary, indicators, period):
    """The secretary's browser."""
    return client_for(secretary)


def test_total_is_saved_with_its_source_and_shown_in_vietnamese_spelling(desk):
    answer = desk.post(
        URL, form_on(desk) | {"coop.charter_capital": "1.234,5", "source": SOURCE}, follow=True
    )

    assert "Đã lưu số công bố của 6 tháng đầu năm 2023." in text_of(answer)
    assert 'value="1.234,5"' in answer.content.decode()
    figure = PublishedFigure.objects.get()
    assert (figure.value, figure.source, figure.province) == (Decimal("1234.5"), SOURCE, None)


def test_ambiguous_number_is_refused(desk):
    answer = desk.post(URL, form_on(desk) | {"coop.total": "1.23", "coop.new": "5", "source": SOURCE})

    assert answer.status_code == 200
    assert 'class="error-summary"' in answer.content.decode()
    assert 'value="1.23"' in answer.content.decode()
    assert not PublishedFigure.objects.exists()


def test_blank_field_deletes_the_total_and_zero_is_a_total(desk, period, secretary):
    services.save_published(
        period=period, values={"coop.total": Decimal(5), "coop.new": Decimal(1)}, source=SOURCE, by=secretary
    )
    desk.post(URL, form_on(desk) | {"coop.total": "", "coop.new": "0"})

    assert stored() == {"coop.new": 0}


def test_two_open_pages_save_only_their_own_changes(desk):
    first, second = form_on(desk), form_on(desk)
    desk.post(URL, first | {"coop.total": "2.109", "source": SOURCE})
    desk.post(URL, second | {"union.total": "13"})

    assert stored() == {"coop.total": 2109, "union.total": 13}
    assert set(PublishedFigure.objects.values_list("source", flat=True)) == {SOURCE}


@pytest.mark.parametrize("name", ["coop.total", "source"])
def test_second_of_two_pages_with_the_same_total_sees_both_sides(name, desk):
    desk.post(URL, form_on(desk) | {"coop.total": "2.100", "source": SOURCE})
    typed = {"coop.total": ("2.111", "2.222"), "source": ("Kết luận hội nghị", "Thông báo")}[name]
    first, second = form_on(desk), form_on(desk)
    desk.post(URL, first | {name: typed[0]})
    answer = desk.post(URL, second | {name: typed[1]})

    assert answer.status_code == 409
    assert f'value="{typed[1]}"' in answer.content.decode()
    assert typed[0] in text_of(answer)
    kept = PublishedFigure.objects.get()
    assert (kept.value, kept.source) == ((2111, SOURCE) if name == "coop.total" else (2100, typed[0]))
    form = answer.context["form"]
    again = {field.html_name: field.value() or "" for field in form}
    again |= {field.html_initial_name: form.data.get(field.html_initial_name, "") for field in form}
    assert desk.post(URL, again).status_code == 302
    assert stored()["coop.total"] == (2222 if name == "coop.total" else 2100)


def test_post_that_does_not_say_what_it_opened_with_overwrites_nothing(desk):
    desk.post(URL, form_on(desk) | {"coop.total": "2.100", "source": SOURCE})
    assert desk.post(URL, {"coop.total": "1", "source": "X"}).status_code == 409
    assert stored() == {"coop.total": 2100}


def test_totals_without_a_source_are_refused(desk, period, secretary):
    answer = desk.post(URL, form_on(desk) | {"coop.total": "2.109"})

    assert "Ghi nguồn của số đã công bố." in text_of(answer)
    assert not PublishedFigure.objects.exists()


def test_source_replaces_the_source_of_all_totals(desk, period, secretary):
    services.save_published(period=period, values={"coop.total": Decimal(5)}, source="Bản thảo", by=secretary)
    desk.post(URL, form_on(desk) | {"coop.new": "1", "source": SOURCE})

    assert set(PublishedFigure.objects.values_list("source", flat=True)) == {SOURCE}


def test_dashboard_shows_the_change_in_the_next_request(desk, period, an_giang, secretary):
    cache.clear()
    make_reported(period, an_giang, secretary, {"coop.total": "284"})
    assert "chỉ tiêu của cụm khớp" not in text_of(desk.get("/dashboard/2023-H1/"))

    desk.post(URL, form_on(desk) | {"coop.total": "284", "source": SOURCE})
    assert "1/1 chỉ tiêu của cụm khớp" in text_of(desk.get("/dashboard/2023-H1/"))

    desk.post(URL, form_on(desk) | {"coop.total": "285"})
    assert "0/1 chỉ tiêu của cụm khớp" in text_of(desk.get("/dashboard/2023-H1/"))


def test_form_has_no_fields_for_ratios(desk):
    names = desk.get(URL).context["form"].fields

    assert "coop.charter_capital" in names
    assert "coop.capital_per_coop" not in names


def test_page_of_the_period_links_to_its_published_totals(desk):
    assert f'href="{URL}"' in desk.get(reverse("figures:period-edit", args=["2023-H1"])).content.decode()


def test_unknown_period_is_not_found(desk):
    assert desk.get("/periods/2031-H1/published/").status_code == 404


def test_form_after_an_expired_login_keeps_its_input(desk):
    officer = make_officer("secretary-2", Officer.Role.SECRETARY, password="mua-nuoc-noi")
    browser = Client()
    typed = form_on(desk) | {"coop.total": "2.109", "source": SOURCE, TYPED_BY: signature_of(officer)}
    assert browser.post(URL, typed, headers={"origin": "http://testserver"}).status_code == 302
    login = {"username": "secretary-2", "password": "mua-nuoc-noi", "next": URL}

    assert 'value="2.109"' in browser.post(reverse("login"), login, follow=True).content.decode()
    assert not PublishedFigure.objects.exists()


@pytest.mark.parametrize("who", ["officer_hg", "leader_hg", "observer", "administrator"])
def test_saving_by_other_roles_is_refused(who, period, indicators, request):
    officer: Officer = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        services.save_published(period=period, values={"coop.total": Decimal(1)}, source=SOURCE, by=officer)

    assert not PublishedFigure.objects.exists()


def test_totals_of_a_province_are_separate_from_the_cluster_s(period, indicators, an_giang, secretary):
    services.save_published(period=period, values={"union.total": Decimal(13)}, source="A", by=secretary)
    services.save_published(
        period=period, values={"union.total": Decimal(2)}, source="B", by=secretary, province=an_giang
    )

    assert stored() == {"union.total": 13}
    assert PublishedFigure.objects.get(province=an_giang).value == 2
    assert PublishedFigure.objects.get(province=None).source == "A"


@pytest.mark.parametrize("code", ["coop.capital_per_coop", "coop.unheard"])
def test_saving_a_code_that_nobody_enters_is_an_error(code, period, indicators, secretary):
    with pytest.raises(ValueError, match=code):
        services.save_published(period=period, values={code: Decimal(1)}, source=SOURCE, by=secretary)


def test_saving_without_a_source_changes_nothing(period, indicators, secretary):
    with pytest.raises(ValidationError):
        services.save_published(period=period, values={"coop.total": Decimal(1)}, source="", by=secretary)

    assert not PublishedFigure.objects.exists()
