"""What each reader finds on the whole site, and what nobody may learn from the search."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from emulation.year.models import Deadline, EmulationYear
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster
from provinces.register.models import Cooperative, LegalState
from reports.conference.models import Conference
from tests.emulation.awards.dossier_rows import award, make_certificate, make_dossier
from tests.emulation.factories import make_year
from tests.emulation.votes.polls import make_leaders, make_poll
from tests.factories import make_cooperative, make_group, make_union
from tests.figures.factories import make_period
from tests.provinces.clusters.mergers import merge_seven

ClientFor = Callable[[Officer], Client]
Find = Callable[..., dict[str, list[str]]]


@pytest.fixture
def find(client_for: ClientFor) -> Find:
    """`find(officer, words)`: the titles found, by group."""

    def found(officer: Officer, words: str, **parameters: str) -> dict[str, list[str]]:
        response = client_for(officer).get("/search/", {"q": words, **parameters})
        return {group.label: [hit.title for hit in group.hits.first] for group in response.context["groups"]}

    return found


def notes(client: Client, words: str) -> list[str]:
    groups = client.get("/search/", {"q": words}).context["groups"]
    return [hit.note for group in groups for hit in group.hits.first]


@pytest.fixture
def contest(cluster: Cluster) -> EmulationYear:
    contest_year = make_year(cluster, 2023)
    Deadline.objects.update(due_on=dt.date(2999, 12, 31))
    return contest_year


# What words find


@pytest.mark.parametrize(
    "words", ["KIEN giang", "Kiên Giang", "giang kiên", "  kiên\tgiang ", "Kie\u0302n Giang"]
)
def test_case_accents_and_order_of_words_make_no_difference(words, find, secretary, provinces):
    assert find(secretary, words) == {"Tỉnh, thành phố": ["Kiên Giang"]}


def test_words_in_an_old_encoding_are_found(find, officer_hg):
    make_cooperative(officer_hg.province, officer_hg, "HTX Toàn Thắng")
    assert find(officer_hg, "Toaøn Thaéng") == {"Tổ chức": ["HTX Toàn Thắng"]}


def test_every_word_must_occur(find, secretary, provinces):
    assert find(secretary, "kien hau") == {}


def test_merged_provinces_are_found_with_their_successor(find, client_for, secretary, cluster, provinces):
    merge_seven(cluster)
    assert find(secretary, "an giang")["Tỉnh, thành phố"] == ["An Giang", "An Giang", "Kiên Giang"]
    assert notes(client_for(secretary), "kien giang") == ["đến ngày 30/6/2025, sau đó thuộc An Giang"]
    assert notes(client_for(secretary), "an giang")[0] == "từ ngày 01/7/2025"


def test_indicators_are_found_by_label_code_and_section(find, secretary, indicators):
    total = indicators["coop.total"]
    for words in (total.label, "coop.total", f"{total.section} {total.label}", total.label_en):
        assert total.label in find(secretary, words)["Chỉ tiêu"]


@pytest.mark.postgresql
def test_titles_that_begin_with_the_words_come_first(find, officer_hg):
    for name in ("HTX Lúa Vàng", "Quỹ Vàng", "Vàng Xanh"):
        make_cooperative(officer_hg.province, officer_hg, name)
    make_group(officer_hg.province, officer_hg, "Vàng Son")
    assert find(officer_hg, "vang")["Tổ chức"] == ["Vàng Son", "Vàng Xanh", "HTX Lúa Vàng", "Quỹ Vàng"]


def test_groups_keep_their_order(find, client_for, secretary, cluster, hau_giang, contest):
    make_period(cluster, "2023-H1")
    make_cooperative(hau_giang, secretary, "HTX Nhật 2023")
    assert list(find(secretary, "2023")) == ["Kỳ báo cáo", "Tổ chức", "Trang", "Văn bản, báo cáo"]


def test_groups_say_how_many_there_are_and_show_fifty_or_five(client_for, officer_hg):
    for n in range(1, 53):
        make_cooperative(officer_hg.province, officer_hg, f"HTX Số {n:02}")
    client = client_for(officer_hg)
    for part, shown in (("", 50), ("dialog", 5)):
        response = client.get("/search/", {"q": "htx so", "part": part})
        (group,) = response.context["groups"]
        assert (group.hits.count, len(group.hits.first)) == (52, shown)
    page = client.get("/search/", {"q": "htx so"}).content.decode()
    assert "Còn 2 kết quả khác; thêm từ để thu hẹp." in page


def test_found_words_are_marked_and_names_are_no_markup(client_for, officer_hg):
    make_cooperative(officer_hg.province, officer_hg, "HTX <b>Đông</b> Hải")
    page = client_for(officer_hg).get("/search/", {"q": "dong <b>"}).content.decode()
    assert "HTX <mark>&lt;b&gt;</mark><mark>Đông</mark>&lt;/b&gt; Hải" in page


# What is typed


def test_empty_search_is_the_form_alone(client_for, secretary, cluster):
    for address in ("/search/", "/search/?q=", "/search/?q=%20"):
        page = client_for(secretary).get(address).content.decode()
        assert 'name="q"' in page
        assert 'id="hits"' not in page
        assert "Không tìm thấy" not in page


@pytest.mark.postgresql
@pytest.mark.parametrize("part", ["", "dialog"])
@pytest.mark.parametrize("words", ["zzz", "%", "_", "\\", "'; --", "\u0301", "(", "🌾", "zz " * 60])
def test_nothing_found_is_said_with_advice(words, part, client_for, secretary, cluster):
    response = client_for(secretary).get("/search/", {"q": words, "part": part})
    assert response.status_code == 200
    assert "Thử một từ ngắn hơn, hoặc mã số thuế." in response.content.decode()


@pytest.mark.parametrize("part", ["", "dialog"])
def test_too_long_a_search_is_refused_with_its_length(part, client_for, secretary, cluster):
    text = client_for(secretary).get("/search/", {"q": "a" * 201, "part": part}).content.decode()
    assert "Đọc được 201 ký tự; chỉ tìm được nhiều nhất 200 ký tự" in text


# Who finds what


@pytest.mark.postgresql
def test_province_finds_its_own_organisations_alone(find, officer_hg, hau_giang, can_tho):
    make_cooperative(hau_giang, officer_hg, "HTX Lúa Vàng", registration_number="6300-123")
    make_cooperative(can_tho, officer_hg, "HTX Lúa Xanh", registration_number="6300-456")
    assert find(officer_hg, "htx lua") == {"Tổ chức": ["HTX Lúa Vàng"]}
    assert find(officer_hg, "6300") == {"Tổ chức": ["HTX Lúa Vàng"]}


@pytest.mark.postgresql
@pytest.mark.parametrize("who", ["secretary", "head", "deputy", "observer"])
def test_who_reads_every_register_finds_all_three_kinds(who, request, find, secretary, hau_giang, can_tho):
    officer = request.getfixturevalue(who)
    make_cooperative(hau_giang, secretary, "Sen Một")
    make_group(can_tho, secretary, "Sen Hai")
    make_union(can_tho, secretary, "Sen Ba")
    assert find(officer, "sen") == {"Tổ chức": ["Sen Ba", "Sen Hai", "Sen Một"]}


def test_ended_organisations_are_found_and_say_so(client_for, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg, "HTX Lúa Vàng")
    Cooperative.objects.update(
        ended_on=dt.date(2022, 5, 1), ended_how="dissolved", legal_state=LegalState.ENDED
    )
    assert notes(client_for(officer_hg), "lua vang") == ["Hợp tác xã, Hậu Giang, đã chấm dứt"]


def test_planned_half_years_are_not_found(find, secretary, cluster):
    make_period(cluster, "2023-H1")
    make_period(cluster, "2023-H2", state=Period.State.PLANNED)
    found = find(secretary, "2023")["Kỳ báo cáo"]
    assert found == ["Năm 2023, đến hết 6 tháng đầu năm", "6 tháng đầu năm 2023"]


def test_administrator_finds_pages_and_definitions_but_no_figures(
    find, administrator, secretary, hau_giang, contest, cluster
):
    make_period(cluster, "2023-H1")
    make_cooperative(hau_giang, secretary, "HTX Hậu Giang")
    assert find(administrator, "giang") == {}
    assert find(administrator, "2023") == {}
    assert find(administrator, "quan tri") == {"Trang": ["Quản trị"]}


def test_pages_are_those_of_the_readers_menu(find, officer_hg, secretary):
    assert find(officer_hg, "nhap so lieu") == {"Trang": ["Nhập số liệu"]}
    assert find(secretary, "nhap so lieu") == {}
    assert find(secretary, "kiem tra") == {"Trang": ["Kiểm tra"]}
    assert find(officer_hg, "kiem tra") == {}


@pytest.mark.postgresql
def test_draft_dossiers_are_found_by_their_province_alone(
    find, contest, officer_hg, leader_hg, officer_ct, secretary, head, observer, hau_giang
):
    dossier = make_dossier(contest, hau_giang, officer_hg, make_certificate(), "Nguyễn Thị Sáu")
    for officer, is_found in [
        (officer_hg, True),
        (leader_hg, True),
        (officer_ct, False),
        (secretary, False),
        (head, False),
        (observer, False),
    ]:
        assert bool(find(officer, "thi sau")) is is_found, officer
    award(dossier, leader_hg, secretary)
    for officer in (officer_ct, secretary, head, observer):
        assert find(officer, "thi sau") == {"Văn bản, báo cáo": ["Nguyễn Thị Sáu"]}


def test_minutes_are_found_once_a_vote_has_ended(find, contest, officer_hg, secretary, provinces):
    poll = make_poll(contest, secretary, list(provinces.values()), make_leaders(provinces))
    assert find(secretary, "bien ban") == {}
    now = timezone.now()
    steps = {"opened_at": now, "opened_by": secretary, "closed_at": now, "closed_by": secretary}
    type(poll).objects.update(state="void", why_void="Chưa đủ phiếu.", **steps)
    assert find(officer_hg, "bien ban") == {"Văn bản, báo cáo": ["Biên bản kiểm phiếu"]}


def test_scores_are_found_once_they_are_settled(find, contest, officer_hg, secretary):
    assert "Văn bản, báo cáo" not in find(officer_hg, "bang diem")
    assert find(secretary, "bang diem")["Văn bản, báo cáo"] == ["Bảng điểm (PDF)"]
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    assert find(officer_hg, "bang diem")["Văn bản, báo cáo"] == ["Bảng điểm (PDF)"]


def test_pledge_paper_is_found_once_it_has_something_to_sign(find, contest, officer_hg, indicators):
    assert find(officer_hg, "ban giao uoc") == {}
    contest.pledged_indicators.create(indicator=indicators["coop.new"])
    assert find(officer_hg, "ban giao uoc") == {"Văn bản, báo cáo": ["Bản giao ước (PDF)"]}


@pytest.mark.parametrize("words", ["báo cáo", "sơ kết", "hội nghị", "bao cao so ket 2023"])
def test_report_in_preparation_is_found_by_readers_of_drafts_alone(
    words, find, officer_hg, secretary, observer, period
):
    title = "Hội nghị sơ kết công tác thi đua 6 tháng đầu năm 2023"
    for _saved in range(2):
        for officer in (secretary, observer):
            assert find(officer, words)["Văn bản, báo cáo"] == [title]
        assert "Văn bản, báo cáo" not in find(officer_hg, words)
        Conference.objects.get_or_create(period=period)
    Conference.objects.update(
        number=5, signed_on=dt.date(2023, 7, 5), published_at=timezone.now(), document={}
    )
    assert find(officer_hg, words)["Văn bản, báo cáo"] == ["Báo cáo số 05/BC-CTĐ"]


def test_page_of_conferences_is_found_as_reports(find, officer_hg, period):
    assert find(officer_hg, "bao cao so ket") == {"Trang": ["Hội nghị"]}


def test_reports_are_found_once_they_are_published(find, officer_hg, secretary, period):
    conference = Conference.objects.create(period=period)
    assert find(secretary, "bc-ctđ") == {}
    Conference.objects.filter(pk=conference.pk).update(
        number=5, signed_on=dt.date(2023, 7, 5), published_at=timezone.now(), document={}
    )
    for officer in (officer_hg, secretary):
        assert find(officer, "05/bc-ctd") == {"Văn bản, báo cáo": ["Báo cáo số 05/BC-CTĐ"]}


@pytest.mark.parametrize("who", ["officer_hg", "secretary", "administrator"])
def test_whatever_is_found_can_be_opened(
    who, request, client_for, cluster, hau_giang, contest, indicators, secretary
):
    officer = request.getfixturevalue(who)
    make_period(cluster, "2023-H1")
    make_cooperative(hau_giang, secretary, "HTX Xanh")
    client = client_for(officer)
    found = set()
    for letter in "bhn2":
        page = client.get("/search/", {"q": letter}).content.decode().partition('<div class="found"')[2]
        found |= set(re.findall(r'<li><a href="([^"#]*)', page))
    found -= {url for url in found if url.endswith(".pdf") or url.startswith("/admin/")}
    assert len(found) > 3
    for url in found:
        assert client.get(url).status_code in (200, 302), url


def test_queries_do_not_grow_with_the_register(
    client_for, secretary, hau_giang, period, contest, django_assert_max_num_queries: DjangoAssertNumQueries
):
    client = client_for(secretary)
    for n in range(1, 61):
        make_cooperative(hau_giang, secretary, f"HTX Số {n:02}")
        make_group(hau_giang, secretary, f"THT Số {n:02}")
    with django_assert_max_num_queries(20):
        client.get("/search/", {"q": "so", "part": "dialog"})
