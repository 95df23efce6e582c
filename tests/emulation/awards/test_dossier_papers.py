"""The papers of a commendation: their contents, who may print them, which law they name."""

import datetime as dt
import io
from decimal import Decimal

import pdfplumber
import pytest
from django.utils import translation
from docx import Document

from emulation.awards import services as awards_services
from emulation.awards.known_facts import known_facts
from emulation.awards.models import Dossier, DossierStep
from emulation.awards.title_models import Title
from emulation.council import services as council_services
from emulation.results.models import OpenInput
from emulation.votes import services as votes_services
from emulation.year.models import Deadline, EmulationYear
from provinces.accounts.models import Officer
from tests.emulation.awards.dossier_rows import award, make_certificate, make_dossier
from tests.emulation.factories import make_criterion, make_final, make_sheets, make_year
from tests.emulation.votes.polls import extend_vote_days, make_leaders, make_open_poll
from tests.factories import make_cooperative


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


@pytest.fixture
def alliance(contest, hau_giang, officer_hg, certificate) -> Dossier:
    name = hau_giang.alliance_name
    return make_dossier(contest, hau_giang, officer_hg, certificate, name=name, kind="alliance")


def url(dossier: Dossier, step: str = "") -> str:
    return f"/emulation/2023/dossiers/{dossier.pk}/{step}"


def text_of(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.parametrize("kind", ["submission", "nominees", "meeting"])
def test_papers_of_a_province_list_its_nominees(kind, dossier, officer_hg, officer_ct, client_for):
    address = f"/emulation/2023/dossiers/hau-giang/{kind}"
    client = client_for(officer_hg)
    answer = client.get(f"{address}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        assert "Nguyễn Văn An" in " ".join(page.extract_text() for page in pdf.pages)
    document = Document(io.BytesIO(client.get(f"{address}.docx").content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    titled = "Bằng khen" if kind == "meeting" else "Bằng khen (01 cá nhân)"
    assert {"Nguyễn Văn An", titled} <= set(cells)
    assert client_for(officer_ct).get(f"{address}.pdf").status_code == 404


def test_undated_letter_names_its_place_and_no_year(dossier, head, secretary, officer_hg, client_for):
    Dossier.objects.update(state="proposed")
    for reader, who, place in ((secretary, "cluster", "Kiên Giang"), (officer_hg, "hau-giang", "Hậu Giang")):
        text = text_of(client_for(reader).get(f"/emulation/2023/dossiers/{who}/submission.pdf"))
        assert f"{place}, ngày tháng năm TỜ TRÌNH" in text
        text = text_of(client_for(reader).get(f"/emulation/2023/dossiers/{who}/nominees.pdf"))
        assert "ngày …… tháng …… năm …… của" in text


def test_report_prints_markup_as_text(dossier, officer_hg, client_for):
    Dossier.objects.update(achievements="#let x = 1\n= Tiêu đề *giả*")
    answer = client_for(officer_hg).get(url(dossier, "report.pdf"))
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        text = pdf.pages[0].extract_text()
    assert "#let x = 1" in text
    assert "= Tiêu đề *giả*" in text
    assert "Căn cứ Luật Thi đua, khen thưởng." in text


def settle(contest_year: EmulationYear, points: dict[str, str], provinces, by: Officer) -> None:
    criterion = make_criterion(contest_year)
    contest_year.rules_locked_at = dt.datetime(contest_year.year, 1, 5, tzinfo=dt.UTC)
    contest_year.save()
    for slug, province in provinces.items():
        make_final(criterion, province, by, points.get(slug, "1"))
    make_sheets(contest_year, by)
    council_services.settle_scores(contest_year=contest_year, by=by)


def test_rank_is_shown_once_the_scores_are_settled(
    alliance, contest, cluster, provinces, secretary, officer_hg, client_for
):
    client = client_for(officer_hg)
    page = client.get(url(alliance)).content.decode()
    assert "Điểm thi đua của năm chưa chốt" in page
    assert "Xếp hạng thi đua năm" not in page
    settle(make_year(cluster, 2022), {"hau-giang": "3", "ca-mau": "4", "an-giang": "5"}, provinces, secretary)
    settle(contest, {"hau-giang": "8.5", "ca-mau": "9"}, provinces, secretary)
    page = client.get(url(alliance)).content.decode()
    assert "Điểm thi đua của năm chưa chốt" not in page
    for text in (page, text_of(client.get(url(alliance, "report.pdf")))):
        assert "Xếp hạng thi đua năm 2023" in text
        assert "8,50" in text
    assert [fact.value for fact in known_facts(Dossier.objects.get(pk=alliance.pk))][:2] == [
        "Hạng 2, ổn định (7 đơn vị; 8,50 điểm)",
        "Hạng 3, ổn định (7 đơn vị; 3,00 điểm)",
    ]


def test_rank_of_a_provisional_result_is_called_so(
    alliance, contest, provinces, secretary, officer_hg, client_for
):
    settle(contest, {"hau-giang": "8.5"}, provinces, secretary)
    EmulationYear.objects.update(allows_provisional=True, provisional_reason="Kịp hội nghị tổng kết.")
    OpenInput.objects.create(year=contest, province=provinces["ca-mau"], half=2, kind="missing")
    rank = known_facts(Dossier.objects.get(pk=alliance.pk))[0]
    assert rank.value.startswith("Tạm xếp hạng 1")
    note = "Kết quả tạm thời. 6 tháng cuối năm 2023: Cà Mau chưa có số được chấp nhận."
    assert rank.source == f"{note} Lý do chốt tạm thời: Kịp hội nghị tổng kết"
    client = client_for(officer_hg)
    assert note in client.get(url(alliance)).content.decode()
    document = Document(io.BytesIO(client.get(url(alliance, "report.docx")).content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(cell.startswith(note) for cell in cells)


def test_report_of_a_cooperative_shows_its_row_of_the_register(
    contest, hau_giang, officer_hg, certificate, client_for
):
    coop = make_cooperative(hau_giang, officer_hg, "HTX Mùa Vàng", founded_on=dt.date(2015, 2, 3), members=41)
    coop.registration_number, coop.working_capital = "600123", Decimal("4640.5")
    coop.save()
    values = {"kind": "cooperative", "cooperative": coop}
    dossier = make_dossier(contest, hau_giang, officer_hg, certificate, coop.name, **values)
    text = text_of(client_for(officer_hg).get(url(dossier, "report.pdf")))
    assert "LIÊN MINH HTX TỈNH HẬU GIANG CỘNG HÒA" in text, "the body above the cooperative"
    assert "HTX MÙA VÀNG Độc lập" in text
    for fact in ("Mã số đăng ký 600123", "Ngày thành lập 03/02/2015", "Vốn hoạt động 4.640,5 triệu đồng"):
        assert fact in text
    assert "ĐẠI DIỆN ĐƠN VỊ" in text
    assert "Nơi nhận" not in text


def test_report_of_a_person_lists_earlier_awards(
    dossier, cluster, hau_giang, officer_hg, leader_hg, secretary, certificate, client_for
):
    client = client_for(officer_hg)
    assert "chưa ghi nhận" not in text_of(client.get(url(dossier, "report.pdf"))), (
        "left to be filled in by hand"
    )
    year_before = make_year(cluster, 2022)
    Deadline.objects.filter(part="dossiers").update(due_on=dt.date(2999, 12, 31))
    award(make_dossier(year_before, hau_giang, officer_hg, certificate), leader_hg, secretary)
    data = {
        "title": certificate.pk,
        "kind": "person",
        "name": dossier.name,
        "achievements": "A.",
        "seen": "0",
    }
    data["other_awards"] = "2019: Giấy khen, Quyết định số 5/QĐ-LMHTX."
    assert client.post(url(dossier, "edit/"), data).status_code == 302
    page = client.get(url(dossier)).content.decode()
    assert "Bằng khen (2022); 2019: Giấy khen" in page
    text = text_of(client.get(url(dossier, "report.pdf")))
    assert "2022 Bằng khen 12/QĐ-LMHTXVN ngày 05/02/2024" in text
    assert "- 2019: Giấy khen, Quyết định số 5/QĐ-LMHTX." in text
    assert "I. SƠ LƯỢC LÝ LỊCH - Họ và tên: Nguyễn Văn An." in text
    assert "xem xét, khen thưởng./." in text
    assert text.endswith("NGƯỜI BÁO CÁO Nguyễn Văn An")


def test_report_is_vietnamese_for_an_english_reader(alliance, contest, officer_hg, client_for, settings):
    client = client_for(officer_hg)
    Title.objects.update(name_en="Certificate of merit")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        text = text_of(client.get(url(alliance, "report.pdf")))
    assert "đề nghị tặng Bằng khen năm 2023" in text
    assert "Certificate" not in text


def test_papers_name_the_law_of_their_day(dossier, leader_hg, secretary, certificate, officer_hg, client_for):
    certificate.former.create(until=dt.date(2023, 12, 31), legal_basis="Luật cũ", form_number="Mẫu cũ")
    certificate.former.create(until=dt.date(2024, 6, 30), legal_basis="Luật giữa")
    certificate.form_number = "Mẫu 02"
    certificate.save()
    report = url(dossier, "report.pdf")
    client = client_for(officer_hg)
    assert "(Mẫu 02) Căn cứ Luật Thi đua, khen thưởng." in text_of(client.get(report)), "of a draft: today's"
    awards_services.take_step(dossier=dossier, action="send", by=leader_hg)
    DossierStep.objects.filter(action="send").update(at=dt.datetime(2023, 12, 31, 3, tzinfo=dt.UTC))
    assert "(Mẫu cũ) Căn cứ Luật cũ." in text_of(client.get(report)), "once sent: that day's"
    assert "Căn cứ Luật cũ;" in text_of(client.get("/emulation/2023/dossiers/hau-giang/submission.pdf"))
    awards_services.take_step(dossier=dossier, action="propose", by=secretary)
    decision = {"number": "12/QĐ-LMHTXVN", "decided_on": dt.date(2024, 2, 5)}
    awards_services.take_step(dossier=dossier, action="award", by=secretary, **decision)
    assert "Căn cứ Luật giữa." in text_of(client.get(report)), "once decided: that of the decision"


def test_title_that_is_not_valid_in_the_year_is_no_choice(
    dossier, contest, certificate, officer_hg, client_for
):
    client = client_for(officer_hg)
    later = Title.objects.create(name="Huy hiệu", valid_from=dt.date(2024, 1, 1))
    choices = client.get("/emulation/2023/dossiers/add/").context["form"].fields["title"].queryset
    assert set(choices) == {certificate}
    Dossier.objects.update(title=later)
    assert set(client.get(url(dossier, "edit/")).context["form"].fields["title"].queryset) == {
        certificate,
        later,
    }
    assert "Danh hiệu không áp dụng trong năm này" in client.get(url(dossier)).content.decode()


def test_nominee_list_is_ordered_by_title(dossier, contest, hau_giang, officer_hg, certificate, client_for):
    flag = Title.objects.create(name="Cờ thi đua", position=10)
    flag.kinds.create(kind="alliance")
    make_dossier(contest, hau_giang, officer_hg, flag, name=hau_giang.alliance_name, kind="alliance")
    client = client_for(officer_hg)
    text = text_of(client.get("/emulation/2023/dossiers/hau-giang/nominees.pdf"))
    assert "(Kèm theo Tờ trình số ……/TTr-LMHTX ngày …… tháng …… năm" in text
    assert "Cờ thi đua (01 tập thể) 1 Liên minh HTX tỉnh Hậu Giang Bằng khen (01 cá nhân) 2 Nguyễn" in text
    assert "Danh sách có 01 tập thể, 01 cá nhân./." in text
    letter = text_of(client.get("/emulation/2023/dossiers/hau-giang/submission.pdf"))
    assert "- Cờ thi đua: 01 tập thể; - Bằng khen: 01 cá nhân." in letter


def test_cluster_letter_names_the_votes_for_its_nominees(
    alliance, dossier, contest, provinces, leader_hg, secretary, officer_hg, client_for
):
    client = client_for(secretary)
    address = "/emulation/2023/dossiers/cluster/"
    for sent in (alliance, dossier):
        awards_services.take_step(dossier=sent, action="send", by=leader_hg)
    assert client.get(f"{address}submission.pdf").status_code == 404, "nothing is proposed yet"
    assert "dossiers/cluster" not in client.get("/emulation/2023/dossiers/").content.decode()
    awards_services.take_step(dossier=alliance, action="propose", by=secretary)
    extend_vote_days(contest)
    poll = make_open_poll(contest, secretary, list(provinces.values()), make_leaders(provinces))
    for seat in poll.seats.all():
        votes_services.cast_ballot(poll=poll, chosen=[5], by=seat.officer)
    votes_services.close_poll(poll=poll, by=secretary)
    assert "dossiers/cluster/submission.pdf" in client.get("/emulation/2023/dossiers/").content.decode()
    text = text_of(client.get(f"{address}submission.pdf"))
    assert "Kính gửi: Liên minh HTX Việt Nam" in text
    assert "Căn cứ Biên bản kiểm phiếu ngày" in text
    assert "Liên minh HTX tỉnh Hậu Giang: 07/07 phiếu (Đề nghị tặng Cờ thi đua)." in text
    assert "TM. CỤM THI ĐUA" in text
    assert "CỤM TRƯỞNG" in text
    assert "Nguyễn Văn An" not in text, "sent, but not proposed"
    document = Document(io.BytesIO(client.get(f"{address}nominees.docx").content))
    assert "Bằng khen (01 tập thể)" in {c.text for t in document.tables for row in t.rows for c in row.cells}
    assert client.get(f"{address}meeting.pdf").status_code == 404
    assert client_for(officer_hg).get(f"{address}submission.pdf").status_code == 403


def test_checklist_counts_what_is_missing_and_links_the_papers(dossier, officer_hg, client_for):
    Dossier.objects.update(achievements="")
    text = " ".join(client_for(officer_hg).get(url(dossier)).content.decode().split())
    assert "Còn thiếu, không đúng quy định: 1 mục." in text
    assert "Cần xem lại: 4 mục." in text  # evidence, figures, form number, earlier awards
    for kind in ("submission", "nominees", "meeting"):
        assert f"dossiers/hau-giang/{kind}.docx" in text
