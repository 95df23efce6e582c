"""The report as its reader gets it: what the paper says of which figures."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.conference.default_texts import defaults
from reports.conference.models import Conference
from reports.conference.report.document import draft, joined, points, report_document
from reports.conference.report.sources import NoFiguresError
from reports.conference.report.typesetting import typeset
from tests.figures.factories import BEFORE, RIGHT, make_explained, make_period, make_reported
from tests.papers.pdf_measure import open_pdf, words

STRANGE = r"HTX <b>Sông #1</b> $2 *3* @4 \5"


@pytest.fixture
def reported(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], secretary: Officer
) -> dict[str, Submission]:
    """All seven accepted, each with the same figures."""
    return {slug: make_reported(period, province, secretary, RIGHT) for slug, province in provinces.items()}


def only(document: dict[str, Any], code: str) -> dict[str, Any]:
    rows = [row for section in document["sections"] for row in section["indicators"]]
    (row,) = [row for row in rows if row["code"] == code]
    return row


# -- The demo's report -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_demo_report_has_the_published_totals_and_conference_texts(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("demo", stdout=StringIO())
    conference = Conference.objects.get()

    pdf = typeset(report_document(conference))
    text = words(pdf)

    for figure in ("2.109", "288.108", "2.269.266", "7.105", "14.528", "20.993", "1.076,0"):
        assert figure in text
    assert "toàn Cụm có 2.109 HTX, tăng 32 HTX (1,5%) so với đầu kỳ" in text
    assert "Cần Thơ chưa có, Hậu Giang 04, Kiên Giang 03" in text
    assert "Số THT chấm dứt hoạt động trong kỳ: chưa có số liệu." in text
    assert "Trần Thanh Dũng, Chủ tịch Liên minh HTX tỉnh Kiên Giang, Cụm trưởng" in text
    assert "còn hạn chế (phần lớn các HTX thành viên chưa đóng hội phí)." in text
    assert "Liên kết phát triển KTTT, HTX để nâng cao chuỗi giá trị." in text
    # illustrative, and marked as such
    assert "gồm các tỉnh: Cà Mau, Bạc Liêu" in text
    assert "Từng thành viên trong Cụm thi đua nêu cao vai trò, trách nhiệm" in text
    assert "(1) Sóc Trăng, Doanh thu của HTX trong kỳ: Xâm nhập mặn kéo dài" in text
    assert "sang 6 tháng cuối năm (giải trình minh họa)." in text
    # a draft: nothing a signature gives
    assert "Số: /BC-CTĐ" in text
    assert "DỰ THẢO" in text
    assert "tại ………………" in text
    assert "tạm tính" not in text
    assert typeset(report_document(conference)) == pdf


# -- Which figures count -----------------------------------------------------------------------------


def test_report_has_accepted_figures_and_names_missing_provinces(
    reported: dict[str, Submission], period: Period
) -> None:
    Submission.objects.filter(province__slug__in=["ca-mau", "can-tho"]).update(state="submitted")

    document = report_document(Conference.objects.of(period))

    assert only(document, "coop.total") | {"values": None} == only(document, "coop.total") | {
        "values": None,
        "total": 5 * 257,
        "reported": 5,
    }
    note = document["document"]["provisional_note"]
    assert "05/07 tỉnh, thành phố; chưa có số liệu của Cà Mau và Cần Thơ." in note
    text = words(typeset(document))
    assert "1.285 HTX (5/7 tỉnh, thành phố)" in text
    assert note in text[: text.index("Căn cứ Luật")]


def test_report_of_some_provinces_says_nothing_of_the_cluster(
    reported: dict[str, Submission], period: Period, cluster: Cluster, secretary: Officer
) -> None:
    before = make_period(cluster, "2022-H1")
    for submission in reported.values():
        make_reported(before, submission.province, secretary, {"coop.total": "200"})
    document = report_document(Conference.objects.of(period))
    assert document["changes"]["coop.total"]["year"]["value"] == 7 * 57
    # A place for the half-year between them, of which there are no figures.
    assert document["trend"] == {
        "labels": ["Giữa 2022", "Cuối 2022", "Giữa 2023"],
        "values": [1400, None, 1799],
        "illustrative": [False, False, False],
        "cuts": [],
        "notes": [],
    }
    assert "toàn Cụm có 1.799 HTX" in words(typeset(document))

    Submission.objects.filter(period=period, province__slug="ca-mau").update(state="submitted")
    document = report_document(Conference.objects.of(period))
    assert document["changes"]["coop.total"] == {"previous": None, "year": None}
    assert document["trend"]["values"] == [1400, None, None]
    text = words(typeset(document))
    assert "toàn Cụm có" not in text
    assert "các tỉnh, thành phố đã cung cấp số liệu có 1.542 HTX (6/7 tỉnh, thành phố)" in text


def test_draft_names_provinces_with_provisional_figures_on_page_1(
    reported: dict[str, Submission], period: Period
) -> None:
    Submission.objects.filter(province__slug="ca-mau").update(state="approved")
    Submission.objects.filter(province__slug="can-tho").update(state="draft")

    document = report_document(Conference.objects.of(period), accepted_only=False)

    assert only(document, "coop.total")["total"] == 6 * 257
    with open_pdf(typeset(document)) as pdf:
        page = " ".join(pdf.pages[0].extract_text().split())
    assert "Số liệu của Cà Mau là số tạm tính, Cụm chưa chấp nhận." in page
    assert "chưa có số liệu của Cần Thơ." in page


def test_estimates_are_labelled(reported: dict[str, Submission], period: Period) -> None:
    Submission.objects.filter(province__slug="an-giang").update(is_estimate=True)
    Figure.objects.filter(submission__province__slug="ca-mau", indicator__code="coop.profit").update(
        is_estimate=True
    )

    note = draft(Conference.objects.of(period), officer=None)["document"]["provisional_note"]

    assert note == (
        "Số liệu của An Giang là số ước thực hiện. Số ước thực hiện trong số liệu của Cà Mau (Lãi của HTX)."
    )


def test_report_without_accepted_figures_is_refused(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], secretary: Officer
) -> None:
    make_reported(period, provinces["can-tho"], secretary, RIGHT, "submitted")

    with pytest.raises(NoFiguresError) as error:
        report_document(Conference.objects.of(period))

    assert [state.province.slug for state in error.value.states] == list(provinces)


# -- What figures say ----------------------------------------------------------------------------------


def test_numbers_are_whole_or_exact_text_and_unknown_is_not_zero(
    reported: dict[str, Submission], period: Period
) -> None:
    document = draft(Conference.objects.of(period), officer=None)

    assert only(document, "coop.profit")["total"] == "10503.5"
    assert only(document, "coop.capital_per_coop")["values"][0] == "1000.0"
    assert only(document, "group.ended")["values"] == [None] * 7
    assert only(document, "group.ended")["total"] is None
    assert only(document, "coop.active")["level"] == 1


def test_change_is_against_the_half_year_before_and_the_ledger_closes(
    reported: dict[str, Submission],
    period: Period,
    period_before: Period,
    provinces: dict[str, Province],
    secretary: Officer,
) -> None:
    for province in provinces.values():
        make_reported(period_before, province, secretary, BEFORE)

    document = draft(Conference.objects.of(period), officer=None)

    assert document["changes"]["coop.total"] == {
        "previous": {"value": 63, "percent": "3.6", "illustrative": False},
        "year": None,
    }
    coop, _union, group = document["reconciliation"]["ledgers"]
    assert (coop["opening"], coop["new"], coop["ended"], coop["computed"]) == (1736, 77, 14, 1799)
    assert (coop["difference"], coop["verdict"]) == (0, "Khớp")
    assert coop["other_increase"] == "na"
    assert (group["ended"], group["computed"], group["verdict"]) == (None, None, "Chưa đủ số liệu")


def test_partial_totals_of_the_ledger_say_how_many_provinces_they_have(
    cluster: Cluster,
    period: Period,
    period_before: Period,
    indicators: dict[str, Indicator],
    provinces: dict[str, Province],
    secretary: Officer,
) -> None:
    for province in provinces.values():
        make_reported(period_before, province, secretary, BEFORE)
    make_reported(period, provinces["hau-giang"], secretary, RIGHT)

    document = draft(Conference.objects.of(period), officer=None)

    coop, *_others = document["reconciliation"]["ledgers"]
    assert (coop["opening"], coop["closing"]) == (1736, 257)
    assert coop["coverage"] == {"new": "1/7", "ended": "1/7", "closing": "1/7"}
    text = words(typeset(document))
    assert "Số cuối kỳ báo cáo (1/7) 257" in text
    assert "(n/7) là số tỉnh, thành phố có số liệu trên tổng số; “…”" in text


def test_differing_published_total_shows_its_gap(
    reported: dict[str, Submission], period: Period, indicators: dict[str, Indicator]
) -> None:
    PublishedFigure.objects.create(period=period, indicator=indicators["coop.total"], value=1800, source="x")

    (row,) = draft(Conference.objects.of(period), officer=None)["reconciliation"]["totals"]

    assert (row["sum"], row["published"], row["difference"], row["reported"]) == (1799, 1800, -1, 7)


def test_trend_leaves_out_incomplete_totals(
    reported: dict[str, Submission],
    period: Period,
    period_before: Period,
    provinces: dict[str, Province],
    secretary: Officer,
) -> None:
    make_reported(period_before, provinces["an-giang"], secretary, BEFORE)

    trend = draft(Conference.objects.of(period), officer=None)["trend"]

    assert (trend["labels"], trend["values"]) == (["Cuối 2022", "Giữa 2023"], [None, 1799])


def test_explanation_of_a_province_is_in_the_appendix(
    reported: dict[str, Submission], period: Period
) -> None:
    make_explained(reported["soc-trang"], "coop.profit", "Xâm nhập mặn kéo dài.")

    text = words(typeset(draft(Conference.objects.of(period), officer=None)))

    assert "(1) Sóc Trăng, Lãi của HTX: Xâm nhập mặn kéo dài." in text


def test_draft_leaves_the_date_blank_and_promises_no_part_that_is_not_written(
    reported: dict[str, Submission], period: Period
) -> None:
    document = report_document(Conference(period=period))
    assert document["document"]["heading"]["date"] == {"day": None, "month": None, "year": None}
    text = words(typeset(document))
    assert "DỰ THẢO" in text
    assert "Sơ kết công tác thi đua 6 tháng đầu năm 2023" in text
    assert "hương hướng, nhiệm vụ" not in text
    assert "Phần thứ" not in text
    assert "I. PHÁT TRIỂN KINH TẾ TẬP THỂ, HỢP TÁC XÃ" in text
    text = words(typeset(report_document(Conference(period=period, solutions="Mở lớp."))))
    assert "kết quả công tác 6 tháng đầu năm 2023 và phương hướng, nhiệm vụ 6 tháng cuối năm 2023" in text
    assert "Phần thứ nhất KẾT QUẢ CÔNG TÁC" in text
    assert "I. PHÁT TRIỂN KINH TẾ TẬP THỂ, HỢP TÁC XÃ" in text
    assert "Phần thứ hai PHƯƠNG HƯỚNG, NHIỆM VỤ" in text
    assert "I. NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM" in text


def test_names_print_verbatim(reported: dict[str, Submission], period: Period) -> None:
    Province.objects.filter(slug="an-giang").update(name=STRANGE)
    conference = Conference.objects.create(
        period=period, difficulties=STRANGE, chairs=f"{STRANGE}, Cụm trưởng"
    )

    text = words(typeset(draft(conference, officer=None)))

    assert f"- {STRANGE}" in text
    assert f"{STRANGE}, Cụm trưởng." in text
    assert f"tỉnh, thành phố: {STRANGE}, Bạc Liêu" in text


# -- Words -----------------------------------------------------------------------------------------


def test_typed_bullets_are_not_printed_twice() -> None:
    assert points("- một\n• hai\n\n  3. ba\n-5 bốn\n2023 năm") == ["một", "hai", "ba", "-5 bốn", "2023 năm"]


def test_names_are_joined_as_in_a_sentence() -> None:
    assert joined(["A"]) == "A"
    assert joined(["A", "B", "C"]) == "A, B và C"


@pytest.mark.parametrize(
    ("slug", "law"),
    [
        ("2023-H1", "Luật Hợp tác xã năm 2012"),
        ("2024-H1", "Luật Hợp tác xã năm 2012"),
        ("2024-H2", "Luật Hợp tác xã số 17/2023/QH15"),
    ],
)
def test_legal_basis_is_the_law_in_force_at_the_cut_off(cluster: Cluster, slug: str, law: str) -> None:
    basis = defaults(make_period(cluster, slug))["legal_basis"].splitlines()

    assert basis == [law, f"Giao ước thi đua năm {slug[:4]} của {cluster.name}"]


def test_head_of_the_year_signs_with_the_own_post(
    reported: dict[str, Submission], period: Period, head: Officer
) -> None:
    document = draft(Conference.objects.of(period), officer=None)["document"]

    assert document["heading"]["place"] == "Kiên Giang"
    assert document["signature"]["post"] == "Chủ tịch Liên minh HTX\ntỉnh Kiên Giang"
    assert document["signature"]["name"] is None
    assert document["signature"]["filed"] == "VT, Tổ giúp việc"
    assert document["heading"]["issuer"] == (
        "CỤM THI ĐUA LIÊN MINH HTX\nCÁC TỈNH, THÀNH PHỐ\nTÂY NAM SÔNG HẬU"
    )


def test_date_and_place_of_the_conference_are_printed_once_known(
    reported: dict[str, Submission], period: Period
) -> None:
    conference = Conference.objects.create(period=period, held_on=dt.date(2023, 7, 5), place="Rạch Giá")

    text = words(typeset(draft(conference, officer=None)))

    assert "được tổ chức ngày 05 tháng 7 năm 2023, tại Rạch Giá." in text
