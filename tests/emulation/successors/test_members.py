"""Who takes part in the year of a merger, and under which name."""

import datetime as dt

import pytest

from emulation.council import services as council
from emulation.pledges.models import Pledge
from emulation.self_scores.models import ScoreSheet
from emulation.votes import services as votes
from emulation.votes.models import Poll
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from emulation.year.permissions import takes_part
from provinces.clusters.models import Province
from provinces.mergers import services as mergers
from tests.emulation.successors.merger_year import (
    DAY,
    MERGED,
    SIGNED,
    fresh,
    get,
    merge_all,
    self_score,
    slugs,
)
from tests.emulation.votes.polls import make_open_poll
from tests.provinces.clusters.mergers import merge_seven

pytestmark = pytest.mark.postgresql


def test_the_three_take_the_place_of_the_seven_on_the_day_of_the_merger(signed, secretary, leaders):
    assert len(signed.members) == 7
    merge_all(secretary)
    assert set(slugs(signed.members)) == set(MERGED)
    assert set(slugs(signed.signatories)) == set(SIGNED)
    assert set(slugs(signed.all_members)) == set(SIGNED) | set(MERGED)
    moved = fresh(leaders["kien-giang"])
    assert takes_part(moved, signed).slug == "an-giang-2025"


def test_dates_alone_change_nobody(signed, cluster):
    merge_seven(cluster)
    assert set(slugs(signed.members)) == set(SIGNED)


def test_a_merger_recorded_after_the_scores_were_settled_leaves_the_result(signed, secretary):
    EmulationYear.objects.update(scores_settled_at="2025-12-30T12:00Z")
    Event.objects.create(year=signed, action="council.settle", by=secretary, at="2025-12-30T12:00Z")
    merge_all(secretary)
    settled = EmulationYear.objects.get(year=2025)
    assert set(slugs(settled.members)) == set(SIGNED)
    council.reopen_scores(
        contest_year=settled, reason="Sửa.", seen=council.settling(settled).version, by=secretary
    )
    assert set(slugs(EmulationYear.objects.get(year=2025).members)) == set(SIGNED)


def test_earlier_years_keep_their_members(signed, cluster, secretary):
    before = EmulationYear.objects.create(cluster=cluster, year=2024)
    merge_all(secretary)
    assert set(slugs(before.members)) == set(SIGNED)


def test_moved_officers_have_the_title_of_their_time_in_the_log(signed, secretary, leaders, client_for):
    Event.objects.filter(action="year.open").delete()
    Event.objects.create(
        year=signed, action="pledge.sign", by=leaders["kien-giang"], at="2025-02-01T02:00Z",
        province=leaders["kien-giang"].province,
    )  # fmt: skip
    merge_all(secretary)
    log = get(client_for, fresh(leaders["kien-giang"]), "/emulation/2025/log/")
    assert "Lãnh đạo Liên minh HTX tỉnh, Kiên Giang" in log
    assert "Kiên Giang (đến 30/6/2025)" in log


def test_a_merger_after_the_year_leaves_its_parts_to_the_successor(signed, secretary, leaders, judged):
    mergers.merge(
        parts=Province.objects.filter(slug__in=("an-giang", "kien-giang")),
        successor=Province(slug="x", name="X", code="91", established_on=dt.date(2026, 2, 1)),
        decision="Nghị quyết",
        by=secretary,
    )
    assert len(signed.members) == 7
    leader = fresh(leaders["kien-giang"])
    for slug in ("an-giang", "kien-giang"):
        self_score(signed, Province.objects.get(slug=slug), judged, "8", leader)
    assert ScoreSheet.objects.sent().count() == 2


def test_a_vote_held_before_the_merger_shows_the_provinces_of_its_day(
    signed, secretary, provinces, leaders, client_for
):
    voters = [leaders[slug] for slug in ("kien-giang", "ca-mau", "can-tho")]
    poll = make_open_poll(signed, secretary, list(provinces.values()), voters)
    votes.close_poll(poll=poll, by=secretary)
    Poll.objects.update(opened_at="2025-03-01T02:00Z", closed_at="2025-03-01T03:00Z")
    merge_all(secretary)
    page = get(client_for, secretary, f"/emulation/2025/votes/{poll.pk}/")
    assert f"{leaders['kien-giang']}, Kiên Giang" in page


def test_the_preview_says_what_becomes_of_the_contest(signed, cluster, secretary, provinces, leaders):
    EmulationYear.objects.create(cluster=cluster, year=2024, scores_settled_at="2025-01-20T02:00Z")
    later = EmulationYear.objects.create(cluster=cluster, year=2026)
    Pledge.objects.create(year=later, province=provinces["an-giang"])
    effect = mergers.preview(
        parts=Province.objects.filter(slug__in=("an-giang", "kien-giang")),
        successor=Province(slug="x", name="X", code="91", established_on=DAY),
        decision="Nghị quyết",
        by=secretary,
    )
    first, second = (part.records for part in effect.parts)
    assert first.history == (
        "Thi đua các năm 2024",
        (
            "Thi đua năm 2025: giao ước đã ký được gộp cho tỉnh mới; từ ngày hợp nhất tỉnh mới tự chấm, "
            "chấm chéo, xếp hạng và khen thưởng như một đơn vị"
        ),
        "Giao ước, minh chứng, phong trào và hồ sơ năm 2025: giữ dưới tên cũ, tỉnh mới xem được",
    )
    assert first.dropped == (
        "Thi đua năm 2026: phần đã soạn không còn sử dụng, tỉnh mới đăng ký và thực hiện",
    )
    assert second.dropped == ()
