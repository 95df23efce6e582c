"""The year's log: every step that may be read by all, and nothing else."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.utils import timezone

from emulation.awards.models import DossierStep
from emulation.council.services import save_tie_rule
from emulation.criteria.services import save_criterion
from emulation.results.models import OpenInput
from emulation.year.events import Event
from emulation.year.log import UNLISTED, WORDS
from emulation.year.models import EmulationYear
from tests.conflicts import seen_on
from tests.emulation.factories import make_criterion

ROOT = Path(__file__).parents[3]
LOG = "/emulation/2023/log/"
# How a module that writes events names an action: as text, or as its beginning with the step put after it.
ACTION = re.compile(r'"([a-z_]+\.[a-z_]+)"')
ACTION_BEGUN = re.compile(r'f"([a-z_]+)\.\{')


def rows_of(client) -> list[dict[str, str]]:
    answer = client.get(f"{LOG}?_export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_action_of_a_service_is_in_the_log_or_kept_out_of_it():
    texts = [path.read_text() for path in (ROOT / "emulation").rglob("*.py")]
    writers = "\n".join(text for text in texts if "Event.objects.create(" in text)
    assert writers.count('action=f"') == 1
    assert ACTION_BEGUN.findall(writers) == ["dossier"]
    actions = set(ACTION.findall(writers)) | {f"dossier.{action}" for action in DossierStep.Action.values}
    assert len(actions) > 30
    assert actions <= WORDS.keys() | UNLISTED
    assert not WORDS.keys() & UNLISTED


def test_changed_dates_show_old_new_who_and_why(contest, client_for, secretary, officer_hg):
    client = client_for(secretary)
    form = client.get("/emulation/2023/dates/").context["form"]
    data = {field.html_name: field.value() for field in form} | {
        "vote.to": "20/01/2024",
        "reason": "Hội nghị dời sang tháng 01.",
    }
    data = {
        name: value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value
        for name, value in data.items()
    }
    assert client.post("/emulation/2023/dates/", data).status_code == 302
    (row,) = rows_of(client_for(officer_hg))
    assert (row["Việc"], row["Về"]) == ("Đổi thời hạn", "Bỏ phiếu")
    assert row["Trước"] == "từ 01/01/2023 đến hết 31/12/2023"
    assert row["Sau"] == "từ 01/01/2023 đến hết 20/01/2024"
    assert row["Lý do"] == "Hội nghị dời sang tháng 01."
    assert str(secretary) in row["Người làm"]


def test_changed_rules_are_in_the_log(contest, provinces, client_for, secretary, officer_hg):
    criterion = make_criterion(contest, "Tuyên truyền", maximum=100)
    criterion.maximum = 90
    save_criterion(criterion=criterion, seen=type(criterion).objects.get().version, by=secretary)
    save_tie_rule(contest_year=contest, steps=[("penalty", None)], allows_provisional=True, by=secretary)
    rows = {row["Việc"]: row for row in rows_of(client_for(officer_hg))}
    assert "tối đa 100 điểm" in rows["Sửa tiêu chí"]["Trước"]
    assert "tối đa 90 điểm" in rows["Sửa tiêu chí"]["Sau"]
    assert "điểm trừ ít hơn. Cho phép chốt tạm thời: có" in rows["Đổi quy định xếp hạng"]["Sau"]


def test_unlocking_shows_old_new_who_and_why(contest, client_for, secretary, officer_hg):
    EmulationYear.objects.update(rules_locked_at="2023-01-05T18:00:00Z")  # January 6th in Vietnam
    client, page = client_for(secretary), "/emulation/2023/rules/unlock/"
    reason = {"reason": "Thiếu một tiêu chí."} | seen_on(client, page)
    assert client.post(page, reason).status_code == 302
    (row,) = rows_of(client_for(officer_hg))
    assert row["Việc"] == "Mở khóa bảng điểm"
    assert (row["Trước"], row["Sau"]) == ("Bảng điểm khóa ngày 06/01/2023", "Bảng điểm chưa khóa")
    assert row["Lý do"] == "Thiếu một tiêu chí."
    assert str(secretary) in row["Người làm"]


@pytest.mark.parametrize("is_provisional", [False, True])
def test_reopening_shows_old_new_who_and_why(
    is_provisional, contest, hau_giang, client_for, secretary, officer_hg
):
    values = {"provisional_reason": "Kịp hội nghị.", "allows_provisional": True} if is_provisional else {}
    EmulationYear.objects.update(
        rules_locked_at=timezone.now(), scores_settled_at="2023-12-30T18:00:00Z", **values
    )
    if is_provisional:
        OpenInput.objects.create(year=contest, province=hau_giang, half=2, kind="missing")
    client, page = client_for(secretary), "/emulation/2023/results/reopen/"
    assert client.post(page, {"reason": "Cộng nhầm."} | seen_on(client, page)).status_code == 302
    (row,) = rows_of(client_for(officer_hg))
    assert (row["Việc"], row["Lý do"]) == ("Mở lại điểm", "Cộng nhầm.")
    assert row["Trước"].startswith("Điểm chốt ngày 31/12/2023")
    assert ("Kết quả tạm thời. 6 tháng cuối năm 2023: Hậu Giang" in row["Trước"]) == is_provisional
    assert row["Sau"] == "Điểm chưa chốt"
    assert str(secretary) in row["Người làm"]


@pytest.mark.parametrize("action", sorted(UNLISTED))
def test_unlisted_steps_are_read_by_nobody(action, contest, client_for, secretary):
    Event.objects.create(year=contest, action=action, subject="bí mật", by=secretary)
    assert "bí mật" not in client_for(secretary).get(LOG).content.decode()


def test_page_that_reopens_scores_leads_to_the_log(contest, provinces, secretary, client_for):
    contest.rules_locked_at = contest.scores_settled_at = "2023-12-30T00:00:00Z"
    contest.save()
    assert f'href="{LOG}"' in client_for(secretary).get("/emulation/2023/results/reopen/").content.decode()
    assert client_for(secretary).get(LOG).status_code == 200
