"""What the system knows beside a judged box, the same for scorer, checker and council."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.criteria.measured import measured_values
from emulation.criteria.models import Criterion
from emulation.criteria.tree import read_tree
from emulation.scoring.formula import reached
from emulation.scoring.points import compute
from emulation.scoring.rule import ScoringRule
from emulation.year.models import EmulationYear
from figures.submissions.models import Step, Submission
from figures.submissions.punctuality import LATE_DAYS, late_days
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, open_checking
from tests.emulation.factories import make_criterion
from tests.emulation.movements.movement_rows import make_movement
from tests.figures.factories import make_catalogue, make_period, make_reported

pytestmark = pytest.mark.postgresql

Kind, Facts = Criterion.Kind, Criterion.Facts
LATE = "6 tháng đầu năm 2023: gửi ngày 13/7/2023, chậm 3 ngày (hạn 10/7/2023); trả lại 1 lần."


def noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@pytest.fixture
def sent_late(cluster, hau_giang, officer_hg, secretary) -> Submission:
    """Hậu Giang's first half, due on July 10th and sent on the 13th; it was returned once."""
    make_catalogue()
    due = dt.date(2023, 7, 10)
    period = make_period(cluster, "2023-H1", opens_on=due, due_on=due, closes_on=due, corrections_until=due)
    submission = make_reported(period, hau_giang, officer_hg, {})
    Submission.objects.update(first_submitted_at=noon(dt.date(2023, 7, 13)))
    Step.objects.create(
        submission=submission,
        action="return",
        by=secretary,
        from_state="submitted",
        to_state="returned",
        reason="Xem lại.",
    )
    return submission


@pytest.fixture
def judged(contest, provinces, sent_late) -> Criterion:
    open_checking(contest)
    EmulationYear.objects.update(rules_locked_at=timezone.now())
    return make_criterion(contest, "Chế độ báo cáo", facts=Facts.REPORTS)


def test_scorer_checker_and_council_see_the_same_facts(
    contest, judged, hau_giang, officer_hg, leader_ct, secretary, client_for
):
    make_claimed(contest, hau_giang, officer_hg, {judged: "10"})
    checks = {check.checked.slug: check for check in make_checks(contest)}
    assert checks["hau-giang"].checker == leader_ct.province
    for officer, page in (
        (officer_hg, "scores/hau-giang/"),
        (leader_ct, "checks/hau-giang/"),
        (secretary, "results/hau-giang/"),
        (secretary, "results/hau-giang/finals/"),
    ):
        text = client_for(officer).get(f"/emulation/2023/{page}").content.decode()
        assert LATE in text, page


def test_scorer_sees_the_facts_beside_the_box(contest, judged, hau_giang, officer_hg, client_for):
    contest.deadlines.filter(part="self_score").update(due_on="2999-12-31")
    page = client_for(officer_hg).get(f"/emulation/2023/scores/hau-giang/{judged.pk}/").content.decode()
    assert LATE in page


def test_movements_without_resources_and_registered_ones_are_facts(
    contest, judged, hau_giang, officer_hg, leader_hg, client_for
):
    contest.deadlines.filter(part="self_score").update(due_on="2999-12-31")
    beside = make_criterion(contest, "Phong trào", facts=Facts.MOVEMENTS)
    make_movement(
        contest,
        leader_hg,
        hau_giang,
        name="Hội phí",
        resources="",
        reward_money=None,
        unfunded_reason="Phân bổ sau.",
        state="launched",
        launched_on="2023-03-06",
    )
    page = client_for(officer_hg).get(f"/emulation/2023/scores/hau-giang/{beside.pk}/").content.decode()
    assert "Đã phát động 01 phong trào." in page
    assert "“Hội phí”: chưa nêu nguồn lực và tiền thưởng." in page
    assert "“Hội phí”: không có hoạt động trong 10 tháng liên tiếp." in page
    assert "Chưa đăng ký tham gia phong trào nào; chưa ghi hoạt động nào." in page


def timely(contest, each: str = "1") -> Criterion:
    return make_criterion(
        contest, "Gửi đúng hạn", kind=Kind.TIMELY, maximum=Decimal(5), points_each=Decimal(each)
    )


def points_of(contest, criterion, province):
    values = measured_values(read_tree(contest), contest.cluster, 2023, list(contest.members))
    return compute(ScoringRule.of(criterion), province.slug, values, {})


@pytest.mark.parametrize(("each", "points"), [("1", 2), ("0.5", Decimal("3.5")), ("2", 0)])
def test_days_of_delay_are_scored_from_the_systems_own_record(
    each, points, contest, provinces, sent_late, hau_giang
):
    criterion = timely(contest, each)
    scored = points_of(contest, criterion, hau_giang)
    assert scored.value == points
    assert scored.is_provisional  # the second half is still to come
    assert reached(criterion, scored) == "chậm 3 ngày"


def test_both_half_years_in_time_have_all_points(contest, cluster, sent_late, hau_giang, officer_hg):
    Submission.objects.update(first_submitted_at=noon(dt.date(2023, 7, 10)))
    due = dt.date(2024, 1, 10)
    period = make_period(cluster, "2023-H2", opens_on=due, due_on=due, closes_on=due, corrections_until=due)
    make_reported(period, hau_giang, officer_hg, {})
    Submission.objects.filter(period=period).update(first_submitted_at=noon(due))
    scored = points_of(contest, timely(contest), hau_giang)
    assert (scored.value, scored.is_provisional) == (5, False)


def test_half_year_that_is_not_sent_is_missing_and_late_by_today(cluster, sent_late, hau_giang, can_tho):
    today = dt.date(2023, 7, 14)
    values = late_days(cluster, 2023, [hau_giang, can_tho], today=today)
    assert values["hau-giang", LATE_DAYS].value == 3
    unsent = values["can-tho", LATE_DAYS]
    assert (unsent.value, unsent.missing) == (4, (1, 2))
    before_the_day = late_days(cluster, 2023, [can_tho], today=dt.date(2023, 7, 1))["can-tho", LATE_DAYS]
    assert before_the_day.value is None  # nothing can be said yet


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "timely", "points_each": None},
        {"kind": "counted", "facts": "reports"},
        {"facts": "weather"},
    ],
)
def test_criterion_that_makes_no_sense_is_refused_by_the_database(values, contest):
    criterion = make_criterion(contest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(pk=criterion.pk).update(**values)
