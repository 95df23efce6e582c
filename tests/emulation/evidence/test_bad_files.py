"""Harmful files at every page that takes evidence.

Sent as raw requests: a test client would tidy the name before it is sent.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from emulation.evidence.models import Evidence
from emulation.movements.models import Activity
from emulation.self_scores.models import SelfScore
from emulation.year.models import Deadline, EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.emulation.evidence.evidence_files import PDF, office
from tests.emulation.evidence.test_file_kinds import BAD
from tests.emulation.factories import make_criterion
from tests.emulation.movements.movement_rows import make_launched

YEAR = "/emulation/2023/"
NO_KNOWN_KIND = "Nội dung tệp không phải"
# (name as sent, content, text on the page)
CASES: dict[str, tuple[bytes, bytes, str]] = {
    case: (b"ke-hoach.pdf", *BAD[case]) for case in ("empty", "exe", "elf", "svg", "bomb", "picture bomb")
} | {
    "svg in its own name": (b"anh.svg", BAD["svg"][0], NO_KNOWN_KIND),
    "program before a document": (b"bao-cao.docx", b"MZ\x90\x00" + office(), NO_KNOWN_KIND),
    "large program": (
        b"ke-hoach.pdf",
        b"MZ" + bytes(3 << 20),
        NO_KNOWN_KIND,
    ),  # so large that Django spools it to disk
    "folders above": (b"../../etc/ke-hoach.pdf", PDF, "gạch chéo"),
    "folders above, of Windows": (b"..\\\\..\\\\ke-hoach.pdf", PDF, "gạch chéo"),
    "folders above, in disguise": (b"..&#47;ke-hoach.pdf", PDF, "gạch chéo"),
    "nothing but a folder": (b"..", PDF, "không hợp lệ"),
    "NUL": (b"ke-hoach.pdf\0.exe", PDF, "không hợp lệ"),
    "written backwards": ("ke-\u202efdp.exe".encode(), PDF, "không hợp lệ"),
    "endless ending": (b"a." + b"x" * 700, PDF + bytes(3 << 20) + b"%%EOF", "quá dài"),
}


def post_file(client: Client, url: str, field: str, name: bytes, data: bytes, **fields: str) -> str:
    line = b"--limit\r\nContent-Disposition: form-data; name="
    parts = [line + f'"{other}"\r\n\r\n{value}\r\n'.encode() for other, value in fields.items()]
    head = line + f'"{field}"; filename="'.encode() + name + b'"\r\nContent-Type: application/pdf\r\n\r\n'
    body = b"".join([*parts, head, data, b"\r\n--limit--\r\n"])
    response = client.post(url, body, content_type="multipart/form-data; boundary=limit", follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def store_page(contest: EmulationYear) -> tuple[str, str, dict[str, str]]:
    """The URL, the name of its file field, and the other fields."""
    return f"{YEAR}evidence/", "file", {"title": "Kế hoạch"}


@pytest.fixture
def activity_page(
    contest: EmulationYear, officer_hg: Officer, hau_giang: Province
) -> tuple[str, str, dict[str, str]]:
    contest.deadlines.filter(part=Deadline.Part.MOVEMENTS).update(due_on=dt.date(2999, 1, 1))
    movement = make_launched(contest, officer_hg, hau_giang)
    fields = {"held_on": "5/3/2023", "what": "Tập huấn"}
    return f"{YEAR}movements/{movement.pk}/activities/add/", "new_files", fields


@pytest.fixture
def score_page(contest: EmulationYear) -> tuple[str, str, dict[str, str]]:
    today = timezone.localdate()
    contest.deadlines.filter(part=Deadline.Part.SELF_SCORE).update(opens_on=today, due_on=today)
    contest.rules_locked_at = timezone.now()
    contest.save()
    criterion = make_criterion(contest)
    return f"{YEAR}scores/hau-giang/{criterion.pk}/", "uploads", {"points": "1", "reason": "Sáu tin bài."}


@pytest.mark.parametrize("page_fixture", ["store_page", "activity_page", "score_page"])
@pytest.mark.parametrize("case", CASES)
def test_harmful_file_is_refused_on_every_page(
    case, page_fixture, request, evidence_folder, client_for: Callable[[Officer], Client], officer_hg
):
    url, field, fields = request.getfixturevalue(page_fixture)
    name, data, error = CASES[case]
    content = post_file(client_for(officer_hg), url, field, name, data, **fields)
    assert error in content
    assert not [path for path in evidence_folder.rglob("*") if path.is_file()]
    assert not Evidence.objects.exists()
    assert not Activity.objects.exists()
    assert not SelfScore.objects.exists()


@pytest.mark.parametrize("page_fixture", ["store_page", "activity_page", "score_page"])
def test_vietnamese_file_name_is_accepted_on_every_page(page_fixture, request, client_for, officer_hg):
    url, field, fields = request.getfixturevalue(page_fixture)
    post_file(client_for(officer_hg), url, field, "Kế hoạch số 12 (bản ký).pdf".encode(), PDF, **fields)
    assert Evidence.objects.get().name == "Kế hoạch số 12 (bản ký).pdf"
