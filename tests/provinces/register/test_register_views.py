"""The register's pages: who sees what, and that no input is lost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from provinces.register.models import Cooperative, CooperativeGroup, LegalState
from tests.conflicts import differences
from tests.factories import make_cooperative, make_group, make_term, make_union
from web.expired_forms import signature_of

pytestmark = pytest.mark.postgresql

LIST = reverse("provinces:cooperative-list")
ADD = reverse("provinces:cooperative-add")

TYPED = {
    "name": "HTX Mùa Vàng",
    "registration_number": "6300000001",
    "sector": "agriculture",
    "legal_state": "active",
    "founded_on": "5/7/2020",
    "members": "1.234",
    "charter_capital": "1 234,5",
    "working_capital": "",
}


def edit_url(organisation):
    return reverse("provinces:cooperative-edit", args=[organisation.pk])


def event_url(organisation, kind="cooperative"):
    return reverse(f"provinces:{kind}-row-add", args=["events", organisation.pk])


def form_data(client, url, **changes):
    """What a browser sends back from that page, with some fields changed."""
    response = client.get(url)
    owner = signature_of(response.context["user"])
    assert f'<input type="hidden" name="typed_by" value="{owner}">' in response.content.decode()
    fields = {field.html_name: field.value() or "" for field in response.context["form"]}
    return fields | {"typed_by": owner} | changes


def test_list_of_own_province_only(client_for, officer_hg, officer_ct, hau_giang, can_tho):
    make_cooperative(hau_giang, officer_hg, "HTX Của Mình")
    make_cooperative(can_tho, officer_ct, "HTX Tỉnh Khác")
    page = client_for(officer_hg).get(LIST).content.decode()
    assert "HTX Của Mình" in page
    assert "HTX Tỉnh Khác" not in page


@pytest.mark.parametrize("reader", ["secretary", "observer", "head", "deputy"])
def test_list_has_every_province_for_those_who_run_or_observe_the_cluster(
    reader, request, client_for, officer_hg, officer_ct, hau_giang, can_tho
):
    make_cooperative(hau_giang, officer_hg, "HTX Một")
    make_cooperative(can_tho, officer_ct, "HTX Hai")
    client = client_for(request.getfixturevalue(reader))
    page = client.get(LIST).content.decode()
    assert "HTX Một" in page
    assert "HTX Hai" in page
    page = client.get(LIST, {"province": can_tho.pk}).content.decode()
    assert "HTX Một" not in page


@pytest.mark.parametrize(
    ("others_year", "reads"),
    [(-1, True), (0, False), (1, True)],
    ids=["a predecessor", "a successor", "a successor who has not begun"],
)
def test_every_province_is_readable_with_the_latest_post_only(
    others_year, reads, cluster, client_for, leader_hg, leader_ct, officer_ct, can_tho
):
    # Hậu Giang's leader was the head last year; another leader has a post in the parametrized year.
    year = timezone.localdate().year
    make_term(leader_hg, cluster, "head", year - 1)
    make_term(leader_ct, cluster, "deputy", year + others_year)
    make_cooperative(can_tho, officer_ct, "HTX Tỉnh Khác")
    page = client_for(leader_hg).get(LIST).content.decode()
    assert ("HTX Tỉnh Khác" in page) == reads


def test_organisation_of_another_province_is_not_found(client_for, officer_ct, officer_hg, hau_giang):
    theirs = make_cooperative(hau_giang, officer_hg)
    client = client_for(officer_ct)
    assert client.get(edit_url(theirs)).status_code == 404
    assert client.post(edit_url(theirs), TYPED).status_code == 404
    assert client.get(event_url(theirs)).status_code == 404
    assert client.post(event_url(theirs), {}).status_code == 404


@pytest.mark.parametrize("reader", ["secretary", "observer", "head", "administrator"])
def test_editing_is_refused_to_mere_readers(reader, request, client_for, officer_hg, hau_giang):
    theirs = make_cooperative(hau_giang, officer_hg)
    client = client_for(request.getfixturevalue(reader))
    assert client.get(edit_url(theirs)).status_code == 403
    assert client.post(edit_url(theirs), TYPED).status_code == 403
    if reader != "head":
        assert client.get(ADD).status_code == 403


def test_administrator_sees_no_register(client_for, administrator):
    assert client_for(administrator).get(LIST).status_code == 403


def test_add_reads_vietnamese_numbers_and_dates(client_for, officer_hg, hau_giang):
    response = client_for(officer_hg).post(ADD, TYPED, follow=True)
    assert "Đã lưu HTX Mùa Vàng." in response.content.decode()
    added = Cooperative.objects.get()
    assert added.province == hau_giang
    assert added.changed_by == officer_hg
    assert added.founded_on == dt.date(2020, 7, 5)
    assert added.members == 1234
    assert str(added.charter_capital) == "1234.50"
    assert added.working_capital is None


def test_add_keeps_unreadable_input_with_an_error(client_for, officer_hg):
    typed = TYPED | {"members": "1.23.456", "founded_on": "31/2/2020", "name": ""}
    page = client_for(officer_hg).post(ADD, typed).content.decode()
    assert not Cooperative.objects.exists()
    assert 'value="1.23.456"' in page
    assert 'value="31/2/2020"' in page
    assert "Chưa nhập tên hợp tác xã." in page
    assert '<a href="#id_members">Số thành viên: Giá trị “1.23.456” không hợp lệ' in page
    assert "<title>Lỗi: " in page


def test_second_click_adds_one_row_only(client_for, officer_hg):
    client = client_for(officer_hg)
    for number in ("6300000001", ""):
        typed = TYPED | {"registration_number": number, "name": f"HTX {number}", "key": "1"}
        assert client.post(ADD, typed).status_code == 302
        assert f"Đã lưu HTX {number}." in client.post(ADD, typed, follow=True).content.decode()
    assert Cooperative.objects.count() == 2


def test_add_of_the_same_name_asks_and_loses_nothing(client_for, officer_hg):
    client = client_for(officer_hg)
    typed = TYPED | {"registration_number": ""}
    client.post(ADD, typed)
    added = Cooperative.objects.get()

    response = client.post(ADD, typed | {"members": "1.243"})
    page = response.content.decode()
    assert f"HTX Mùa Vàng vừa được thêm lúc {timezone.localtime(added.changed_at):%H:%M}" in page
    assert f'<a href="{edit_url(added)}">mở đơn vị vừa thêm</a>' in page
    assert 'value="1.243"' in page
    assert Cooperative.objects.get().members == 1234

    again = {"members": "1.243", "seen": response.context["form"]["seen"].value()}
    assert client.post(ADD, typed | again).status_code == 302
    assert sorted(Cooperative.objects.values_list("members", flat=True)) == [1234, 1243]


@pytest.mark.parametrize("seen", ["", "x", "2023-06-30", "2023-06-30T10:00:00"])
def test_add_of_the_same_name_asks_whatever_version_is_sent(seen, client_for, officer_hg):
    client = client_for(officer_hg)
    typed = TYPED | {"registration_number": ""}
    client.post(ADD, typed)
    assert client.post(ADD, typed | {"members": "1.243", "seen": seen}).status_code == 200
    assert Cooperative.objects.count() == 1


def test_taken_registration_number_names_its_holder(client_for, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg, "HTX Có Trước", registration_number="6300000001")
    page = client_for(officer_hg).post(ADD, TYPED).content.decode()
    assert "Mã số này đã thuộc về HTX Có Trước." in page
    assert Cooperative.objects.count() == 1


@pytest.mark.parametrize(
    ("founded_on", "members", "warning"),
    [
        ("30/6/2024", "6", "mức tối thiểu 7 theo quy định ngày 30/6/2024 (Điều 3 Luật HTX 2012)."),
        ("30/6/2024", "7", ""),
        ("01/7/2024", "4", "mức tối thiểu 5 theo quy định ngày 01/7/2024 (Điều 4 Luật HTX 2023)."),
        ("01/7/2024", "5", ""),
        ("", "3", ""),
    ],
)
def test_legal_minimum_of_the_founding_day_is_a_warning(client_for, officer_hg, founded_on, members, warning):
    client = client_for(officer_hg)
    typed = TYPED | {"founded_on": founded_on, "members": members}
    page = client.post(ADD, typed, follow=True).content.decode()
    row = Cooperative.objects.get()
    assert ("mức tối thiểu" in page) == bool(warning)
    assert warning in page
    edited = form_data(client, edit_url(row), phone="0907 000 000")
    page = client.post(edit_url(row), edited, follow=True).content.decode()
    assert ("mức tối thiểu" in page) == bool(warning), "the same when editing"
    assert Cooperative.objects.get().phone == "0907 000 000"


def test_registered_cooperative_may_lose_members(client_for, officer_hg, hau_giang):
    old = make_cooperative(hau_giang, officer_hg, members=8)
    client = client_for(officer_hg)
    client.post(edit_url(old), form_data(client, edit_url(old), members="5"))
    old.refresh_from_db()
    assert old.members == 5


def test_edit_in_two_tabs_shows_the_conflict_and_loses_nothing(client_for, officer_hg, leader_hg, hau_giang):
    row = make_cooperative(hau_giang, officer_hg, "HTX Lúa", members=20)
    first, second = client_for(leader_hg), client_for(officer_hg)
    url = edit_url(row)
    typed = form_data(second, url, name="HTX Lúa Mới", members="30")
    first.post(url, form_data(first, url, members="25"))

    response = second.post(url, typed)
    page = response.content.decode()
    row.refresh_from_db()
    assert (row.name, row.members) == ("HTX Lúa", 25)
    assert f"{leader_hg.title} đã lưu từ một trang khác" in page
    assert differences(response) == {
        "Tên hợp tác xã": ("HTX Lúa", "HTX Lúa Mới"),
        "Số thành viên": ("25", "30"),
    }
    assert 'value="30"' in page
    assert 'value="HTX Lúa Mới"' in page

    second.post(url, typed | {"seen": response.context["form"]["seen"].value()})
    row.refresh_from_db()
    assert (row.name, row.members) == ("HTX Lúa Mới", 30)


def test_end_keeps_the_row_and_hides_it_from_the_list(client_for, officer_hg, hau_giang):
    row = make_cooperative(hau_giang, officer_hg, "HTX Sắp Thôi")
    client = client_for(officer_hg)
    client.post(event_url(row), form_data(client, event_url(row), happened_on="30/6/2023", kind="dissolved"))
    row.refresh_from_db()
    assert row.ended_on == dt.date(2023, 6, 30)
    assert row.legal_state == LegalState.ENDED
    assert "Đã lưu: Giải thể." in client.get(LIST).content.decode()
    assert "HTX Sắp Thôi" not in client.get(LIST).content.decode()
    page = client.get(LIST, {"ended": "yes"}).content.decode()
    assert "HTX Sắp Thôi" in page
    assert "Giải thể 30/6/2023" in page


@pytest.mark.parametrize("day", ["19/3/2015", f"{timezone.localdate() + dt.timedelta(days=2):%d/%m/%Y}"])
def test_end_before_founding_or_in_future_is_refused(day, client_for, officer_hg, hau_giang):
    row = make_cooperative(hau_giang, officer_hg, founded_on=dt.date(2015, 3, 20))
    client = client_for(officer_hg)
    typed = form_data(client, event_url(row), happened_on=day, kind="dissolved")
    assert client.post(event_url(row), typed).status_code == 200
    row.refresh_from_db()
    assert not row.has_ended


def test_ended_row_can_be_corrected_but_not_revived(client_for, officer_hg, hau_giang):
    row = make_cooperative(
        hau_giang, officer_hg, ended_on=dt.date(2023, 6, 30), ended_how="dissolved", legal_state="ended"
    )
    client = client_for(officer_hg)
    client.post(edit_url(row), form_data(client, edit_url(row), name="HTX Đúng Tên", legal_state="active"))
    row.refresh_from_db()
    assert row.name == "HTX Đúng Tên"
    assert row.legal_state == LegalState.ENDED


def test_group_ends_as_chấm_dứt_hoạt_động(client_for, officer_hg, hau_giang):
    group = make_group(hau_giang, officer_hg)
    url, client = event_url(group, "group"), client_for(officer_hg)
    assert "Phá sản" not in client.get(url).content.decode()
    client.post(url, form_data(client, url, happened_on="30/6/2023", kind="ceased"))
    assert CooperativeGroup.objects.get().ended_how == "ceased"


def test_names_are_escaped(client_for, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg, "<b>HTX & #1</b>")
    page = client_for(officer_hg).get(LIST).content.decode()
    assert "&lt;b&gt;HTX &amp; #1&lt;/b&gt;" in page


def test_sort_and_page_keep_the_filters(client_for, officer_hg, hau_giang):
    for n in range(30):
        make_cooperative(hau_giang, officer_hg, f"HTX Số {n:02}", members=10 + n)
    client = client_for(officer_hg)
    page = client.get(LIST, {"q": "htx so", "sector": "agriculture", "sort": "-members"}).content.decode()
    assert page.index("HTX Số 29") < page.index("HTX Số 05")
    assert 'aria-sort="descending"' in page
    assert "?q=htx+so&amp;sector=agriculture&amp;sort=-members&amp;page=2" in page
    assert "Dòng 1–25 trong 30" in page


def test_list_ignores_nonsense_in_its_url(client_for, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg)
    client = client_for(officer_hg)
    for query in ("page=x", "page=99", "sort=nothing", "sector=?", "ended=?", "province=x", "q=%00"):
        assert client.get(f"{LIST}?{query}").status_code == 200, query


@pytest.mark.parametrize("kind", ["cooperative", "group", "union"])
def test_empty_list_has_a_sentence(kind, client_for, officer_hg):
    page = client_for(officer_hg).get(reverse(f"provinces:{kind}-list")).content.decode()
    assert '<p class="empty">Chưa có đơn vị nào khớp với điều kiện lọc.</p>' in page


def test_unknown_figures_sort_last_in_both_directions(client_for, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg, "HTX Không Rõ", members=None)
    make_cooperative(hau_giang, officer_hg, "HTX Rõ", members=10)
    client = client_for(officer_hg)
    for sort in ("members", "-members"):
        page = client.get(LIST, {"sort": sort}).content.decode()
        assert page.index("HTX Rõ") < page.index("HTX Không Rõ")


@pytest.mark.parametrize(("kind", "make"), [("cooperative", make_cooperative), ("union", make_union)])
def test_list_query_count_is_constant(
    kind, make, client_for, secretary, officer_hg, hau_giang, django_assert_num_queries
):
    for n in range(30):
        make(hau_giang, officer_hg, f"Đơn vị {n}")
    client = client_for(secretary)
    # session, officer, cluster, three for the tasks in the menu, provinces to choose from, how many, rows,
    # their provinces
    with django_assert_num_queries(13):
        client.get(reverse(f"provinces:{kind}-list"))
    with django_assert_num_queries(13):
        client.get(reverse(f"provinces:{kind}-list"), {"q": "don vi 1"})


def test_illustrative_rows_are_marked(client_for, officer_hg, hau_giang):
    client = client_for(officer_hg)
    make_cooperative(hau_giang, officer_hg, "HTX Thật")
    assert "minh họa" not in client.get(LIST).content.decode()
    make_cooperative(hau_giang, officer_hg, "HTX Giả Định", is_illustrative=True)
    page = client.get(LIST).content.decode()
    assert '<span class="tag">minh họa</span>' in page
    assert "Trang có số liệu minh họa." in page


def test_form_outlives_an_expired_login(client, client_for, officer_hg):
    typed = form_data(client_for(officer_hg), ADD) | TYPED
    sent = client.post(ADD, typed)
    assert sent.status_code == 302
    client.force_login(officer_hg)
    page = client.get(ADD)
    assert page.context["form"]["name"].value() == TYPED["name"]
    assert not Cooperative.objects.exists()
    assert client.post(ADD, TYPED | {"seen": ""}).status_code == 302
    assert Cooperative.objects.get().name == TYPED["name"]


@pytest.mark.parametrize("next_officer", ["leader_hg", "officer_ct", "head"])
def test_stashed_form_is_not_shown_to_the_next_officer(next_officer, request, client, client_for, officer_hg):
    client.post(ADD, form_data(client_for(officer_hg), ADD) | TYPED)
    client.force_login(request.getfixturevalue(next_officer))
    assert TYPED["name"] not in client.get(ADD).content.decode()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("cooperatives", "danh-sach-hop-tac-xa.xlsx"),
        ("groups", "danh-sach-to-hop-tac.xlsx"),
        ("unions", "danh-sach-lien-hiep-htx.xlsx"),
    ],
)
def test_files_of_the_register_have_vietnamese_names(kind, name, officer_hg, client_for):
    file = client_for(officer_hg).get(f"/register/{kind}/", {"_export": "xlsx"})
    assert name in file["Content-Disposition"]
