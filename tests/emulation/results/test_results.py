"""The table of scores with the reasons of differences: on pages, in files, on paper."""

import csv
import datetime as dt
import html
import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from emulation.council import services
from emulation.criteria.models import Criterion
from emulation.criteria.tree import build_tree
from emulation.cross_checks.models import CheckScore
from emulation.results.loading import load_ranking, load_whole_table, table_for_reader
from emulation.results.ranking import ranked_provinces
from emulation.results.table import Cell, ScoreTable, make_table
from emulation.year.models import Deadline, EmulationYear
from figures.submissions.models import Figure
from papers.letter_docx import DOCX
from provinces.clusters.models import Province
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, make_sent, open_checking
from tests.emulation.evidence.evidence_files import make_evidence
from tests.emulation.factories import (
    make_criterion,
    make_final,
    make_sheet,
    make_sheets,
    make_year,
    settle_provisionally,
)
from tests.factories import make_cooperative
from tests.figures.factories import make_catalogue, make_period, make_reported
from web.expired_forms import signature_of

Kind = Criterion.Kind
PAGE = "/emulation/2023/results/"


@pytest.fixture
def rules(contest, provinces) -> dict[str, Criterion]:
    """1 Tham mưu, judged, 80; 2 Thành lập mới, 2 points each, 20; a bonus and a penalty."""
    open_checking(contest, answers=True)
    return {
        "1": make_criterion(contest, "Tham mưu", maximum=Decimal(80)),
        "2": make_criterion(
            contest,
            "Thành lập mới",
            kind=Kind.COUNTED,
            maximum=Decimal(20),
            numerator=make_catalogue()["coop.new"],
            points_each=Decimal(2),
        ),
        "bonus": make_criterion(contest, "Sáng kiến", kind=Kind.BONUS, maximum=Decimal(3)),
        "penalty": make_criterion(contest, "Báo cáo chậm", kind=Kind.PENALTY, maximum=Decimal(5)),
    }


@pytest.fixture
def checked(contest, rules, hau_giang, officer_hg, leader_ct, cluster) -> CheckScore:
    """Hậu Giang gave itself 70 and a bonus of 2, Cần Thơ 66; four new cooperatives are accepted."""
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "4"})
    make_claimed(contest, hau_giang, officer_hg, {rules["1"]: "70", rules["bonus"]: "2"})
    ring = {check.checked.slug: check for check in make_checks(contest)}
    check = make_sent(ring["hau-giang"], leader_ct, {rules["1"]: "66"})
    score = check.scores.get()
    score.answer, score.answered_by, score.answered_at = "Văn bản 12 đã nộp.", officer_hg, timezone.now()
    score.save()
    return score


def settle_all(rules, provinces, secretary) -> None:
    """Everybody has 60 and 8 of the scale."""
    for province in provinces.values():
        make_final(rules["1"], province, secretary, "60", "Họp xét.")
        make_final(rules["2"], province, secretary, "8", "Họp xét.")


# Reasons


def test_pages_show_reasons_and_answers(checked, rules, hau_giang, secretary, client_for):
    make_final(rules["1"], hau_giang, secretary, "68", "Có văn bản 12.")
    client = client_for(secretary)
    for page in (PAGE, f"{PAGE}hau-giang/"):
        text = client.get(page).content.decode()
        assert "Chấm chéo: Thiếu văn bản." in text
        assert "Ý kiến của tỉnh: Văn bản 12 đã nộp." in text
        assert "Thống nhất: Có văn bản 12." in text
    finals = client.get(f"{PAGE}hau-giang/finals/").content.decode()
    assert "Chấm chéo: Thiếu văn bản." in finals
    assert "Ý kiến của tỉnh: Văn bản 12 đã nộp." in finals


def test_judged_criterion_shows_its_grounds_evidence_and_cell(
    contest, checked, rules, hau_giang, officer_hg, secretary, client_for
):
    claim = hau_giang.score_sheets.get().scores.get(criterion=rules["1"])
    file = make_evidence(contest, hau_giang, officer_hg, "van-ban-12.pdf")
    claim.evidence.add(file)
    claim.indicator = rules["2"].numerator
    claim.save()
    text = client_for(secretary).get(f"{PAGE}hau-giang/").content.decode()
    row = text.split("1 Tham mưu")[1].split("</tr>")[0]
    assert "Tự chấm: Căn cứ Tham mưu" in row
    assert f'href="/emulation/2023/evidence/{file.pk}/"' in row
    assert 'href="/entry/2023-H1/hau-giang/#coop-new"' in row


def test_evidence_is_not_linked_for_readers_who_may_not_open_it(
    contest, checked, rules, provinces, officer_hg, observer, secretary, client_for
):
    file = make_evidence(contest, provinces["hau-giang"], officer_hg, "van-ban-12.pdf")
    provinces["hau-giang"].score_sheets.get().scores.get(criterion=rules["1"]).evidence.add(file)
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    for page in (
        f"{PAGE}hau-giang/",
        "/emulation/2023/checks/hau-giang/",
        "/emulation/2023/scores/hau-giang/",
    ):
        text = client_for(observer).get(page).content.decode()
        assert "van-ban-12.pdf" in text
        assert f"evidence/{file.pk}/" not in text
    assert client_for(observer).get(f"/emulation/2023/evidence/{file.pk}/").status_code == 404


# Final points


def test_final_points_that_all_agree_on_are_filled_in_and_not_stored(
    checked, rules, hau_giang, secretary, client_for
):
    CheckScore.objects.update(points=Decimal(70))
    client = client_for(secretary)
    form = client.get(f"{PAGE}hau-giang/finals/").context["form"]
    assert form[f"points.{rules['1'].pk}"].value() == "70"
    assert form[f"points.{rules['2'].pk}"].value() is None  # the second half is not accepted yet
    assert form[f"points.{rules['bonus'].pk}"].value() is None  # nobody checked it
    assert not hau_giang.final_scores.exists()


def test_final_points_sent_after_an_expired_login_are_shown_again_and_not_stored(
    checked, rules, hau_giang, secretary, client_for
):
    page, client = f"{PAGE}hau-giang/finals/", client_for(secretary)
    fields = {field.html_name: field.value() or "" for field in client.get(page).context["form"]}
    typed = {"typed_by": signature_of(secretary), f"points.{rules['1'].pk}": "67,5"}
    client.logout()
    assert client.post(page, fields | typed).headers["Location"].startswith("/accounts/login/")
    client.force_login(secretary)
    answer = client.get(page)
    assert 'value="67,5"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not hau_giang.final_scores.exists()


@pytest.mark.parametrize("page", ["", "hau-giang/", "table.pdf", "table.docx", "?_export=xlsx&_list=scores"])
def test_scores_are_never_cached(page, checked, secretary, client_for):
    answer = client_for(secretary).get(f"{PAGE}{page}")
    assert "no-store" in answer["Cache-Control"]
    if answer.streaming:
        list(answer)


def test_settling_with_an_open_bonus_is_refused(contest, checked, rules, provinces, secretary):
    settle_all(rules, provinces, secretary)
    with pytest.raises(ValidationError, match="Còn 1 ô"):
        services.settle_scores(contest_year=contest, by=secretary)
    make_final(rules["bonus"], provinces["hau-giang"], secretary, "1", "Một sáng kiến.")
    contest.deadlines.filter(part=Deadline.Part.CROSS_CHECK).update(due_on="2023-12-15")
    settle_provisionally(contest, secretary)


def test_settling_without_a_reason_for_later_differences_is_refused(
    contest, rules, provinces, hau_giang, officer_hg, leader_ct, secretary, cluster
):
    for province in provinces.values():
        make_final(rules["1"], province, secretary, "60")
        make_final(rules["2"], province, secretary, "8")
    ring = {check.checked.slug: check for check in make_checks(contest, "planned")}
    make_sent(ring["hau-giang"], leader_ct, {rules["1"]: "66"})
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "5"})
    with pytest.raises(ValidationError) as refused:
        services.settle_scores(contest_year=contest, by=secretary)
    (message,) = refused.value.messages
    assert message.endswith("chưa có lý do: Hậu Giang, 1; Hậu Giang, 2.")


def test_settling_while_checks_may_still_be_sent_is_refused(contest, rules, provinces, secretary, leader_ct):
    settle_all(rules, provinces, secretary)
    make_checks(contest)
    with pytest.raises(ValidationError, match="chưa gửi phiếu: An Giang, Bạc Liêu"):
        services.settle_scores(contest_year=contest, by=secretary)
    contest.deadlines.filter(part=Deadline.Part.CROSS_CHECK).update(due_on="2023-12-15")
    settle_provisionally(contest, secretary)


def test_settled_scores_are_the_same_for_every_reader(
    contest, checked, rules, provinces, secretary, observer, officer_hg
):
    settle_all(rules, provinces, secretary)
    make_final(rules["bonus"], provinces["hau-giang"], secretary, "1", "Một sáng kiến.")
    contest.deadlines.filter(part=Deadline.Part.CROSS_CHECK).update(due_on="2023-12-15")
    make_sheets(contest, secretary)
    settled = settle_provisionally(contest, secretary)
    tables = [table_for_reader(settled, reader) for reader in (secretary, observer, officer_hg, None)]
    assert tables == [load_whole_table(settled)] * 4
    assert load_ranking(settled, tables[0])[0].total == 69


def test_page_shows_figures_that_changed_after_the_settling(
    contest, rules, provinces, hau_giang, officer_hg, secretary, client_for, cluster
):
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "4"})
    for province in provinces.values():
        make_final(rules["1"], province, secretary, "60")
        make_final(rules["2"], province, secretary, "8")
    settle_provisionally(contest, secretary)
    client = client_for(secretary)
    assert "Số liệu đã đổi từ khi chốt điểm" not in client.get(PAGE).content.decode()
    Figure.objects.filter(indicator__code="coop.new").update(value=5)
    text = client.get(PAGE).content.decode()
    assert "Số liệu đã đổi từ khi chốt điểm" in text
    assert "Hậu Giang, 2" in text


def test_page_shows_before_the_settling_that_provinces_may_still_answer(
    contest, rules, provinces, secretary, client_for
):
    settle_all(rules, provinces, secretary)
    client = client_for(secretary)
    assert "còn nêu ý kiến được đến hết ngày 01/01/2999" in client.get(PAGE).content.decode()
    contest.deadlines.filter(part=Deadline.Part.ANSWERS).update(due_on="2023-12-31")
    assert "còn nêu ý kiến" not in client.get(PAGE).content.decode()


# Missing points


def test_rank_needs_all_criteria_and_somebody_to_compare_with(
    contest, rules, provinces, hau_giang, officer_hg, secretary, cluster, client_for
):
    before = make_year(cluster, 2022)
    only = make_criterion(before, "Chung", maximum=Decimal(100))
    for province in provinces.values():
        make_final(only, province, secretary, "80")
    make_sheets(before, secretary)
    EmulationYear.objects.filter(year=2022).update(scores_settled_at=timezone.now())
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "4"})

    def ranked():
        ranking = load_ranking(contest, table_for_reader(contest, secretary))
        return next(ranked for ranked in ranking if ranked.province == hau_giang)

    # Nothing but points from figures: no rank, and nothing to compare.
    no_sheet = "Chưa xếp hạng, do chưa gửi phiếu tự chấm"
    assert (ranked().rank, ranked().improvement, ranked().verdict) == (None, None, no_sheet)
    for slug in ("hau-giang", "can-tho"):
        make_sheet(contest, provinces[slug], sent_by=secretary)
    assert (ranked().rank, ranked().improvement, ranked().verdict) == (None, None, "Chưa xếp hạng")
    assert "72,00" not in client_for(secretary).get(PAGE).content.decode()
    make_final(rules["1"], hau_giang, secretary, "60", "Họp xét.")
    assert ranked().rank is None, "the only one with all criteria: there is nobody to rank it against"
    for criterion, points in (("1", "50"), ("2", "7")):
        make_final(rules[criterion], provinces["can-tho"], secretary, points, "Họp xét.")
    assert ranked().improvement is None  # 60 and 8 against 80, but the second half may still change it
    assert ranked().verdict == "Tạm xếp hạng 1"
    report = make_reported(make_period(cluster, "2023-H2"), hau_giang, officer_hg, {"coop.new": "0"})
    make_final(rules["2"], hau_giang, secretary, "8")
    assert report.is_accepted
    assert ranked().improvement == -12
    assert ranked().verdict == "Hạng 1, ổn định"


# Files and papers


def test_file_of_scores_holds_points_and_reasons_of_each_province(
    contest, checked, rules, hau_giang, secretary, client_for
):
    make_final(rules["1"], hau_giang, secretary, "68", "Có văn bản 12.")
    answer = client_for(secretary).get(f"{PAGE}?_export=csv&_list=scores")
    assert answer["Content-Disposition"] == 'attachment; filename="bang-diem-2023.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = {row["Tiêu chí"]: row for row in csv.DictReader(io.StringIO(text))}
    sides = [f"Hậu Giang, {side}" for side in ("tự chấm", "chấm chéo", "thống nhất")]
    assert [rows["1 Tham mưu"][side] for side in sides] == ["70", "66", "68"]
    assert [rows["2 Thành lập mới"][side] for side in sides] == ["8", "8", "…"]
    assert rows["1 Tham mưu"]["Hậu Giang, lý do"].startswith("Chấm chéo: Thiếu văn bản. Ý kiến của tỉnh:")
    assert rows["1 Tham mưu"]["Cần Thơ, tự chấm"] == "…"
    assert rows["Cộng"]["Tối đa"] == "100"
    last = sides[2]
    labels = ("Điểm thưởng", "Điểm trừ", "Điểm xếp hạng", "Hạng", "Tạm tính")
    # Nobody else has points for the same criteria: a total, but no rank.
    assert [rows[label][last] for label in labels] == ["2", "–", "78", "…", "tạm tính"]


def test_spreadsheet_holds_numbers_and_marks_illustrative_scores(contest, checked, secretary, client_for):
    EmulationYear.objects.update(is_illustrative=True)
    answer = client_for(secretary).get(f"{PAGE}?_export=xlsx&_list=scores")
    rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    column = rows[0].index("Hậu Giang, chấm chéo")
    assert (rows[1][0], rows[1][column], rows[1][-1]) == ("1 Tham mưu", 66, "minh họa")


def test_paper_has_a_column_for_each_province_and_the_reasons(
    contest, checked, rules, provinces, hau_giang, secretary, client_for
):
    make_final(rules["1"], hau_giang, secretary, "68", "Có văn bản 12.")
    make_sheet(contest, provinces["can-tho"], sent_by=secretary)
    for criterion, points in (("1", "50"), ("2", "8")):
        make_final(rules[criterion], provinces["can-tho"], secretary, points, "Họp xét.")
    client = client_for(secretary)
    assert client.get(f"{PAGE}table.pdf").content.startswith(b"%PDF-")
    answer = client.get(f"{PAGE}table.docx")
    assert answer["Content-Type"] == DOCX
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        text = packed.read("word/document.xml").decode()
    for expected in (
        "DỰ THẢO: chưa chốt điểm",
        "Sóc Trăng",
        "68,00",
        "8,00*",
        "Điểm thưởng",
        "Điểm trừ",
        "xếp hạng 1",
        "Chấm chéo: Thiếu văn bản. Ý kiến của tỉnh: Văn bản 12 đã nộp. Thống nhất: Có văn bản 12.",
        "đồng hạng",
    ):
        assert expected in text


# A year without points


def test_nothing_scored_is_a_dash_and_not_zero(contest, rules, hau_giang, officer_hg, secretary, client_for):
    make_sheet(contest, hau_giang)
    client = client_for(secretary)
    own_sheet = client_for(officer_hg).get("/emulation/2023/scores/hau-giang/")
    answers = [client.get(PAGE), client.get(f"{PAGE}hau-giang/"), own_sheet]
    assert [answer.status_code for answer in answers] == [200] * 3
    overall, province, sheet = (" ".join(answer.content.decode().split()) for answer in answers)
    for text in (overall, province, sheet):
        assert "0,00" not in text
    assert "Chưa có điểm nào." in overall
    total = sheet.split('<tr class="total">')[1].split("</tr>")[0]
    assert re.sub("<[^>]+>", " ", total).split()[:3] == ["Cộng", "100", "–"]
    listed = b"".join(client.get(f"{PAGE}?_export=csv&_list=scores").streaming_content).decode("utf-8-sig")
    rows = {row["Tiêu chí"]: row for row in csv.DictReader(io.StringIO(listed))}
    for row in rows.values():
        points = [value for head, value in row.items() if head.startswith("Hậu Giang, ")]
        assert set(points) <= {"…", "–", ""}, row
    with zipfile.ZipFile(io.BytesIO(client.get(f"{PAGE}table.docx").content)) as packed:
        paper = packed.read("word/document.xml").decode()
    assert "0,00" not in paper
    bonus = paper.split("Điểm thưởng")[1].split("</w:tr>")[0]
    assert re.findall("<w:t(?: [^>]*)?>([^<]+)<", bonus) == ["–"] * 7


def test_province_with_points_and_no_bonus_has_a_dash(contest, rules, provinces, secretary, client_for):
    settle_all(rules, provinces, secretary)
    page = " ".join(client_for(secretary).get(PAGE).content.decode().split())
    ranking = page.split('id="t1"')[1].split("</table>")[0]
    assert ranking.count('<td class="num">–</td>') == 14  # bonus and penalty of seven
    assert "0,00" not in ranking.replace("60,00", "")


def test_table_and_ranking_say_the_same_of_a_penalty_of_zero(
    contest, rules, provinces, hau_giang, officer_hg, leader_ct, secretary, client_for
):
    """Hậu Giang and its checker gave 0; the council has nothing to settle, as of those that gave nothing."""
    settle_all(rules, provinces, secretary)
    make_claimed(contest, hau_giang, officer_hg, {rules["1"]: "60", rules["penalty"]: "0"})
    ring = {check.checked.slug: check for check in make_checks(contest)}
    make_sent(ring["hau-giang"], leader_ct, {rules["1"]: "60", rules["penalty"]: "0"})
    client = client_for(secretary)
    page = " ".join(client.get(PAGE).content.decode().split())
    ranked = page.split('id="t1"')[1].split("hau-giang/")[1].split("</tr>")[0]
    assert re.findall("<td[^>]*>([^<]*)</td>", ranked)[2:4] == ["–", "0,00"]
    row = page.split('aria-labelledby="scores"')[2].split("Báo cáo chậm")[1].split("</tr>")[0]
    settled = [text.strip() for text in re.findall('<td class="num final">([^<]*)</td>', row)]
    assert sorted(settled) == ["0,00", *["–"] * 6]
    assert "…" not in row
    own = client.get(f"{PAGE}hau-giang/").content.decode().split("Báo cáo chậm")[1].split("</tr>")[0]
    assert "<strong>0,00</strong>" in own
    file = client.get(f"{PAGE}?_export=csv&_list=scores")
    listed = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    by_label = {row["Tiêu chí"]: row for row in listed}
    head = "Hậu Giang, thống nhất"
    assert by_label["Trừ 1 Báo cáo chậm"][head] == by_label["Điểm trừ"][head] == "0"
    assert by_label["Thưởng 1 Sáng kiến"][head] == by_label["Điểm thưởng"][head] == "–"


def test_bonus_that_awaits_the_council_is_not_settled(contest, checked, rules, secretary, client_for):
    page = " ".join(client_for(secretary).get(f"{PAGE}hau-giang/").content.decode().split())
    row = page.split("Thưởng 1")[1].split("</tr>")[0]
    assert "<strong>…</strong>" in row


# Any order

points = st.one_of(st.none(), st.decimals(0, 20, places=2))
cells = st.builds(Cell, own=points, check=points, final=points, is_provisional=st.booleans())
TOPS = [Criterion(pk=pk, position=pk, kind=Kind.JUDGED, maximum=Decimal(20), label="") for pk in (1, 2, 3)]
APART = [
    Criterion(pk=4, position=4, kind=Kind.BONUS, maximum=Decimal(20), label=""),
    Criterion(pk=5, position=5, kind=Kind.PENALTY, maximum=Decimal(20), label=""),
]
SEVEN = [Province(pk=pk, slug=f"p{pk}", position=pk, name=f"Tỉnh {pk}") for pk in range(1, 8)]
SENT = st.sets(st.sampled_from([province.pk for province in SEVEN]))
KEYS = [(criterion.pk, province.pk) for criterion in TOPS + APART for province in SEVEN]


def outcome(table: ScoreTable) -> dict[str, tuple]:
    return {
        ranked.province.slug: (
            ranked.rank,
            ranked.total,
            ranked.sensitivity and (ranked.sensitivity.best, ranked.sensitivity.worst),
            ranked.is_provisional,
        )
        for ranked in ranked_provinces(table)
    }


@given(st.fixed_dictionaries(dict.fromkeys(KEYS, cells)), SENT, st.randoms())
def test_ranking_does_not_depend_on_the_order_of_provinces_criteria_and_entries(cells_by_key, sent, random):
    criteria, provinces, entries = [*TOPS, *APART], [*SEVEN], list(cells_by_key.items())
    first = make_table(build_tree(criteria), provinces, cells_by_key, sent)
    for shuffled in (criteria, provinces, entries):
        random.shuffle(shuffled)
    second = make_table(build_tree(criteria), provinces, dict(entries), sent)
    assert outcome(first) == outcome(second)


@given(st.fixed_dictionaries(dict.fromkeys(KEYS, cells)), SENT)
def test_only_provinces_that_sent_and_have_points_for_the_same_criteria_are_ranked(cells_by_key, sent):
    table = make_table(build_tree([*TOPS, *APART]), SEVEN, cells_by_key, sent)
    given_to = {
        province.slug: {row.node.number for row in table.leaves if row.cells[n].counting is not None}
        for n, province in enumerate(SEVEN)
    }
    ranking = ranked_provinces(table)
    ranked = [row.province.slug for row in ranking if row.rank is not None]
    assert len({frozenset(given_to[slug]) for slug in ranked}) <= 1
    assert len(ranked) != 1
    assert all(row.province.pk in sent for row in ranking if row.rank is not None)
    of_those_that_sent = {p.slug: given_to[p.slug] for p in SEVEN if p.pk in sent}
    for row in ranking:
        if row.rank is None and row.province.pk not in sent:
            assert row.verdict == "Chưa xếp hạng, do chưa gửi phiếu tự chấm"
        elif row.rank is None:
            assert (row.verdict, row.improvement) == ("Chưa xếp hạng", None)
            # Somebody who sent has points for a criterion that it lacks, or it is alone.
            more = [
                numbers for numbers in of_those_that_sent.values() if numbers - given_to[row.province.slug]
            ]
            assert more or not ranked
    assert [row.rank is None for row in ranking] == sorted(row.rank is None for row in ranking)


def test_province_without_its_sheet_has_no_rank_among_those_that_sent(
    contest, rules, provinces, officer_hg, secretary, cluster, client_for
):
    """Four new cooperatives give everybody 8 points; only two sent their sheets."""
    period = make_period(cluster, "2023-H1")
    for province in provinces.values():
        make_reported(period, province, officer_hg, {"coop.new": "4"})
    assert {row.rank for row in load_ranking(contest, table_for_reader(contest, secretary))} == {None}
    for slug, points in (("hau-giang", "70"), ("can-tho", "66")):
        make_claimed(contest, provinces[slug], officer_hg, {rules["1"]: points})
    ranking = load_ranking(contest, table_for_reader(contest, secretary))
    assert [(row.province.slug, row.rank) for row in ranking][:3] == [
        ("hau-giang", 1),
        ("can-tho", 2),
        ("an-giang", None),
    ]
    page = " ".join(client_for(secretary).get(PAGE).content.decode().split())
    assert page.count("Chưa xếp hạng") == 5


def test_councils_points_do_not_rank_a_province_that_did_not_send_its_sheet(
    contest, rules, provinces, officer_hg, secretary, client_for
):
    settle_all(rules, provinces, secretary)
    for slug, points in (("hau-giang", "70"), ("can-tho", "66")):
        make_claimed(contest, provinces[slug], officer_hg, {rules["1"]: points})
    returned = make_sheet(contest, provinces["ca-mau"], state="returned", return_reason="Thiếu căn cứ.")
    contest.deadlines.filter(part=Deadline.Part.CROSS_CHECK).update(due_on="2023-12-15")
    settled = settle_provisionally(contest, secretary)
    ranking = load_ranking(settled, table_for_reader(settled, secretary))
    assert {row.province.slug for row in ranking if row.rank is not None} == {"hau-giang", "can-tho"}
    assert {row.total for row in ranking} == {Decimal(68)}
    client, why = client_for(secretary), "Chưa xếp hạng, do chưa gửi phiếu tự chấm"
    assert client.get(PAGE).content.decode().count(why) == 5
    assert why in client.get(f"{PAGE}{returned.province.slug}/").content.decode()
    with zipfile.ZipFile(io.BytesIO(client.get(f"{PAGE}table.docx").content)) as packed:
        assert packed.read("word/document.xml").decode().count(why) == 5


def test_table_does_not_depend_on_the_order_of_checks(contest, rules, provinces, officer_hg, secretary):
    for province in provinces.values():
        make_claimed(contest, province, officer_hg, {rules["1"]: "70"})
    ring = make_checks(contest)
    points_by_check = {check.pk: str(60 + n) for n, check in enumerate(ring)}

    def table(order) -> ScoreTable:
        CheckScore.objects.all().delete()
        for check in order:
            make_sent(check, officer_hg, {rules["1"]: points_by_check[check.pk]})
        return table_for_reader(contest, secretary)

    assert table(ring) == table(ring[::-1])


def test_ranking_links_to_cells_and_on_to_the_register(checked, hau_giang, officer_hg, secretary, client_for):
    make_cooperative(hau_giang, officer_hg, "HTX Mới", founded_on=dt.date(2023, 3, 1))
    client = client_for(secretary)

    def follow(url: str, part: str) -> str:
        """The first link on the page with that part in its address."""
        text = client.get(url).content.decode()
        return html.unescape(next(href for href in re.findall(r'href="([^"]+)"', text) if part in href))

    province = follow(PAGE, "/results/hau-giang/")
    cell = follow(province, "#coop-new")
    register = follow(cell, "stands=founded")
    assert "HTX Mới" in client.get(register).content.decode()
