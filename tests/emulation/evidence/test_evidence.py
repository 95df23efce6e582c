"""Evidence: taking files in, serving them to those allowed alone, removing them."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from emulation.evidence import services, storage
from emulation.evidence import services as service
from emulation.evidence.models import Evidence
from emulation.year.events import Event
from tests.emulation.evidence.evidence_files import PDF, make_evidence, office, png, upload
from web.uploads import FileRefusedError

pytestmark = pytest.mark.postgresql

URL = "/emulation/2023/evidence/"


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_name_of_ours_and_served_as_what_it_is(
    contest, evidence_folder, client_for, officer_hg
):
    client = client_for(officer_hg)
    answer = client.post(URL, {"file": upload(name="setup.exe"), "title": "Kế hoạch số 12"}, follow=True)
    assert "Đã có trong kho minh chứng: Kế hoạch số 12." in answer.content.decode()
    evidence = Evidence.objects.get()
    (path,) = stored(evidence_folder)
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


def test_office_files_are_saved_and_not_shown(contest, client_for, officer_hg, hau_giang):
    data = office()
    evidence = services.add_evidence(
        contest_year=contest, province=hau_giang, file=upload(data, "Báo cáo.docx"), by=officer_hg
    )
    file = client_for(officer_hg).get(f"{URL}{evidence.pk}/")
    assert b"".join(file) == data
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''B%C3%A1o")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.pdf", "Tệp rỗng"),
        (b"MZ\x90", "a.pdf", "Nội dung tệp không phải"),
        (PDF, "a" * 250, "quá dài"),
    ],
)
def test_a_refused_file_leaves_nothing_and_says_why(
    data, name, said, contest, evidence_folder, client_for, officer_hg
):
    answer = client_for(officer_hg).post(URL, {"file": upload(data, name), "title": "Kế hoạch"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert 'value="Kế hoạch"' in page
    assert not stored(evidence_folder)


def test_the_limits_of_a_file_and_of_a_year_are_kept_and_said(
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
    assert not stored(evidence_folder)


def test_the_same_file_twice_is_one(contest, evidence_folder, client_for, officer_hg, leader_hg):
    for officer in (officer_hg, leader_hg):
        assert client_for(officer).post(URL, {"file": upload()}).status_code == 302
    assert Evidence.objects.count() == 1
    assert len(stored(evidence_folder)) == 1


def test_a_row_that_cannot_be_written_leaves_no_file(contest, evidence_folder, hau_giang, officer_hg):
    with pytest.raises(ValidationError):
        services.add_evidence(
            contest_year=contest, province=hau_giang, file=upload(), title="x" * 201, by=officer_hg
        )
    assert not stored(evidence_folder)


@pytest.mark.django_db(transaction=True)
def test_removing_takes_the_file_with_it(contest, evidence_folder, client_for, officer_hg, hau_giang):
    evidence = services.add_evidence(contest_year=contest, province=hau_giang, file=upload(), by=officer_hg)
    client = client_for(officer_hg)
    assert "không lấy lại được" in client.get(f"{URL}{evidence.pk}/remove/").content.decode()
    assert client.post(f"{URL}{evidence.pk}/remove/").status_code == 302
    assert not Evidence.objects.exists()
    assert not stored(evidence_folder)
    assert client.post(f"{URL}{evidence.pk}/remove/").status_code == 404


def test_what_is_used_is_not_removed(contest, monkeypatch, client_for, officer_hg, hau_giang):
    evidence = make_evidence(contest, hau_giang, officer_hg)
    monkeypatch.setattr(service, "is_used", lambda evidence: True)
    answer = client_for(officer_hg).post(f"{URL}{evidence.pk}/remove/")
    assert answer.status_code == 409
    assert "đang được dùng" in answer.content.decode()
    assert Evidence.objects.exists()


def test_a_file_that_is_gone_from_its_folder_is_not_found(contest, client_for, officer_hg, hau_giang):
    evidence = make_evidence(contest, hau_giang, officer_hg)
    assert client_for(officer_hg).get(f"{URL}{evidence.pk}/").status_code == 404


def test_numbers_that_no_file_has_are_404(contest, client_for, officer_hg):
    client = client_for(officer_hg)
    for pk in ("0", "7", "9" * 40):
        assert client.get(f"{URL}{pk}/").status_code == 404


def test_files_are_listed_with_few_queries(
    contest, client_for, officer_hg, secretary, hau_giang, can_tho, officer_ct, django_assert_max_num_queries
):
    for number in range(20):
        make_evidence(contest, hau_giang, officer_hg, f"{number}.pdf")
        make_evidence(contest, can_tho, officer_ct, f"ct-{number}.pdf")
    own, all_of_them = client_for(officer_hg), client_for(secretary)
    with django_assert_max_num_queries(12):
        page = own.get(URL).content.decode()
    assert "19.pdf" in page
    assert "ct-19.pdf" not in page
    with django_assert_max_num_queries(12):
        assert "ct-19.pdf" in all_of_them.get(URL).content.decode()


def test_what_a_crash_left_behind_is_cleared_away(contest, evidence_folder, hau_giang, officer_hg):
    kept = services.add_evidence(contest_year=contest, province=hau_giang, file=upload(), by=officer_hg)
    fresh, old = storage.keep(png()), storage.keep(png())
    for name in (kept.stored, old):
        os.utime(evidence_folder / name[:2] / name, (0, 0))
    call_command("clear_evidence", verbosity=0)
    assert {path.name for path in stored(evidence_folder)} == {kept.stored, fresh}


@pytest.mark.parametrize("wrong", [{"size": 0}, {"kind": "exe"}, {"sha256": "first"}])
def test_the_database_refuses_nonsense(wrong, contest, hau_giang, officer_hg):
    make_evidence(contest, hau_giang, officer_hg, sha256="first", stored="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_evidence(contest, hau_giang, officer_hg, "b.pdf", **wrong)


def test_a_name_with_a_path_never_comes_near_the_folder(contest, evidence_folder, hau_giang, officer_hg):
    file = upload()
    file._name = "../../x.pdf"
    with pytest.raises(FileRefusedError, match="gạch chéo"):
        services.add_evidence(contest_year=contest, province=hau_giang, file=file, by=officer_hg)
    assert not stored(evidence_folder)
