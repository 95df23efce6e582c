"""The report as a file: measured by Nghị định 30/2020/NĐ-CP, Phụ lục I, and read back as text.

The sample's published figures are those of the conference of 2023; the rest is illustrative.
"""

import copy
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reports.conference.report.typesetting import typeset
from tests.papers.pdf_measure import HAIR, MM, find, fonts, margins, open_pdf, rule_under, words

pytestmark = pytest.mark.long

HERE = Path(__file__).parent
Document = dict[str, Any]


@pytest.fixture(scope="module")
def sample() -> Document:
    return json.loads((HERE / "paper_sample.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def pdf(sample: Document) -> bytes:
    return typeset(sample)


@pytest.fixture
def document(sample: Document) -> Document:
    """The sample, free to be changed."""
    return copy.deepcopy(sample)


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> Any:
    with open_pdf(pdf) as document:
        yield document.pages


def rows_of(document: Document) -> Iterator[dict[str, Any]]:
    return (row for section in document["sections"] for row in section["indicators"])


def with_provinces(document: Document, count: int) -> Document:
    """The same figures for any number of provinces, the seven over and over."""
    seven = document["provinces"]
    document["provinces"] = [dict(seven[i % 7], slug=f"tinh-{i}") for i in range(count)]
    for section in document["sections"]:
        for row in section["indicators"]:
            row["values"] = [row["values"][i % 7] for i in range(count)]
            row["reported"] = min(row["reported"], count)
    document["explanations"] = []
    return document


# -- Page ------------------------------------------------------------------------------------------


def test_page_is_a4_portrait_and_the_table_by_province_landscape(pages: Any) -> None:
    sizes = {(round(page.width / MM), round(page.height / MM)) for page in pages}

    assert sizes == {(210, 297), (297, 210)}
    landscape_pages = [page for page in pages if page.width > page.height]
    assert "Phụ lục I" in landscape_pages[0].extract_text()


def test_margins_are_those_of_the_decree_on_every_page(pages: Any) -> None:
    for page in pages:
        left, right = margins(page)
        printed = [char for char in page.chars if char["text"].strip()]
        # The page number is in the top margin and the notice in the bottom one.
        body = [c for c in printed if c["top"] / MM > 19.5 and (page.height - c["bottom"]) / MM > 19.5]
        notice = page.search("Số in nghiêng và chỗ ghi", regex=False)[0]

        assert left > 30 - HAIR
        assert right > 15 - HAIR
        assert min(c["top"] for c in body) / MM > 20 - HAIR
        assert (page.height - notice["top"]) / MM < 20


def test_body_fills_the_width_between_the_margins(pages: Any) -> None:
    left, right = margins(pages[0])

    assert left == pytest.approx(30, abs=HAIR)
    assert right == pytest.approx(15, abs=HAIR)


def test_page_number_is_absent_on_page_1_and_centred_in_the_top_margin_after_it(pages: Any) -> None:
    numbers = [page.within_bbox((0, 0, page.width, 19 * MM)).extract_text() for page in pages]

    # The body, then each appendix numbered apart; no first page shows its number.
    landscape_pages = [page for page in pages if page.width > page.height]
    body = pages.index(landscape_pages[0])
    assert numbers[:body] == ["", *map(str, range(2, body + 1))]
    assert numbers[body : body + len(landscape_pages)] == ["", *map(str, range(2, len(landscape_pages) + 1))]
    number = find(pages[1].within_bbox((0, 0, pages[1].width, 19 * MM)), "2")
    assert number.centre == pytest.approx(30 + 165 / 2, abs=HAIR)
    assert number.size == 14


# -- First page ------------------------------------------------------------------------------------


def test_state_name_and_motto_are_top_right_with_a_rule_as_long_as_the_motto(pages: Any) -> None:
    page = pages[0]
    state = find(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    motto = find(page, "Độc lập - Tự do - Hạnh phúc")

    assert (state.size, state.bold, state.italic) == (12, True, False)
    assert (motto.size, motto.bold, motto.italic) == (13, True, False)
    assert state.right == pytest.approx(195, abs=HAIR)
    assert motto.centre == pytest.approx(state.centre, abs=HAIR)
    assert rule_under(page, motto) == pytest.approx(motto.width, abs=HAIR)


def test_issuer_is_top_left_under_its_parent_with_a_short_rule(pages: Any) -> None:
    page = pages[0]
    parent, issuer = find(page, "LIÊN MINH HTX VIỆT NAM"), find(page, "CỤM THI ĐUA LIÊN MINH HTX")
    last = find(page, "TÂY NAM SÔNG HẬU")

    assert (parent.size, parent.bold) == (12, False)
    assert (issuer.size, issuer.bold) == (12, True)
    assert parent.baseline == pytest.approx(
        find(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").baseline, abs=0.05
    )
    assert parent.centre == pytest.approx(issuer.centre, abs=HAIR)
    assert 1 / 3 <= rule_under(page, last) / issuer.width <= 1 / 2


def test_number_and_date_share_a_baseline(pages: Any) -> None:
    number, date = find(pages[0], "Số:"), find(pages[0], "Kiên Giang, ngày")

    assert (number.size, number.italic) == (13, False)
    assert (date.size, date.italic, date.bold) == (13, True, False)
    assert number.baseline == pytest.approx(date.baseline, abs=0.05)
    assert date.left > number.right


def test_title_is_bold_and_centred_over_a_short_rule(pages: Any) -> None:
    page = pages[0]
    kind, about = find(page, "BÁO CÁO"), find(page, "phương hướng, nhiệm vụ 6 tháng cuối năm 2023")

    assert (kind.size, kind.bold) == (about.size, about.bold) == (14, True)
    assert kind.centre == pytest.approx(30 + 165 / 2, abs=HAIR)
    assert 1 / 3 <= rule_under(page, about) / about.width <= 1 / 2


def test_legal_basis_is_italic_and_ends_with_semicolon_then_full_stop(pages: Any) -> None:
    first, last = (
        find(pages[0], "Căn cứ Luật Hợp tác xã năm 2012;"),
        find(pages[0], "thành phố Tây Nam sông Hậu."),
    )

    assert (first.size, first.italic, first.bold) == (14, True, False)
    assert last.italic


def test_body_is_14_points_justified_with_indented_first_line(pages: Any) -> None:
    opening = find(pages[0], "Cụm thi đua Liên minh HTX các tỉnh, thành phố Tây Nam sông Hậu (sau đây")
    second = find(pages[0], "gọi tắt là Cụm)")

    assert (opening.size, opening.bold, opening.italic) == (14, False, False)
    assert opening.left == pytest.approx(30 + 12.7, abs=HAIR)
    assert opening.right == pytest.approx(195, abs=HAIR)
    assert second.left == pytest.approx(30, abs=HAIR)


def test_draft_leaves_number_and_day_blank(pages: Any) -> None:
    text = pages[0].extract_text()

    assert "Số: /BC-CTĐ" in text
    assert "ngày tháng năm 2023" in text
    assert "DỰ THẢO" not in text  # a report signed before drafts said so


def test_final_form_prints_number_and_date_with_leading_zeros(document: Document) -> None:
    document["document"]["heading"] |= {"number": 5, "date": {"day": 7, "month": 7, "year": 2023}}
    document["conference"] |= {"date": {"day": 1, "month": 2, "year": 2023}, "place": "thành phố Rạch Giá"}

    text = words(typeset(document))

    assert "Số: 05/BC-CTĐ" in text
    assert "Kiên Giang, ngày 07 tháng 7 năm 2023" in text
    assert "ngày 01 tháng 02 năm 2023, tại thành phố Rạch Giá" in text
    assert "Kèm theo Báo cáo số 05/BC-CTĐ ngày 07 tháng 7 năm 2023" in text


def test_provisional_report_says_so_on_page_1(document: Document) -> None:
    note = "Số liệu tạm tính: chưa chấp nhận số liệu của Cà Mau."
    document["document"]["provisional_note"] = note
    document["provinces"][2]["state"] = "provisional"

    with open_pdf(typeset(document)) as printed:
        first = find(printed.pages[0], note)
        landscape_pages = next(page for page in printed.pages if page.width > page.height)
        assert first.bold
        assert first.baseline > find(printed.pages[0], "Căn cứ Luật").baseline
        assert "Cà Mau*" in landscape_pages.extract_text()


def test_report_of_accepted_figures_has_no_provisional_mark(pdf: bytes) -> None:
    assert "tạm tính" not in words(pdf)


# -- Results ---------------------------------------------------------------------------------------


def test_published_figures_are_printed_the_vietnamese_way(pdf: bytes) -> None:
    text = words(pdf)

    for figure in ("2.109", "288.108", "2.269.266", "7.105", "14.528", "20.993"):
        assert figure in text


def test_sentences_give_direction_coverage_and_padded_counts(pdf: bytes) -> None:
    text = words(pdf)

    assert "toàn Cụm có 2.109 HTX, tăng 32 HTX (1,5%) so với đầu kỳ" in text
    assert "288.108 thành viên, tăng 2.950 thành viên (1,0%; số minh họa) so với đầu kỳ, trong kỳ" in text
    assert "7.105 THT, giảm 12 THT (0,2%; số minh họa) so với đầu kỳ" in text
    assert "3.490 thành viên mới (6/7 tỉnh, thành phố; số minh họa)" in text
    assert "trong kỳ thành lập mới 02 LH HTX" in text
    assert (
        "An Giang 02, Bạc Liêu 02, Cà Mau 01, Cần Thơ chưa có, Hậu Giang 04, Kiên Giang 03, Sóc Trăng 01"
        in text
    )


def test_unknown_totals_are_called_unknown_not_zero(pdf: bytes) -> None:
    text = words(pdf)

    assert "Số THT chấm dứt hoạt động trong kỳ: chưa có số liệu." in text
    assert "Chưa có số liệu về doanh thu của HTX trong kỳ; lãi của HTX trong kỳ." in text
    assert "0 triệu đồng doanh thu" not in text


def test_movement_of_unions_is_said_in_words_when_nothing_moved(document: Document) -> None:
    (unions,) = [s["indicators"] for s in document["sections"] if s["indicators"][0]["code"] == "union.new"]
    unions.append(unions[0] | {"code": "union.dissolved", "total_illustrative": False})
    set_totals(document, {"union.new": 0, "union.dissolved": 0})
    assert "trong kỳ không thành lập mới, không giải thể LH HTX" in words(typeset(document))
    set_totals(document, {"union.new": 0, "union.dissolved": 1})
    assert "trong kỳ không thành lập mới LH HTX, giải thể 01 LH HTX" in words(typeset(document))


def test_coverage_of_each_movement_is_said_where_they_differ(document: Document) -> None:
    (unions,) = [s["indicators"] for s in document["sections"] if s["indicators"][0]["code"] == "union.new"]
    unions.append(unions[0] | {"code": "union.dissolved", "reported": 5, "total_illustrative": False})
    set_totals(document, {"union.new": 0, "union.dissolved": 0})
    said = "trong kỳ không thành lập mới LH HTX, không giải thể LH HTX (5/7 tỉnh, thành phố)"
    assert said in words(typeset(document))


def test_no_total_of_zero_is_printed_as_a_digit_in_running_text(document: Document) -> None:
    codes = [row["code"] for section in document["sections"] for row in section["indicators"]]
    set_totals(document, dict.fromkeys(codes, 0))
    body = words(typeset(document)).partition("Phụ lục I")[0]
    units = {re.escape(row["unit"]) for section in document["sections"] for row in section["indicators"]}
    assert not re.findall(rf"(?<![\d.,])0+ (?:{'|'.join(units)}|đơn vị|phong trào|lượt|lớp|văn bản)", body)
    assert "không có đơn vị đăng ký thi đua" in body


def set_totals(document: Document, totals: dict[str, int]) -> None:
    for section in document["sections"]:
        for row in section["indicators"]:
            if row["code"] in totals:
                row["total"] = totals[row["code"]]


def test_report_with_only_the_count_of_cooperatives_is_typeset(document: Document) -> None:
    rows = document["sections"][0]["indicators"]
    document["sections"] = [
        {"label": "HTX", "indicators": [row for row in rows if row["code"] == "coop.total"]}
    ]
    document["changes"] = {}
    document["trend"] = {"labels": ["Giữa 2023"], "values": [None], "illustrative": [False]}

    text = words(typeset(document))

    assert "toàn Cụm có 2.109 HTX. " in text
    assert "Số THT chấm dứt hoạt động trong kỳ: chưa có số liệu." in text


def test_clauses_read_well_without_those_before_them(document: Document) -> None:
    unknown = ("alliance.classes", "alliance.fund_projects")
    values = {"alliance.fees": 60, "alliance.class_attendees": 300, "alliance.fund_disbursed": 5}
    for row in rows_of(document):
        if row["code"] == "alliance.fee_payers":
            row |= {"code": "alliance.fees", "unit": "triệu đồng"}
        if row["code"] in unknown:
            row["total"] = None
        if row["code"] in values:
            row |= {"total": values[row["code"]], "reported": 7, "total_illustrative": False}
    text = words(typeset(document))
    assert "Về hội phí, đã thu 60 triệu đồng" in text
    assert "tuyên truyền: có 300 lượt người tham dự" in text
    assert "Quỹ hỗ trợ phát triển HTX giải ngân 05 triệu đồng" in text


def test_movements_in_the_table_are_not_called_unknown_above_it(document: Document) -> None:
    for row in rows_of(document):
        if row["code"] == "emulation.movements":
            row["total"] = None
    unknown = "Chưa có số liệu về phong trào thi đua phát động"
    assert unknown in words(typeset(document))
    movement = {
        "name": "Chuyển đổi số",
        "owner": "Toàn Cụm",
        "launched_on": "17/02/2023",
        "closed_on": None,
        "registered": [],
        "said": "1 hoạt động",
        "resources": None,
        "money": None,
        "lacks": None,
        "results": None,
    }
    empty: dict[str, Any] = {key: [] for key in ("ranking", "ties", "votes", "commendations")}
    document["emulation"] = empty | {
        "year": 2023,
        "until": "30/6/2023",
        "illustrative": False,
        "movements": [movement],
        "provisional_note": "",
        "scores": None,
    }
    text = words(typeset(document))
    assert "Chuyển đổi số" in text
    assert unknown not in text


def test_empty_lists_have_no_headings(document: Document) -> None:
    for name in ("difficulties", "causes", "solutions", "proposals"):
        document["narrative"][name] = []

    text = words(typeset(document))

    assert "Nguyên nhân" not in text
    assert "Phần thứ hai" not in text


# -- Last page and appendices ----------------------------------------------------------------------


def test_signature_is_level_with_the_recipients_and_near_the_text(pages: Any) -> None:
    page = next(page for page in pages if "Nơi nhận:" in page.extract_text())
    to, copy_line = find(page, "Nơi nhận:"), find(page, "- Liên minh HTX Việt Nam (để báo cáo);")
    by, role, name = find(page, "TM. CỤM THI ĐUA"), find(page, "CỤM TRƯỞNG"), find(page, "Trần Thanh Dũng")

    assert (to.size, to.bold, to.italic) == (12, True, True)
    assert (copy_line.size, copy_line.bold, copy_line.italic) == (11, False, False)
    assert all(text.bold and text.size == 14 for text in (by, role, name))
    assert to.baseline == pytest.approx(by.baseline, abs=0.05)
    assert by.left > 105
    assert by.centre == pytest.approx(name.centre, abs=HAIR)
    assert "kèm theo./." in page.extract_text()
    assert "- Lưu: VT, Tổ giúp việc." in page.extract_text()


def test_appendix_starts_with_number_title_and_its_report(pages: Any) -> None:
    page = next(page for page in pages if page.width > page.height)
    number, title, attached = (
        find(page, text) for text in ("Phụ lục I", "SỐ LIỆU THEO TỈNH, THÀNH PHỐ", "(Kèm theo Báo cáo số")
    )

    assert (number.size, number.bold) == (title.size, title.bold) == (14, True)
    assert (attached.size, attached.italic) == (14, True)
    assert number.centre == pytest.approx(30 + 252 / 2, abs=HAIR)


def test_explanations_of_provinces_are_notes_to_the_cells_they_explain(pages: Any) -> None:
    landscape_pages = " ".join(page.extract_text() for page in pages if page.width > page.height)

    assert "(1) 1.250" in " ".join(landscape_pages.split())
    assert "(1) Kiên Giang, Thành viên HTX mới: Số thành viên mới tăng do 02 quỹ tín dụng" in landscape_pages


def test_long_table_repeats_its_header_and_splits_no_row(document: Document) -> None:
    rows = document["sections"][0]["indicators"]
    pattern = rows[0]
    document["sections"][0]["indicators"] = rows + [
        dict(
            pattern,
            code=f"x.{i}",
            label=f"đầu{i} một chỉ tiêu có tên rất dài cần hai, ba dòng chữ mới hết cuối{i}",
        )
        for i in range(60)
    ]

    with open_pdf(typeset(document)) as printed:
        landscape_pages = [page.extract_text() for page in printed.pages if page.width > page.height]
        assert len(landscape_pages) > 4
        for text in landscape_pages:
            assert "Chỉ tiêu" in text
            assert "Kiên Giang" in text
        for i in range(60):
            (page,) = [text for text in landscape_pages if f"đầu{i} " in text]
            assert f"cuối{i} " in page.replace("\n", " ") + " "


@pytest.mark.parametrize("count", [1, 8, 9, 34])
def test_any_number_of_provinces_fits_with_the_cluster_last(document: Document, count: int) -> None:
    with open_pdf(typeset(with_provinces(document, count))) as printed:
        landscape_pages = [page for page in printed.pages if page.width > page.height]
        for page in printed.pages:
            left, right = margins(page)
            assert left > 30 - HAIR
            assert right > 15 - HAIR
        assert "Toàn Cụm" in landscape_pages[-1].extract_text()
        assert ("Toàn Cụm" in landscape_pages[0].extract_text()) == (count <= 8)


def test_reconciliation_prints_each_published_total_and_its_gap(document: Document) -> None:
    document["reconciliation"]["totals"][2] |= {"sum": 2110, "difference": 1}

    text = words(typeset(document))

    assert "Số HTX cuối kỳ HTX 2.110 2.109 1 7/7" in text
    assert "Khớp Chưa đủ số liệu Chưa đủ số liệu" in text


def test_agenda_is_an_appendix(document: Document, pdf: bytes) -> None:
    document["conference"]["agenda"] = []

    assert "Phụ lục III CHƯƠNG TRÌNH HỘI NGHỊ" in words(pdf)
    assert "Phụ lục III" not in words(typeset(document))


# -- The file --------------------------------------------------------------------------------------


def test_fonts_are_the_papers_typeface_and_embedded(pdf: bytes) -> None:
    with open_pdf(pdf) as document:
        embedding = dict(fonts(document))

    assert embedding
    assert all(embedding.values())
    assert {name.split("+")[-1].split("-")[0] for name in embedding} == {"TeXGyreTermes"}


def test_file_is_tagged_and_says_its_language_and_title(pdf: bytes) -> None:
    with open_pdf(pdf) as document:
        catalog = document.doc.catalog
        assert catalog["MarkInfo"]["Marked"] is True
        assert "StructTreeRoot" in catalog
        assert catalog["Lang"] in (b"vi-VN", "vi-VN")
        assert document.metadata["Title"].startswith("Báo cáo: Sơ kết công tác thi đua")


def test_decomposed_text_is_printed_composed(document: Document) -> None:
    document["narrative"]["situation"] = [
        unicodedata.normalize("NFD", "Hội nghị ở Rạch Giá, Ngã Bảy, Vĩnh Lợi")
    ]

    text = words(typeset(document))

    assert unicodedata.is_normalized("NFC", text)
    assert "Hội nghị ở Rạch Giá, Ngã Bảy, Vĩnh Lợi" in text


def test_same_data_gives_the_same_bytes_in_another_process(sample: Document, pdf: bytes) -> None:
    assert typeset(sample) == pdf


def test_characters_special_to_the_compiler_print_verbatim(document: Document) -> None:
    name = 'HTX <b>#let $x$ *a* _c_ @d \\n [e] {f} ~ "g" //h `i`'
    document["narrative"]["difficulties"] = [name, "- = + / dấu đầu dòng"]
    document["provinces"][0]["name"] = "#Tỉnh*"
    document["document"]["signature"]["name"] = "Trần $ <Dũng>"

    text = words(typeset(document))

    assert name in text
    assert "- - = + / dấu đầu dòng" in text
    assert "#Tỉnh*" in text
    assert "Trần $ <Dũng>" in text
