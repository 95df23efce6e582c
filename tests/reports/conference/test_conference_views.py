"""The conference's page and its PDF, for each member of the cast."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Figure, Submission
from figures.workflow import reopening
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.conference.models import Conference
from tests.conflicts import differences
from tests.figures.factories import RIGHT, make_period, make_reported
from tests.figures.pages import text_of
from tests.papers.pdf_measure import words
from web.expired_forms import signature_of

ClientFor = Callable[[Officer], Client]
PAGE, PDF = "/conference/2023-H1/", "/conference/2023-H1/report.pdf"
PUBLISH = "/conference/2023-H1/publish/"
STRANGE = r"HTX <b>Sông #1</b> $2 *3* @4 \5"


@pytest.fixture
def accepted(
    indicators: dict[str, Indicator], period: Period, an_giang: Province, secretary: Officer
) -> Submission:
    """One province of seven, accepted, with texts."""
    submission = make_reported(period, an_giang, secretary, RIGHT)
    Submission.objects.filter(pk=submission.pk).update(
        difficulties="Giá vật tư còn cao.\nThiếu vốn.", solutions="Ký hợp đồng từ đầu vụ."
    )
    return submission


@pytest.fixture
def published(accepted: Submission, period: Period, head: Officer, client_for: ClientFor) -> Conference:
    client_for(head).post(PUBLISH, {"number": "5", "signed_on": "05/7/2023", "seen": "0"})
    return Conference.objects.get(published_at__isnull=False)


def form_data(client: Client, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form, with changes."""
    form = client.get(PAGE).context["form"]
    data = {"seen": form["seen"].value() or 0}
    for field in form.visible_fields():
        value = field.field.prepare_value(field.value()) or ""
        data |= {field.html_name: value, field.html_initial_name: value}
    return data | changes


# -- Who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("secretary", 200, 200),
        ("head", 200, 200),
        ("deputy", 200, 200),
        ("observer", 200, 200),
        ("officer_hg", 404, 200),
        ("leader_hg", 404, 200),
        ("administrator", 403, 403),
    ],
)
def test_readers_of_page_and_pdf_before_and_after_publication(
    who: str,
    before: int,
    after: int,
    accepted: Submission,
    head: Officer,
    client_for: ClientFor,
    request: pytest.FixtureRequest,
) -> None:
    client = client_for(request.getfixturevalue(who))
    assert [client.get(url).status_code for url in (PAGE, PDF)] == [before, before]

    client_for(head).post(PUBLISH, {"number": "5", "signed_on": "05/7/2023", "seen": "0"})

    assert [client.get(url).status_code for url in (PAGE, PDF)] == [after, after]


@pytest.mark.parametrize(
    ("who", "save", "publish"),
    [
        ("secretary", 302, 403),
        ("head", 302, 302),
        ("deputy", 302, 302),
        ("observer", 403, 403),
        ("officer_hg", 404, 404),
        ("leader_hg", 404, 404),
        ("administrator", 403, 403),
    ],
)
def test_who_may_save_and_publish(
    who: str,
    save: int,
    publish: int,
    accepted: Submission,
    client_for: ClientFor,
    request: pytest.FixtureRequest,
) -> None:
    client = client_for(request.getfixturevalue(who))

    assert client.post(PAGE, {"place": "Rạch Giá", "seen": "0"}).status_code == save
    version = Conference.objects.count()
    response = client.post(PUBLISH, {"number": "5", "signed_on": "05/7/2023", "seen": version})
    assert response.status_code == publish


@pytest.mark.parametrize("url", ["/conference/", PAGE, PDF])
def test_anonymous_request_leads_to_the_login(url: str, period: Period, client: Client) -> None:
    assert client.get(url).headers["Location"] == f"{reverse('login')}?next={url}"


@pytest.mark.parametrize("slug", ["2031-H1", "2023", "nonsense"])
def test_unknown_period_is_not_found(slug: str, secretary: Officer, client_for: ClientFor) -> None:
    client = client_for(secretary)

    assert client.get(f"/conference/{slug}/").status_code == 404
    assert client.get(f"/conference/{slug}/report.pdf").status_code == 404


def test_home_leads_to_the_newest_period_with_accepted_figures(
    accepted: Submission, secretary: Officer, client_for: ClientFor
) -> None:
    assert client_for(secretary).get("/conference/").headers["Location"] == PAGE


def reopen(submission: Submission, by: Officer) -> None:
    reopening.reopen(submission=submission, reason="Sửa số HTX.", until=timezone.localdate(), by=by)


def test_home_stays_with_the_accepted_figures_while_they_are_corrected(
    accepted: Submission, cluster: Cluster, secretary: Officer, client_for: ClientFor
) -> None:
    make_period(cluster, "2023-H2")
    reopen(accepted, secretary)

    assert client_for(secretary).get("/conference/").headers["Location"] == PAGE


def test_home_of_a_province_without_published_reports(
    accepted: Submission, officer_hg: Officer, client_for: ClientFor
) -> None:
    page = client_for(officer_hg).get("/conference/")

    assert page.status_code == 200
    assert "Chưa có báo cáo hội nghị nào được ban hành." in page.content.decode()


def test_published_report_is_read_only(
    published: Conference, officer_hg: Officer, client_for: ClientFor
) -> None:
    client = client_for(officer_hg)
    page = client.get(PAGE).content.decode()

    assert "Báo cáo số 05/BC-CTĐ ngày 05/7/2023" in page
    assert "<textarea" not in page
    assert client.post(PAGE, {"place": "x"}).status_code == 403
    pdf = client.get(PDF)
    assert pdf.headers["Content-Disposition"] == 'inline; filename="bao-cao-2023-H1.pdf"'
    assert "Số: 05/BC-CTĐ" in words(pdf.content)


# -- Reopened figures ---------------------------------------------------------------------------------


def test_page_and_report_keep_what_was_accepted_of_a_reopened_half_year(
    accepted: Submission, secretary: Officer, client_for: ClientFor
) -> None:
    reopen(accepted, secretary)
    client = client_for(secretary)
    response = client.get(PAGE)
    page = text_of(response)

    assert "Cụm đã chấp nhận số liệu của 1/7 tỉnh, thành phố." in page
    assert "Số liệu của An Giang đang được sửa; báo cáo dùng số đã chấp nhận trước khi sửa." in page
    assert "An Giang Mở lại" not in page, "An Giang is not missing"
    assert "Bạc Liêu Chưa nhập" in page
    assert f'href="{PDF}"' in response.content.decode()
    assert "Số liệu của An Giang đang được sửa" in words(client.get(PDF).content)


def test_reopened_half_year_that_was_sent_again_adds_nothing_to_the_draft(
    accepted: Submission, secretary: Officer, client_for: ClientFor
) -> None:
    reopen(accepted, secretary)
    Submission.objects.filter(pk=accepted.pk).update(state="submitted")

    assert "kể cả số tạm tính" not in text_of(client_for(secretary).get(PAGE))


# -- The form ------------------------------------------------------------------------------------------


def test_empty_form_has_default_texts(accepted: Submission, head: Officer, client_for: ClientFor) -> None:
    page = client_for(head).get(PAGE).content.decode()

    assert "Luật Hợp tác xã năm 2012\nGiao ước thi đua năm 2023 của" in page
    assert "Chủ tịch Liên minh HTX\ntỉnh Kiên Giang" in page


def test_input_is_saved_and_shown(accepted: Submission, secretary: Officer, client_for: ClientFor) -> None:
    client = client_for(secretary)
    texts = {"difficulties": f"{STRANGE}\r\nÝ thứ hai", "place": "  Rạch   Giá "}

    client.post(PAGE, form_data(client, held_on="5/7/2023", **texts))

    saved = Conference.objects.get()
    assert f"{saved.held_on:%d/%m/%Y}" == "05/07/2023"
    assert (saved.difficulties, saved.place) == (f"{STRANGE}\nÝ thứ hai", "Rạch Giá")
    assert escape(STRANGE) in client.get(PAGE).content.decode()
    assert STRANGE in words(client.get(PDF).content)


def test_unprintable_character_is_refused_at_its_field(
    accepted: Submission, secretary: Officer, client_for: ClientFor
) -> None:
    client = client_for(secretary)

    page = client.post(PAGE, form_data(client, causes="Do thời tiết ☀ nắng")).content.decode()

    assert "Trên giấy không in được ký tự “☀”." in page
    assert "Do thời tiết ☀ nắng</textarea>" in page
    assert not Conference.objects.exists()


def test_unreadable_date_stays_in_the_form(
    accepted: Submission, secretary: Officer, client_for: ClientFor
) -> None:
    client = client_for(secretary)

    page = client.post(PAGE, form_data(client, held_on="31/6/2023", agenda="Thảo luận")).content.decode()

    assert 'value="31/6/2023"' in page
    assert "ngày chưa đúng dạng hoặc không có trong lịch. Ghi ngày/tháng/năm" in page
    assert "Thảo luận</textarea>" in page


def test_second_of_two_tabs_sees_the_conflict_and_loses_nothing(
    accepted: Submission, secretary: Officer, head: Officer, client_for: ClientFor
) -> None:
    first, second = client_for(head), client_for(secretary)
    opened_earlier = form_data(second, difficulties="Ý của trang sau", agenda="Trang sau sửa mục này")
    first.post(
        PAGE, form_data(first, difficulties="Ý của trang trước\nthứ hai", causes="Trang trước sửa mục này")
    )

    response = second.post(PAGE, opened_earlier)

    page, form = response.content.decode(), response.context["form"]
    assert f"{head.title} đã lưu từ một trang khác." in page
    assert differences(response) == {
        "Khó khăn, hạn chế": ("Ý của trang trước\nthứ hai", "Ý của trang sau"),
        "Nguyên nhân": ("Trang trước sửa mục này", "lấy bản đang lưu"),
    }
    assert form["difficulties"].value() == "Ý của trang sau"
    assert form["causes"].value() == "Trang trước sửa mục này"
    assert form["agenda"].value() == "Trang sau sửa mục này"
    assert Conference.objects.get().difficulties == "Ý của trang trước\nthứ hai"

    # Saving again overwrites on purpose.
    again = {name: form[name].value() or "" for name in form.fields} | {"seen": form["seen"].value()}
    assert second.post(PAGE, again).status_code == 302
    saved = Conference.objects.get()
    assert (saved.difficulties, saved.causes) == ("Ý của trang sau", "Trang trước sửa mục này")


def test_save_after_publication_is_refused_and_keeps_the_input(
    published: Conference, secretary: Officer, client_for: ClientFor
) -> None:
    page = client_for(secretary).post(PAGE, {"place": "Rạch Giá", "seen": "0"}).content.decode()

    assert "Báo cáo đã ban hành với số 05/BC-CTĐ ngày 05/7/2023 nên không sửa" in page
    assert 'value="Rạch Giá"' in page


def test_form_outlives_an_expired_login(accepted: Submission, secretary: Officer, client: Client) -> None:
    client.post(PAGE, {"difficulties": "Gõ dở", "seen": "0", "typed_by": signature_of(secretary)})
    secretary.set_password("a long password")
    secretary.must_change_password = False
    secretary.save()

    client.post(reverse("login"), {"username": "secretary", "password": "a long password"})
    page = client.get(PAGE).content.decode()

    assert "Gõ dở</textarea>" in page
    assert "chưa lưu" in page


# -- The provinces' texts ----------------------------------------------------------------------------


def test_contribution_is_added_to_its_field_with_the_province_s_name(
    accepted: Submission, secretary: Officer, client_for: ClientFor
) -> None:
    client = client_for(secretary)
    data = form_data(client, difficulties="Ý của Cụm", contribution="difficulties:an-giang", add="")

    client.post(PAGE, data)
    client.post(PAGE, form_data(client, contribution="difficulties:an-giang", add=""))

    assert Conference.objects.get().difficulties == (
        "Ý của Cụm\nAn Giang: Giá vật tư còn cao.\nAn Giang: Thiếu vốn."
    )
    assert "đã đưa vào báo cáo" in client.get(PAGE).content.decode()


def test_illustrative_contribution_is_marked_in_the_report(
    accepted: Submission, secretary: Officer, client_for: ClientFor
) -> None:
    Figure.objects.filter(submission=accepted).update(is_illustrative=True)
    client = client_for(secretary)

    client.post(PAGE, form_data(client, contribution="solutions:an-giang", add=""))

    assert Conference.objects.get().solutions == "An Giang: Ký hợp đồng từ đầu vụ (minh họa)."


def test_draft_of_a_province_is_not_shown(
    accepted: Submission, can_tho: Province, period: Period, secretary: Officer, client_for: ClientFor
) -> None:
    Submission.objects.create(period=period, province=can_tho, difficulties="Chưa gửi đi")

    page = client_for(secretary).get(PAGE).content.decode()

    assert "Giá vật tư còn cao." in page
    assert "Chưa gửi đi" not in page


def test_page_query_count_is_constant(
    accepted: Submission,
    provinces: dict[str, Province],
    period: Period,
    head: Officer,
    client_for: ClientFor,
    django_assert_num_queries: Any,
) -> None:
    client = client_for(head)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for slug in ("can-tho", "ca-mau", "soc-trang"):
        make_reported(period, provinces[slug], head, RIGHT)
    Submission.objects.update(causes="Thiếu vốn.", difficulties="Giá cao.")

    with django_assert_num_queries(len(few)):
        client.get(PAGE)
