"""The page of an organisation, and the short forms for what happens to it."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from provinces.register.bulk_services import project_many
from provinces.register.filters import RegisterCohort
from provinces.register.models import Cooperative
from tests.factories import join_union, make_cooperative, make_group, make_union
from vietnamese.dates import format_date

pytestmark = pytest.mark.postgresql

LIST = reverse("provinces:cooperative-list")


def url_of(row, kind="cooperative"):
    return reverse(f"provinces:{kind}", args=[row.pk])


def add_url(row, part, kind="cooperative"):
    return reverse(f"provinces:{kind}-row-add", args=[part, row.pk])


@pytest.fixture
def row(hau_giang, officer_hg):
    return make_cooperative(hau_giang, officer_hg, "HTX Mùa Vàng")


@pytest.mark.parametrize("reader", ["secretary", "observer", "head"])
def test_who_reads_every_register_reads_the_page_and_writes_nothing(reader, request, client_for, row):
    client = client_for(request.getfixturevalue(reader))
    page = client.get(url_of(row)).content.decode()
    assert "HTX Mùa Vàng" in page
    assert add_url(row, "events") not in page
    assert client.post(add_url(row, "events"), {"kind": "suspended"}).status_code == 403
    assert client.get(reverse("provinces:cooperative-log", args=[row.pk])).status_code == 200


def test_other_provinces_do_not_find_it(client_for, officer_ct, row):
    client = client_for(officer_ct)
    pages = [url_of(row), add_url(row, "fees"), reverse("provinces:cooperative-log", args=[row.pk])]
    pages.append(reverse("provinces:cooperative-row", args=["events", row.events.get().pk]))
    assert {client.get(page).status_code for page in pages} == {404}


def test_unknown_part_is_not_found(client_for, officer_hg, row):
    assert client_for(officer_hg).get(add_url(row, "officers")).status_code == 404


def test_suspended_and_resumed_by_day(client_for, officer_hg, row):
    client = client_for(officer_hg)
    for kind, day in (("suspended", "05/01/2021"), ("active", "01/3/2022")):
        typed = {"kind": kind, "happened_on": day, "decision": "15/TB"}
        client.post(add_url(row, "events"), typed, follow=True)
    page = client.get(url_of(row)).content.decode()
    assert page.index("Tạm ngừng kinh doanh") < page.index("Hoạt động trở lại")
    assert "15/TB" in page
    days = [dt.date(2021, 1, 4), dt.date(2021, 1, 5), dt.date(2022, 2, 28), dt.date(2022, 3, 1)]
    assert [Cooperative.objects.active_on(day).count() for day in days] == [1, 0, 0, 1]


def test_every_part_is_added_shown_and_logged(client_for, officer_hg, row):
    client = client_for(officer_hg)
    parts = {
        "half-years": ({"year": "2024", "half": "2", "members": "1.234", "revenue": "5,5"}, "1.234"),
        "fees": ({"year": "2023", "due": "2", "paid": "1,5"}, "1,5"),
        "products": ({"name": "Gạo ST25", "ocop_stars": "4", "standards": "VietGAP"}, "4 sao"),
        "chains": ({"partner": "Công ty Lộc Trời", "since": "01/02/2022", "contract": "7/HĐ"}, "7/HĐ"),
    }
    for part, (typed, shown) in parts.items():
        page = client.post(add_url(row, part), typed, follow=True).content.decode()
        assert shown in page, part
    log = client.get(reverse("provinces:cooperative-log", args=[row.pk]))
    assert "Sản phẩm: Gạo ST25" in log.content.decode()
    assert row.log.count() == 4
    file = client.get(log.request["PATH_INFO"], {"_export": "csv"})
    assert "7/HĐ" in b"".join(file.streaming_content).decode() if file.streaming else file.content.decode()


def test_districts_are_asked_only_where_they_existed(client_for, officer_hg, hau_giang, row):
    client = client_for(officer_hg)
    ended = {"ended_on": dt.date(2020, 1, 1), "ended_how": "dissolved", "legal_state": "ended"}
    old = make_cooperative(hau_giang, officer_hg, "HTX Cũ", **ended)
    for shown, has_district in ((row, False), (old, True)):
        form = client.get(reverse("provinces:cooperative-edit", args=[shown.pk])).context["form"]
        assert ("district" in form.fields) == has_district
    typed = {"name": "HTX Mùa Vàng", "sector": "trade", "commune": "xã Vị Thủy", "phone": "0293 1"}
    typed |= {"founded_on": "20/3/2015", "model_reasons": "Bao tiêu.", "seen": row.version}
    page = client.post(reverse("provinces:cooperative-edit", args=[row.pk]), typed, follow=True)
    assert "xã Vị Thủy" in page.content.decode()
    assert "Bao tiêu." in page.content.decode()
    assert set(row.log.values_list("what", "before", "after")) >= {
        ("Xã, phường", "", "xã Vị Thủy"),
        ("Lĩnh vực", "Nông nghiệp", "TM – DV"),
    }


def test_fewer_members_than_the_law_of_the_half_year_is_a_warning(client_for, officer_hg, row):
    typed = {"year": "2024", "half": "2", "members": "4"}
    page = client_for(officer_hg).post(add_url(row, "half-years"), typed, follow=True).content.decode()
    assert "mức tối thiểu 5 theo quy định ngày 31/12/2024 (Điều 4 Luật HTX 2023)" in page
    assert row.half_years.get().members == 4


def test_members_of_a_union_today_are_judged_by_the_law_of_today(client_for, officer_hg, hau_giang):
    three = make_union(hau_giang, officer_hg, members=3, founded_on=dt.date(2021, 5, 1))
    assert "mức tối thiểu" not in client_for(officer_hg).get(url_of(three, "union")).content.decode()
    three.memberships.first().delete()
    page = client_for(officer_hg).get(url_of(three, "union")).content.decode()
    today = format_date(timezone.localdate())
    assert f"Ghi 2 thành viên, ít hơn mức tối thiểu 3 theo quy định ngày {today}" in page


def test_group_has_no_kinds_of_members(client_for, officer_hg, hau_giang):
    group = make_group(hau_giang, officer_hg)
    page = client_for(officer_hg).get(add_url(group, "half-years", "group")).content.decode()
    assert "Tổ viên" in page
    assert "liên kết góp vốn" not in page


def test_row_entered_by_mistake_is_removed_and_stays_in_the_log(client_for, officer_hg, row):
    client = client_for(officer_hg)
    product = row.products.create(name="Gạo nhầm")
    url = reverse("provinces:cooperative-row-remove", args=["products", product.pk])
    seen = client.get(url).context["form"]["seen"].value()
    assert client.post(url, {"seen": seen}).status_code == 302
    assert not row.products.exists()
    assert row.log.get().before == "Sản phẩm: Gạo nhầm"


def test_members_of_a_union_are_found_in_any_province(client_for, officer_hg, officer_ct, hau_giang, can_tho):
    union = make_union(hau_giang, officer_hg)
    theirs = make_cooperative(can_tho, officer_ct, "HTX Trái Cây Phong Điền")
    make_cooperative(can_tho, officer_ct, "HTX Khác")
    client, url = client_for(officer_hg), reverse("provinces:union-members", args=[union.pk])
    assert "checkbox" not in client.get(url).content.decode(), "no wall of boxes"
    found = client.get(url, {"q": "trai cay"})
    page = found.content.decode()
    assert "HTX Trái Cây Phong Điền" in page
    assert "HTX Khác" not in page
    typed = {"cooperatives": [theirs.pk], "happened_on": "01/02/2022", "decision": "3/QĐ"}
    typed |= {"seen": found.context["form"]["seen"].value()}
    page = client.post(f"{url}?q=trai+cay", typed, follow=True).content.decode()
    assert "HTX Trái Cây Phong Điền" in page
    assert "Ghi 1 thành viên, ít hơn mức tối thiểu 3" in page
    member = union.memberships.get()
    assert member.since == dt.date(2022, 2, 1)
    page = client.get(url, {"q": "trai cay"}).content.decode()
    assert "Không có hợp tác xã nào khớp" in page, "is a member already"

    leave = reverse("provinces:union-member-leave", args=[member.pk])
    seen = client.get(leave).context["form"]["seen"].value()
    assert client.post(leave, {"happened_on": "01/02/2023", "seen": seen}).status_code == 302
    assert union.memberships.get().until == dt.date(2023, 2, 1)


def test_union_that_ended_has_no_members_now(client_for, officer_hg, hau_giang, row):
    union = make_union(hau_giang, officer_hg, "LH HTX Sông Tiền")
    join_union(row, union, dt.date(2020, 1, 1))
    client = client_for(officer_hg)
    assert "Thuộc liên hiệp" in client.get(url_of(row)).content.decode()
    ended = {"kind": "dissolved", "happened_on": "01/02/2022"}
    page = client.post(add_url(union, "events", "union"), ended, follow=True).content.decode()
    assert "Thêm thành viên" not in page
    assert "Ghi ra khỏi" not in page
    assert "mức tối thiểu" not in page
    assert "Thuộc liên hiệp" not in client.get(url_of(row)).content.decode()
    assert union.memberships.get().until == dt.date(2022, 2, 1)


def test_leaving_before_joining_is_refused_on_the_page(client_for, officer_hg, hau_giang, row):
    union = make_union(hau_giang, officer_hg)
    join_union(row, union, dt.date(2017, 1, 1))
    client = client_for(officer_hg)
    url = reverse("provinces:union-member-leave", args=[union.memberships.get().pk])
    seen = client.get(url).context["form"]["seen"].value()
    page = client.post(url, {"happened_on": "02/6/2016", "seen": seen}).content.decode()
    assert "HTX Mùa Vàng: Đã ghi “Vào liên hiệp HTX” (01/01/2017), sau ngày này" in page
    assert union.memberships.get().until is None


def test_members_chosen_without_a_day_error_stay_chosen(client_for, officer_hg, hau_giang, row):
    union = make_union(hau_giang, officer_hg)
    url = reverse("provinces:union-members", args=[union.pk])
    typed = {"cooperatives": [row.pk], "happened_on": "31/2/2022"}
    page = client_for(officer_hg).post(url, typed).content.decode()
    assert f'value="{row.pk}"' in page
    assert "checked" in page
    assert not union.memberships.exists()


def test_page_query_count_is_constant(client_for, officer_hg, hau_giang, row, django_assert_num_queries):
    client = client_for(officer_hg)

    def fill(number):
        for year in range(2010, 2010 + number):
            row.events.create(kind="renamed", happened_on=dt.date(year, 1, 1), entered_by=officer_hg)
            row.half_years.create(year=year, half=1)
            join_union(row, make_union(hau_giang, officer_hg, f"LH {year}"), dt.date(year, 1, 1))

    fill(1)
    client.get(url_of(row))
    with django_assert_num_queries(19):
        client.get(url_of(row))
    row.half_years.all().delete()
    fill(9)
    with django_assert_num_queries(19):
        client.get(url_of(row))


@pytest.mark.parametrize(
    ("feature", "names"),
    [("alliance", {"HTX A"}), ("ocop", {"HTX B"}), ("chain", {"HTX C"}), ("model", {"HTX D"})],
)
def test_list_is_narrowed_to_a_feature(feature, names, client_for, officer_hg, hau_giang):
    a, b, c, d = (make_cooperative(hau_giang, officer_hg, f"HTX {letter}") for letter in "ABCD")
    client = client_for(officer_hg)
    client.post(add_url(a, "events"), {"kind": "joined_alliance", "happened_on": "01/02/2020"})
    client.post(add_url(b, "products"), {"name": "Gạo", "ocop_stars": "3"})
    client.post(add_url(c, "products"), {"name": "Gạo"})
    client.post(add_url(c, "chains"), {"partner": "Công ty"})
    client.post(add_url(d, "chains"), {"partner": "Công ty", "until": "01/02/2020"})
    Cooperative.objects.filter(pk=d.pk).update(model_reasons="Bao tiêu toàn bộ sản phẩm.")
    page = client.get(LIST, {"feature": feature}).content.decode()
    assert {f"HTX {letter}" for letter in "ABCD" if f">HTX {letter}<" in page} == names


def test_other_increases_are_a_list_of_their_own(client_for, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg, "HTX Mới", founded_on=dt.date(2023, 3, 1))
    make_cooperative(hau_giang, officer_hg, "HTX Tách", founded_on=dt.date(2023, 3, 1), began_how="split_off")
    client, days = client_for(officer_hg), {"since": "2023-01-01", "until": "2023-06-30"}
    founded = client.get(LIST, {"stands": "founded", **days}).content.decode()
    entered = client.get(LIST, {"stands": "entered", **days}).content.decode()
    assert ("HTX Mới" in founded, "HTX Tách" in founded) == (True, False)
    assert ("HTX Mới" in entered, "HTX Tách" in entered) == (False, True)


@pytest.fixture
def cohorts(hau_giang, can_tho, officer_hg):
    day = dt.date(2020, 1, 1)
    make = {letter: make_cooperative(hau_giang, officer_hg, f"HTX {letter}") for letter in "ABCDEF"}
    make["A"].events.create(kind="suspended", happened_on=day, entered_by=officer_hg)
    make["B"].chains.create(partner="Công ty", since=day)
    make["C"].products.create(name="Gạo", ocop_stars=3)
    make["D"].events.create(kind="joined_alliance", happened_on=day, entered_by=officer_hg)
    join_union(make["E"], make_union(hau_giang, officer_hg), day)
    join_union(make["F"], make_union(can_tho, officer_hg, "LH Tỉnh Khác"), day)
    project_many(Cooperative, [row.pk for row in make.values()])


@pytest.mark.parametrize(
    ("cohort", "before", "after"),
    [
        ("active", "ABCDEF", "BCDEF"),
        ("inactive", "", "A"),
        ("chained", "", "B"),
        ("ocop", "C", "C"),  # products have no days
        ("alliance", "", "D"),
        ("union_members", "", "E"),
    ],
)
def test_list_behind_a_number_is_of_its_day(cohort, before, after, cohorts, client_for, officer_hg):
    client = client_for(officer_hg)
    for until, names in (("2019-12-31", before), ("2020-01-01", after)):
        answer = client.get(LIST, {"stands": cohort, "until": until})
        rows = answer.context["table"].rows
        assert {row.record.name for row in rows} == {f"HTX {letter}" for letter in names}
        assert "được tính trong một số liệu đã báo cáo" in answer.content.decode()


@pytest.mark.parametrize("kind", ["cooperative", "union", "group"])
@pytest.mark.parametrize("cohort", RegisterCohort.values)
def test_every_list_opens_on_every_cohort(kind, cohort, cohorts, client_for, officer_hg):
    asked = {"stands": cohort, "since": "2020-01-01", "until": "2023-06-30"}
    answer = client_for(officer_hg).get(reverse(f"provinces:{kind}-list"), asked)
    assert answer.status_code == 200
    shown = "được tính trong" in answer.content.decode()
    assert shown == (cohort != "union_members" or kind == "cooperative")


def test_command_names_what_differs_from_its_events(row):
    out = StringIO()
    call_command("check_register", stdout=out)
    Cooperative.objects.update(founded_on=dt.date(2000, 1, 1))
    with pytest.raises(CommandError, match="1 organisations differ"):
        call_command("check_register", stdout=out)
    assert f"cooperative {row.pk} HTX Mùa Vàng" in out.getvalue()
