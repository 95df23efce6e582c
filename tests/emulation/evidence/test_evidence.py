import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from emulation.evidence import services, storage
from emulation.evidence.models import Evidence
from emulation.year.events import Event
from tests.emulation.evidence.evidence_files import PDF, make_evidence, office, png, upload
from tests.emulation.factories import make_criterion, make_sent_dossier, make_sheet
from tests.emulation.movements.movement_rows import make_activity, make_launched
from web.uploads import FileRefusedError

URL = "/emulation/2023/evidence/"


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def opens(client: Client, evidence: Evidence) -> bool:
    response = client.get(f"{URL}{evidence.pk}/")
    if response.streaming:
        list(response)  # reading a file to its end closes it
    assert response.status_code in (200, 404)
    return response.status_code == 200


def test_file_is_stored_under_a_random_name_and_served_as_its_detected_kind(
    contest, evidence_folder, client_for, officer_hg
):
    client = client_for(officer_hg)
    response = client.post(URL, {"file": upload(name="setup.exe"), "title": "Kế hoạch số 12"}, follow=True)
    assert "Đã có trong kho minh chứng: Kế hoạch số 12." in response.content.decode()
    evidence = Evidence.objects.get()
    (path,) = stored_files(evidence_folder)
    assert path.name == evidence.stored
    assert path.stat().st_mode & 0o777 == 0o600
    file = client.get(f"{URL}{evidence.pk}/")
    assert b"".join(file) == PDF
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == 'inline; filename="setup.exe.pdf"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file["Content-Security-Policy"]
    assert "no-store" in file["Cache-Control"]
    assert Event.objects.get().action == "evidence.add"


def test_office_file_is_downloaded(contest, client_for, officer_hg, hau_giang):
    data = office()
    evidence = services.add_evidence(
        contest_year=contest, province=hau_giang, file=upload(data, "Báo cáo.docx"), by=officer_hg
    )
    file = client_for(officer_hg).get(f"{URL}{evidence.pk}/")
    assert b"".join(file) == data
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''B%C3%A1o")


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.pdf", "Tệp rỗng"),
        (b"MZ\x90", "a.pdf", "Nội dung tệp không phải"),
        (PDF, "a" * 250, "quá dài"),
    ],
)
def test_refused_file_leaves_nothing_and_the_page_says_why(
    data, name, error, contest, evidence_folder, client_for, officer_hg
):
    response = client_for(officer_hg).post(URL, {"file": upload(data, name), "title": "Kế hoạch"})
    assert response.status_code == 200
    page = response.content.decode()
    assert error in page
    assert 'value="Kế hoạch"' in page
    assert not stored_files(evidence_folder)


def test_limits_of_a_file_and_of_a_year(
    contest, evidence_folder, settings, client_for, officer_hg, hau_giang
):
    settings.EVIDENCE_FILE_MB = 1
    client = client_for(officer_hg)
    large = client.post(URL, {"file": upload(PDF + bytes(1 << 20) + b"%%EOF")})
    assert "mỗi tệp không quá 1 MB" in large.content.decode()
    settings.EVIDENCE_TOTAL_MB = 1
    make_evidence(contest, hau_giang, officer_hg, size=(1 << 20) - 10)
    page = client.post(URL, {"file": upload()}).content.decode()
    assert "đã đầy (nhiều nhất 1 MB)" in page
    assert not stored_files(evidence_folder)


def test_same_file_twice_is_stored_once(contest, evidence_folder, client_for, officer_hg, leader_hg):
    for officer in (officer_hg, leader_hg):
        assert client_for(officer).post(URL, {"file": upload()}).status_code == 302
    assert Evidence.objects.count() == 1
    assert len(stored_files(evidence_folder)) == 1


def test_refused_row_leaves_no_file(contest, evidence_folder, hau_giang, officer_hg):
    with pytest.raises(ValidationError):
        services.add_evidence(
            contest_year=contest, province=hau_giang, file=upload(), title="x" * 201, by=officer_hg
        )
    assert not stored_files(evidence_folder)


def test_file_of_removed_evidence_stays_for_a_day(
    contest, evidence_folder, client_for, officer_hg, hau_giang
):
    """A backup may be copying the files of a database that still names it."""
    evidence = services.add_evidence(contest_year=contest, province=hau_giang, file=upload(), by=officer_hg)
    (path,) = stored_files(evidence_folder)
    os.utime(path, (0, 0))
    client = client_for(officer_hg)
    assert "không lấy lại được" in client.get(f"{URL}{evidence.pk}/remove/").content.decode()
    assert client.post(f"{URL}{evidence.pk}/remove/").status_code == 302
    assert not Evidence.objects.exists()
    assert client.get(f"{URL}{evidence.pk}/").status_code == 404
    assert client.post(f"{URL}{evidence.pk}/remove/").status_code == 404
    call_command("clear_evidence", verbosity=0)
    assert stored_files(evidence_folder) == [path]
    os.utime(path, (0, 0))
    call_command("clear_evidence", verbosity=0)
    assert not stored_files(evidence_folder)


def test_used_evidence_is_not_removed(contest, monkeypatch, client_for, officer_hg, hau_giang):
    evidence = make_evidence(contest, hau_giang, officer_hg)
    monkeypatch.setattr(services, "is_used", lambda evidence: True)
    response = client_for(officer_hg).post(f"{URL}{evidence.pk}/remove/")
    assert response.status_code == 409
    assert "đang được dùng" in response.content.decode()
    assert Evidence.objects.exists()


def test_missing_file_is_not_found(contest, client_for, officer_hg, hau_giang):
    evidence = make_evidence(contest, hau_giang, officer_hg)
    assert client_for(officer_hg).get(f"{URL}{evidence.pk}/").status_code == 404


def test_unknown_numbers_are_404(contest, client_for, officer_hg):
    client = client_for(officer_hg)
    for pk in ("0", "7", "9" * 40):
        assert client.get(f"{URL}{pk}/").status_code == 404


def test_list_takes_few_queries(
    contest, client_for, officer_hg, secretary, hau_giang, can_tho, officer_ct, django_assert_max_num_queries
):
    activity = make_activity(
        make_launched(contest, officer_ct, can_tho), can_tho, officer_ct, dt.date(2023, 3, 1)
    )
    for number in range(20):
        make_evidence(contest, hau_giang, officer_hg, f"{number}.pdf")
        activity.evidence.add(make_evidence(contest, can_tho, officer_ct, f"ct-{number}.pdf"))
    officer_client, secretary_client = client_for(officer_hg), client_for(secretary)
    with django_assert_max_num_queries(23):
        page = officer_client.get(URL).content.decode()
    assert "19.pdf" in page
    assert "ct-19.pdf" not in page
    with django_assert_max_num_queries(32):
        assert "ct-19.pdf" in secretary_client.get(URL).content.decode()


def test_command_clears_orphaned_files(contest, evidence_folder, hau_giang, officer_hg):
    evidence = services.add_evidence(contest_year=contest, province=hau_giang, file=upload(), by=officer_hg)
    fresh, old = storage.save(png()), storage.save(png())
    for name in (evidence.stored, old):
        os.utime(evidence_folder / name[:2] / name, (0, 0))
    call_command("clear_evidence", verbosity=0)
    assert {path.name for path in stored_files(evidence_folder)} == {evidence.stored, fresh}


@pytest.mark.postgresql
@pytest.mark.parametrize("values", [{"size": 0}, {"kind": "exe"}, {"sha256": "first"}])
def test_database_refuses_nonsense(values, contest, hau_giang, officer_hg):
    make_evidence(contest, hau_giang, officer_hg, sha256="first", stored="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_evidence(contest, hau_giang, officer_hg, "b.pdf", **values)


def test_name_with_a_path_is_refused(contest, evidence_folder, hau_giang, officer_hg):
    file = upload()
    file._name = "../../x.pdf"
    with pytest.raises(FileRefusedError, match="gạch chéo"):
        services.add_evidence(contest_year=contest, province=hau_giang, file=file, by=officer_hg)
    assert not stored_files(evidence_folder)


@pytest.mark.parametrize(
    ("state", "readers"),
    [("draft", ""), ("returned", ""), ("sent", "secretary head"), ("sent, head's is not", "secretary")],
)
def test_file_behind_a_self_score_is_open_to_the_readers_of_its_page(
    state, readers, contest, evidence_folder, client_for, officer_hg, hau_giang, officer_ct, secretary, head
):
    sender = officer_hg if state.startswith("sent") else None
    reason = {"state": "returned", "return_reason": "Thiếu."} if state == "returned" else {}
    sheet = make_sheet(contest, hau_giang, sent_by=sender, **reason)
    if state != "sent, head's is not":
        make_sheet(contest, head.province, sent_by=head)
    score = sheet.scores.create(criterion=make_criterion(contest), changed_by=officer_hg)
    evidence = make_evidence(contest, hau_giang, officer_hg, "ra-soat.pdf", stored=storage.save(PDF))
    score.evidence.add(evidence)
    for officer in (officer_hg, officer_ct, secretary, head):
        client = client_for(officer)
        reads = officer == officer_hg or officer.username in {
            "kien-giang-lead" if name == "head" else name for name in readers.split()
        }
        assert client.get("/emulation/2023/scores/hau-giang/").status_code == (200 if reads else 404)
        assert opens(client, evidence) == reads
        assert ("ra-soat.pdf" in client.get(URL).content.decode()) == reads
        csv = client.get(f"{URL}?_export=csv")
        assert ("ra-soat.pdf" in b"".join(csv).decode("utf-8-sig")) == reads


@pytest.mark.parametrize(
    ("state", "readers"),
    [("draft", ""), ("sent", "secretary head"), ("returned", "secretary"), ("proposed", "secretary head")],
)
def test_file_of_a_dossier_is_open_to_its_readers(
    state, readers, contest, client_for, officer_hg, hau_giang, secretary, head
):
    dossier = make_sent_dossier(contest, hau_giang)
    evidence = make_evidence(contest, hau_giang, officer_hg, "thanh-tich.pdf", stored=storage.save(PDF))
    dossier.evidence.add(evidence)
    type(dossier).objects.update(state=state)
    for name, officer in (("secretary", secretary), ("head", head)):
        client, reads = client_for(officer), name in readers.split()
        page = client.get(f"/emulation/2023/dossiers/{dossier.pk}/")
        assert page.status_code == (200 if reads else 404)
        assert opens(client, evidence) == reads


def test_file_that_is_attached_to_nothing_is_its_province_s_alone(
    contest, client_for, officer_hg, hau_giang, secretary, head
):
    evidence = make_evidence(contest, hau_giang, officer_hg, "chua-dung.pdf", stored=storage.save(PDF))
    for officer in (secretary, head):
        assert not opens(client_for(officer), evidence)
        assert "chua-dung.pdf" not in client_for(officer).get(URL).content.decode()


def test_list_dates_a_file_by_vietnam_s_day(contest, client_for, officer_hg, hau_giang):
    just_after_midnight = dt.datetime(2023, 6, 30, 17, 5, tzinfo=dt.UTC)
    make_evidence(contest, hau_giang, officer_hg, uploaded_at=just_after_midnight)
    client = client_for(officer_hg)
    assert "01/7/2023" in client.get(URL).content.decode()
    assert "2023-07-01 00:05:00" in b"".join(client.get(f"{URL}?_export=csv")).decode("utf-8-sig")
