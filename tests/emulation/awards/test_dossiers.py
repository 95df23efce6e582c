"""A dossier from the draft to the decision, its checklist, and the honours list."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from emulation.awards import services
from emulation.awards.models import Dossier
from emulation.awards.title_models import Title, TitleKind, TitleRule
from emulation.awards.title_rules import EarlierAward, earlier_awards, warnings
from emulation.year.models import Deadline, EmulationYear
from tests.conflicts import seen_on
from tests.emulation.awards.dossier_rows import award, make_certificate, make_dossier
from tests.emulation.factories import make_year
from tests.factories import make_cooperative
from web.expired_forms import TYPED_BY, signature_of
from web.refusals import RefusedError


@pytest.fixture
def contest(cluster) -> EmulationYear:
    year = make_year(cluster, 2023)
    Deadline.objects.filter(part="dossiers").update(due_on=dt.date(2999, 12, 31))
    return year


@pytest.fixture
def certificate(db) -> Title:
    return make_certificate()


@pytest.fixture
def dossier(contest, hau_giang, officer_hg, certificate) -> Dossier:
    return make_dossier(contest, hau_giang, officer_hg, certificate)


def url(dossier: Dossier, step: str = "") -> str:
    return f"/emulation/2023/dossiers/{dossier.pk}/{step}"


def test_dossier_is_drafted_by_the_officer_and_sent_by_the_leader(
    contest, certificate, officer_hg, leader_hg, hau_giang, client_for
):
    coop = make_cooperative(hau_giang, officer_hg, "HTX Mùa Vàng")
    client = client_for(officer_hg)
    data = {"title": certificate.pk, "kind": "cooperative", "registered": f"cooperative-{coop.pk}"}
    complete = data | {"achievements": "Liên kết tiêu thụ lúa.", "key": "1"}
    answers = [client.post("/emulation/2023/dossiers/add/", complete) for _click in range(2)]
    dossier = Dossier.objects.get()
    assert {answer["Location"] for answer in answers} == {url(dossier)}
    assert (dossier.name, dossier.cooperative, dossier.state) == ("HTX Mùa Vàng", coop, "draft")
    text = client.get(url(dossier)).content.decode()
    assert "1.000 triệu đồng" in text, "from the register"
    assert "Chưa kèm minh chứng" in text
    assert client.post(url(dossier, "step/"), {"action": "send"}).status_code == 403
    leader = client_for(leader_hg)
    sent = leader.post(url(dossier, "step/"), {"action": "send"} | seen_on(leader, url(dossier)))
    assert sent.status_code == 302
    late = client.post(url(dossier, "edit/"), data | {"achievements": "Thêm một dòng."})
    assert late.status_code == 409
    assert "Thêm một dòng." in late.content.decode(), "what was typed stays"
    assert client.post(url(dossier, "delete/")).status_code == 409


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "household"}, "không dành cho đối tượng"),
        ({"kind": "person", "name": ""}, "Chưa nhập tên đối tượng"),
        ({"kind": "alliance", "name": "HTX Mùa Vàng"}, "Đã nhập “HTX Mùa Vàng” nhưng đối tượng"),
        ({"name": "\x00", "kind": "person"}, "Chưa nhập tên đối tượng"),
        ({"achievements": "x" * 10_001}, "nhiều nhất"),
        ({"registered": "cooperative-" + "9" * 40}, "chọn một mục có trong danh sách"),
        ({"title": "9" * 40}, "chọn một mục có trong danh sách"),
    ],
)
def test_invalid_dossier_is_not_saved(changes, message, contest, certificate, officer_hg, client_for):
    data = {"title": certificate.pk, "kind": "person", "name": "Nguyễn Văn An", "achievements": "A"} | changes
    answer = client_for(officer_hg).post("/emulation/2023/dossiers/add/", data)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not Dossier.objects.exists()


def test_same_nominee_and_title_in_other_spelling_is_refused(dossier, certificate, officer_hg, client_for):
    data = {"title": certificate.pk, "kind": "person", "name": "NGUYỄN  văn An", "achievements": "A"}
    answer = client_for(officer_hg).post("/emulation/2023/dossiers/add/", data)
    assert "Năm nay đã có hồ sơ" in answer.content.decode()


def test_dossier_saved_by_another_meanwhile_is_not_overwritten(dossier, certificate, officer_hg, client_for):
    client = client_for(officer_hg)
    data = {"title": certificate.pk, "kind": "person", "name": "Nguyễn Văn An", "seen": "0"}
    assert client.post(url(dossier, "edit/"), data | {"achievements": "Một."}).status_code == 302
    answer = client.post(url(dossier, "edit/"), data | {"achievements": "Hai."})
    assert answer.status_code == 409
    assert "đã lưu từ một trang khác" in answer.content.decode()
    assert "Hai." in answer.content.decode()
    assert Dossier.objects.get().achievements == "Một."


def test_step_needs_its_state_its_officer_and_its_reason(
    dossier, leader_hg, secretary, officer_hg, client_for
):
    client = client_for(secretary)
    assert client.get(url(dossier)).status_code == 404, "only its province reads a draft"
    services.take_step(dossier=dossier, action="send", by=leader_hg)
    with pytest.raises(PermissionDenied):
        services.take_step(dossier=dossier, action="propose", by=leader_hg)
    for action, message in [
        ("return", "Chưa ghi lý do"),
        ("award", "nay ở trạng thái “Đã gửi”, nên thao tác này chưa được ghi"),
    ]:
        answer = client.post(url(dossier, "step/"), {"action": action, "reason": ""})
        assert (answer.status_code, message in answer.content.decode()) == (409, True)
    assert client.post(url(dossier, "step/"), {"action": "fly"}).status_code == 403
    client.post(
        url(dossier, "step/"),
        {"action": "return", "reason": "Thiếu xác nhận."} | seen_on(client, url(dossier)),
    )
    assert "Thiếu xác nhận." in client_for(officer_hg).get(url(dossier)).content.decode()
    services.take_step(dossier=dossier, action="send", by=leader_hg)
    services.take_step(dossier=dossier, action="propose", by=secretary)
    for decision in ({"number": "", "decided_on": "5/2/2024"}, {"number": "1", "decided_on": "5/2/2999"}):
        assert client.post(url(dossier, "step/"), decision | {"action": "award"}).status_code == 409
    decision = {"action": "award", "number": "12/QĐ-LMHTXVN", "decided_on": "5/2/2024"}
    decision |= seen_on(client, url(dossier))
    assert client.post(url(dossier, "step/"), decision).status_code == 302
    assert [step.action for step in dossier.steps.all()] == [
        *("save", "send", "return", "send", "propose", "award")
    ]


def test_correction_of_a_decision_needs_a_reason(dossier, leader_hg, secretary, officer_hg, client_for):
    award(dossier, leader_hg, secretary)
    client = client_for(secretary)
    page = client.get(url(dossier)).content.decode()
    assert 'value="12/QĐ-LMHTXVN"' in page
    assert 'value="05/02/2024"' in page
    data = {"action": "correct", "number": "21/QĐ-LMHTXVN", "decided_on": "6/2/2024"}
    data |= seen_on(client, url(dossier))
    assert "Chưa ghi lý do" in client.post(url(dossier, "step/"), data).content.decode()
    assert client.post(url(dossier, "step/"), data | {"reason": "Gõ nhầm."}).status_code == 302
    dossier.refresh_from_db()
    assert (dossier.decision_number, dossier.state) == ("21/QĐ-LMHTXVN", "awarded")
    text = client_for(officer_hg).get(url(dossier)).content.decode()
    assert "Gõ nhầm. (trước khi sửa: 12/QĐ-LMHTXVN, 05/02/2024)" in text
    assert client_for(officer_hg).post(url(dossier, "step/"), data | {"reason": "x"}).status_code == 403
    assert "21/QĐ-LMHTXVN, 06/02/2024" in client.get("/emulation/honours/?q=21/qd").content.decode()


def test_list_shows_the_day_of_the_last_step(dossier, leader_hg, officer_hg, client_for):
    services.take_step(dossier=dossier, action="send", by=leader_hg)
    dossier.steps.filter(action="send").update(at=dt.datetime(2023, 12, 5, 3, tzinfo=dt.UTC))
    dossier.steps.filter(action="save").update(at=dt.datetime(2023, 12, 1, 3, tzinfo=dt.UTC))
    text = client_for(officer_hg).get("/emulation/2023/dossiers/").content.decode()
    assert "05/12/2023" in text
    assert "01/12/2023" not in text


def test_readers_of_a_dossier_depend_on_its_state(
    dossier, leader_hg, secretary, officer_ct, observer, client_for
):
    def statuses() -> list[int]:
        readers = (officer_ct, secretary, observer)
        return [client_for(reader).get(url(dossier)).status_code for reader in readers]

    assert statuses() == [404, 404, 404]
    services.take_step(dossier=dossier, action="send", by=leader_hg)
    assert statuses() == [404, 200, 200]
    services.take_step(dossier=dossier, action="return", reason="Sửa.", by=secretary)
    assert statuses() == [404, 200, 404]
    award(dossier, leader_hg, secretary)
    assert statuses() == [200, 200, 200]


def test_sending_after_the_last_day_is_refused(dossier, leader_hg, officer_hg, certificate):
    Deadline.objects.filter(part="dossiers").update(due_on=dt.date(2023, 12, 31))
    with pytest.raises(RefusedError, match="đã hết hạn ngày 31/12/2023"):
        services.take_step(dossier=dossier, action="send", by=leader_hg)
    with pytest.raises(RefusedError, match="đã hết hạn ngày 31/12/2023"):
        make_dossier(dossier.year, dossier.province, officer_hg, certificate, name="Khác")


DAYS = {
    "Hồ sơ khen thưởng bắt đầu từ ngày 01/02/2999.": (dt.date(2999, 2, 1), dt.date(2999, 12, 31)),
    "Hồ sơ khen thưởng đã hết hạn ngày 31/12/2023.": (dt.date(2023, 12, 1), dt.date(2023, 12, 31)),
    "Hồ sơ khen thưởng: chưa đặt thời hạn.": None,
}


def set_days(days: tuple[dt.date, dt.date] | None) -> None:
    stored = Deadline.objects.filter(part="dossiers")
    if days:
        stored.update(opens_on=days[0], due_on=days[1])
    else:
        stored.delete()


@pytest.mark.parametrize("why", DAYS)
def test_out_of_their_days_no_form_of_a_dossier_is_offered(why, dossier, officer_hg, leader_hg, client_for):
    set_days(DAYS[why])
    client, leader = client_for(officer_hg), client_for(leader_hg)
    page = client.get("/emulation/2023/dossiers/add/")
    assert page.status_code == 200
    assert why in page.content.decode()
    assert 'name="achievements"' not in page.content.decode()
    listed = client.get("/emulation/2023/dossiers/").content.decode()
    assert why in listed
    assert "/dossiers/add/" not in listed
    for reader in (client, leader):
        draft = reader.get(url(dossier)).content.decode()
        assert why in draft
        assert url(dossier, "edit/") not in draft
        assert 'value="send"' not in draft
        assert url(dossier, "delete/") in draft, "a draft can be deleted at any time"
    editing = client.get(url(dossier, "edit/"))
    assert editing.status_code == 409
    assert why in editing.content.decode()
    assert 'name="achievements"' not in editing.content.decode()


def test_what_was_typed_stays_when_the_days_end_meanwhile(dossier, certificate, officer_hg, client_for):
    client = client_for(officer_hg)
    set_days(DAYS["Hồ sơ khen thưởng đã hết hạn ngày 31/12/2023."])
    data = {"title": certificate.pk, "kind": "person", "name": "Lê Na", "achievements": "Liên kết tiêu thụ."}
    for page in ("/emulation/2023/dossiers/add/", url(dossier, "edit/")):
        refused = client.post(page, data)
        assert refused.status_code == 409
        assert "Liên kết tiêu thụ." in refused.content.decode()
        client.logout()
        client.post(page, data | {TYPED_BY: signature_of(officer_hg)})
        client.force_login(officer_hg)
        assert "Liên kết tiêu thụ." in client.get(page).content.decode(), "after an expired login"


def test_returned_dossier_is_corrected_and_sent_out_of_the_days(
    dossier, officer_hg, leader_hg, secretary, client_for
):
    services.take_step(dossier=dossier, action="send", by=leader_hg)
    services.take_step(dossier=dossier, action="return", reason="Thiếu căn cứ.", by=secretary)
    set_days(DAYS["Hồ sơ khen thưởng đã hết hạn ngày 31/12/2023."])
    page = client_for(leader_hg).get(url(dossier)).content.decode()
    assert url(dossier, "edit/") in page
    assert 'value="send"' in page
    assert client_for(officer_hg).get(url(dossier, "edit/")).status_code == 200


def test_rules_warn_only_within_their_years(dossier, certificate):
    lower = Title.objects.create(name="Giấy khen")
    not_again = TitleRule(title=certificate, kind="not_again", years=2)
    needs = TitleRule(title=certificate, kind="needs", earlier=lower, years=2)

    def first_words(*awards: tuple[Title, int]) -> list[str]:
        earlier = [EarlierAward(title.pk, title.name, year) for title, year in awards]
        return [text.split()[0] for text in warnings(dossier, [not_again, needs], earlier)]

    assert first_words() == ["Chưa"]
    assert first_words((lower, 2021)) == []
    assert first_words((lower, 2020)) == ["Chưa"]
    assert first_words((lower, 2023), (certificate, 2022)) == ["Đã"]
    assert first_words((lower, 2023), (certificate, 2021)) == []


def test_earlier_awards_are_those_of_the_same_nominee(
    contest, cluster, hau_giang, can_tho, officer_hg, leader_hg, officer_ct, leader_ct, secretary, certificate
):
    year_before = make_year(cluster, 2022)
    Deadline.objects.filter(part="dossiers").update(due_on=dt.date(2999, 12, 31))
    award(make_dossier(year_before, hau_giang, officer_hg, certificate), leader_hg, secretary)
    award(make_dossier(year_before, can_tho, officer_ct, certificate), leader_ct, secretary)
    dossier = make_dossier(contest, hau_giang, officer_hg, certificate, name="nguyễn văn an")
    assert [(earlier.name, earlier.year) for earlier in earlier_awards(dossier)] == [("Bằng khen", 2022)]


def test_earlier_awards_of_a_renamed_cooperative(
    contest, cluster, hau_giang, officer_hg, leader_hg, secretary, certificate
):
    values = {"kind": "cooperative", "cooperative": make_cooperative(hau_giang, officer_hg, "HTX Mùa Vàng")}
    for year, name, registered in ((2021, "HTX Mùa Vàng", {"kind": "cooperative"}), (2022, "HTX Cũ", values)):
        year_before = make_year(cluster, year)
        Deadline.objects.filter(part="dossiers").update(due_on=dt.date(2999, 12, 31))
        award(
            make_dossier(year_before, hau_giang, officer_hg, certificate, name, **registered),
            leader_hg,
            secretary,
        )
    other = make_cooperative(hau_giang, officer_hg, "HTX Khác")
    dossier = make_dossier(contest, hau_giang, officer_hg, certificate, "HTX Mùa Vàng", **values)
    assert [earlier.year for earlier in earlier_awards(dossier)] == [2022, 2021]
    of_other = values | {"cooperative": other}
    dossier = make_dossier(contest, hau_giang, officer_hg, certificate, other.name, **of_other)
    assert earlier_awards(dossier) == []


def test_dossier_is_restored_after_the_login_expired(contest, certificate, officer_hg, client_for):
    client = client_for(officer_hg)
    page = client.get("/emulation/2023/dossiers/add/")
    typed_by = re.search(r'name="typed_by" value="([^"]+)"', page.content.decode())[1]
    client.logout()
    data = {"title": certificate.pk, "kind": "person", "name": "Nguyễn Văn An", "achievements": "Gõ lâu."}
    client.post("/emulation/2023/dossiers/add/", data | {"typed_by": typed_by})
    client.force_login(officer_hg)
    text = client.get("/emulation/2023/dossiers/add/").content.decode()
    assert "Nội dung đã nhập được giữ nguyên" in text
    assert "Gõ lâu." in text
    assert not Dossier.objects.exists()


def test_honours_list_is_searched_over_the_years_without_accents(
    dossier, leader_hg, secretary, officer_ct, certificate, hau_giang, officer_hg, client_for
):
    client = client_for(officer_ct)
    assert "Nguyễn Văn An" not in client.get("/emulation/honours/").content.decode(), "not awarded yet"
    award(dossier, leader_hg, secretary)
    coop = make_cooperative(hau_giang, officer_hg, "HTX Mùa Vàng")
    values = {"kind": "cooperative", "cooperative": coop}
    second = make_dossier(dossier.year, hau_giang, officer_hg, certificate, coop.name, **values)
    award(second, leader_hg, secretary)
    for query, names in [
        ("", {"Nguyễn Văn An", "HTX Mùa Vàng"}),
        ("?q=nguyen+van", {"Nguyễn Văn An"}),
        ("?q=12/qd", {"Nguyễn Văn An", "HTX Mùa Vàng"}),
        (f"?organisation=cooperative-{coop.pk}", {"HTX Mùa Vàng"}),
        (f"?organisation=cooperative-{coop.pk}&q=nguyen", set()),
        ("?organisation=cooperative-x", {"Nguyễn Văn An", "HTX Mùa Vàng"}),
        ("?year=2022", set()),
        ("?province=hau-giang&year=2023&page=99", {"Nguyễn Văn An", "HTX Mùa Vàng"}),
    ]:
        text = client.get(f"/emulation/honours/{query}").content.decode()
        assert {name for name in ("Nguyễn Văn An", "HTX Mùa Vàng") if name in text} == names, query
        is_filtered = query.startswith(f"?organisation=cooperative-{coop.pk}")
        assert ('name="organisation"' in text) == is_filtered, "the next search keeps the filter"


def test_province_and_organisation_pages_show_their_honours(
    dossier, leader_hg, secretary, officer_hg, certificate, hau_giang, client_for
):
    client = client_for(officer_hg)
    coop = make_cooperative(hau_giang, officer_hg, "HTX Mùa Vàng")
    assert "Chưa ghi nhận lần khen thưởng nào" in client.get("/provinces/hau-giang/").content.decode()
    values = {"kind": "cooperative", "cooperative": coop}
    award(
        make_dossier(dossier.year, hau_giang, officer_hg, certificate, coop.name, **values),
        leader_hg,
        secretary,
    )
    page = client.get("/provinces/hau-giang/").content.decode()
    assert "12/QĐ-LMHTXVN, 05/02/2024" in page
    assert "HTX Mùa Vàng" in page
    assert "/emulation/honours/?province=hau-giang" in page
    assert "Nguyễn Văn An" not in page, "not awarded"
    page = client.get(f"/register/cooperatives/{coop.pk}/").content.decode()
    assert "12/QĐ-LMHTXVN" in page
    assert f"/emulation/honours/?organisation=cooperative-{coop.pk}" in page
    other = make_cooperative(hau_giang, officer_hg, "HTX Khác")
    assert "12/QĐ-LMHTXVN" not in client.get(f"/register/cooperatives/{other.pk}/").content.decode()


def test_titles_of_the_fixture_are_valid(db):
    call_command("loaddata", "titles", verbosity=0)
    assert {"Cờ thi đua", "Bằng khen", "Lao động tiên tiến"} <= set(
        Title.objects.values_list("name", flat=True)
    )
    assert not Title.objects.filter(kinds=None).exists()
    for rule in TitleRule.objects.all():
        rule.full_clean()


REFUSED = [
    ("dossier_once_a_year", lambda d: Dossier.objects.create(**copied_fields(d))),
    ("dossier_kind_and_state_known", lambda d: Dossier.objects.update(kind="club")),
    ("dossier_decision_when_awarded", lambda d: Dossier.objects.update(state="awarded")),
    ("dossier_registered_as_its_kind", lambda d: Dossier.objects.update(cooperative=coop_of(d))),
    ("former_grounds_once_a_day", lambda d: [d.title.former.create(until=dt.date(2023, 1, 1)) for _ in "ab"]),
    ("title_kind_once", lambda d: d.title.kinds.create(kind="person")),
    ("title_kind_known", lambda d: TitleKind.objects.update(kind="club")),
    ("title_rule_is_whole", lambda d: d.title.rules.create(kind="needs")),
    ("title_rule_years_from_1_to_20", lambda d: d.title.rules.create(kind="not_again", years=0)),
    (
        "title_rule_not_again_once",
        lambda d: [d.title.rules.create(kind="not_again", years=y) for y in (1, 2)],
    ),
    (
        "title_rule_needs_a_title_once",
        lambda d: [d.title.rules.create(kind="needs", earlier=d.title, years=y) for y in (1, 2)],
    ),
    (
        "title_ends_after_it_begins",
        lambda d: Title.objects.update(valid_from=dt.date(2024, 1, 1), valid_until=dt.date(2023, 1, 1)),
    ),
]


def copied_fields(dossier: Dossier) -> dict[str, object]:
    return {name: getattr(dossier, name) for name in ("year", "province", "title", "kind", "name")}


def coop_of(dossier: Dossier):
    return make_cooperative(dossier.province, dossier.steps.get().by)


@pytest.mark.postgresql
@pytest.mark.parametrize(("name", "write"), REFUSED)
def test_database_refuses(name, write, dossier):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(dossier)
    assert name in str(refused.value) or (connection.vendor == "sqlite" and "UNIQUE" in str(refused.value))


def test_list_queries_do_not_grow_with_dossiers(
    dossier, contest, hau_giang, officer_hg, certificate, client_for, django_assert_num_queries
):
    client = client_for(officer_hg)
    for number in (0, 12):
        for n in range(number):
            make_dossier(contest, hau_giang, officer_hg, certificate, name=f"Người {n}")
        with django_assert_num_queries(27):  # ten of them for the tasks in the menu
            client.get("/emulation/2023/dossiers/")


@pytest.mark.parametrize("second", ["deputy", "secretary"])
def test_second_step_says_who_was_first_and_keeps_what_was_typed(
    second, request, dossier, leader_hg, head, observer, officer_ct, client_for
):
    services.take_step(dossier=dossier, action="send", by=leader_hg)
    client = client_for(request.getfixturevalue(second))
    typed = {"action": "refuse", "reason": "Chưa đủ điều kiện."} | seen_on(client, url(dossier))
    services.take_step(dossier=dossier, action="return", reason="Bổ sung.", by=head)
    Dossier.objects.update(achievements="Bản đang sửa.")
    response = client.post(url(dossier, "step/"), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert f"{head.title} đã ghi “Trả lại” cho hồ sơ này, nay ở trạng thái “Trả lại”" in page
    assert "Chưa đủ điều kiện." in page
    if second == "deputy":
        assert "Bản đang sửa." not in page, "the dossier is the province's own"
        assert client.get(url(dossier, "step/")).status_code == 404
    for officer in (observer, officer_ct):
        assert client_for(officer).post(url(dossier, "step/"), typed).status_code == 404


def test_step_keeps_what_has_no_field_on_the_page_any_more(dossier, leader_hg, secretary, head, client_for):
    services.take_step(dossier=dossier, action="send", by=leader_hg)
    client = client_for(secretary)
    typed = {"action": "return", "reason": "Bổ sung căn cứ."} | seen_on(client, url(dossier))
    services.take_step(dossier=dossier, action="refuse", reason="Không đủ.", by=head)
    response = client.post(url(dossier, "step/"), typed)
    assert response.status_code == 409
    assert "Bổ sung căn cứ." in response.content.decode()
    assert response.context["steps"] == []


def test_invalid_dossier_that_was_sent_says_that_alone(dossier, leader_hg, officer_hg, client_for):
    services.take_step(dossier=dossier, action="send", by=leader_hg)
    typed = {"title": "", "kind": "x", "achievements": "Mới nhập."}
    response = client_for(officer_hg).post(url(dossier, "edit/"), typed)
    assert response.status_code == 409
    assert response.context["form"].errors == {"__all__": ["Hồ sơ đã gửi; không sửa được nữa."]}
    assert "Mới nhập.</textarea>" in response.content.decode()


def test_title_ends_after_it_begins():
    title = Title(name="Bằng khen", valid_from=dt.date(2024, 1, 1), valid_until=dt.date(2023, 12, 31))
    with pytest.raises(ValidationError) as refused:
        title.clean()
    assert refused.value.message_dict == {
        "valid_until": ["Đọc được 31/12/2023, trước ngày bắt đầu áp dụng 01/01/2024."]
    }
