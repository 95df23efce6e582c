"""Bad files at every page that takes evidence: refused with a sentence, and nothing of them is kept.

Sent as bytes of a request: a client that behaves would tidy the name before it is sent.
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
NOTHING_BUT = "Nội dung tệp không phải"
# the name as it is sent, the file, what the page says
CASES: dict[str, tuple[bytes, bytes, str]] = {
    case: (b"ke-hoach.pdf", *BAD[case]) for case in ("empty", "exe", "elf", "svg", "bomb", "picture bomb")
} | {
    "svg in its own name": (b"anh.svg", BAD["svg"][0], NOTHING_BUT),
    "program before a document": (b"bao-cao.docx", b"MZ\x90\x00" + office(), NOTHING_BUT),
    "large program": (b"ke-hoach.pdf", b"MZ" + bytes(3 << 20), NOTHING_BUT),  # lies on the disk meanwhile
    "folders above": (b"../../etc/ke-hoach.pdf", PDF, "gạch chéo"),
    "folders above, of Windows": (b"..\\\\..\\\\ke-hoach.pdf", PDF, "gạch chéo"),
    "folders above, in disguise": (b"..&#47;ke-hoach.pdf", PDF, "gạch chéo"),
    "nothing but a folder": (b"..", PDF, "không đọc được"),
    "NUL": (b"ke-hoach.pdf\0.exe", PDF, "không đọc được"),
    "written backwards": ("ke-\u202efdp.exe".encode(), PDF, "không đọc được"),
    "endless ending": (b"a." + b"x" * 700, PDF + bytes(3 << 20) + b"%%EOF", "quá dài"),
}


def send(client: Client, page: str, box: str, name: bytes, data: bytes, **fields: str) -> str:
    """Posts the form with that file; what the page answers."""
    line = b"--limit\r\nContent-Disposition: form-data; name="
    parts = [line + f'"{field}"\r\n\r\n{value}\r\n'.encode() for field, value in fields.items()]
    head = line + f'"{box}"; filename="'.encode() + name + b'"\r\nContent-Type: application/pdf\r\n\r\n'
    body = b"".join([*parts, head, data, b"\r\n--limit--\r\n"])
    answer = client.post(page, body, content_type="multipart/form-data; boundary=limit", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def put_by(contest: EmulationYear) -> tuple[str, str, dict[str, str]]:
    """The province's store: the page, its box for files, its other fields."""
    return f"{YEAR}evidence/", "file", {"title": "Kế hoạch"}


@pytest.fixture
def recorded(
    contest: EmulationYear, officer_hg: Officer, hau_giang: Province
) -> tuple[str, str, dict[str, str]]:
    """What was done in a movement."""
    contest.deadlines.filter(part=Deadline.Part.MOVEMENTS).update(due_on=dt.date(2999, 1, 1))
    movement = make_launched(contest, officer_hg, hau_giang)
    fields = {"held_on": "5/3/2023", "what": "Tập huấn"}
    return f"{YEAR}movements/{movement.pk}/activities/add/", "new_files", fields


@pytest.fixture
def claimed(contest: EmulationYear) -> tuple[str, str, dict[str, str]]:
    """A criterion that the province scores itself by."""
    today = timezone.localdate()
    contest.deadlines.filter(part=Deadline.Part.SELF_SCORE).update(opens_on=today, due_on=today)
    contest.rules_locked_at = timezone.now()
    contest.save()
    criterion = make_criterion(contest)
    return f"{YEAR}scores/hau-giang/{criterion.pk}/", "uploads", {"points": "1", "reason": "Sáu tin bài."}


@pytest.mark.parametrize("place", ["put_by", "recorded", "claimed"])
@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_refused_with_a_sentence_wherever_it_is_sent(
    case, place, request, evidence_folder, client_for: Callable[[Officer], Client], officer_hg
):
    page, box, fields = request.getfixturevalue(place)
    name, data, said = CASES[case]
    shown = send(client_for(officer_hg), page, box, name, data, **fields)
    assert said in shown
    assert not [path for path in evidence_folder.rglob("*") if path.is_file()]
    assert not Evidence.objects.exists()
    assert not Activity.objects.exists()
    assert not SelfScore.objects.exists()


@pytest.mark.parametrize("place", ["put_by", "recorded", "claimed"])
def test_a_good_file_with_a_name_of_here_is_taken_by_all_of_them(place, request, client_for, officer_hg):
    page, box, fields = request.getfixturevalue(place)
    send(client_for(officer_hg), page, box, "Kế hoạch số 12 (bản ký).pdf".encode(), PDF, **fields)
    assert Evidence.objects.get().name == "Kế hoạch số 12 (bản ký).pdf"
