"""The duties of the contest, for the page of tasks and the reminders.

A part of the year is owed from its first day until it is done, and stays overdue for `LATE_FOR` after its
last day. What is optional, like an answer or a dossier, is never overdue.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.awards.models import Dossier
from emulation.cross_checks.models import Check, CheckScore
from emulation.cross_checks.services import why_broken
from emulation.movements.models import Activity, Movement, Registration
from emulation.overview.duty_year import ContestDutyKind, DutyYear
from emulation.pledges.models import Pledge, Signing, TargetChange
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.votes.models import Poll, Seat
from emulation.year.models import Deadline, EmulationYear
from figures.duties.duties import Duty
from provinces.accounts.models import Officer
from vietnamese.numbers import format_number

Part = Deadline.Part
# Officers who run the year may extend its days in this time; after that nothing can be done.
LATE_FOR = dt.timedelta(days=30)
ANSWER_WITHIN = dt.timedelta(days=10)  # a proposed change of a signed target; it waits as long as it takes


def contest_duties(today: dt.date) -> list[Duty]:
    """List every duty of the contests on that day. Outside a contest's days it takes two queries."""
    current = Deadline.objects.filter(opens_on__lte=today, due_on__gte=today - LATE_FOR)
    parts: dict[EmulationYear, dict[str, Deadline]] = defaultdict(dict)
    for deadline in current.select_related("year__cluster"):
        parts[deadline.year][deadline.part] = deadline
    return [
        duty
        for contest_year, deadlines in parts.items()
        for duty in _duties(DutyYear(contest_year, today), deadlines)
    ] + list(_target_changes(today))


def _target_changes(today: dt.date) -> Iterator[Duty]:
    """Of leaders whose signed targets the cluster proposes to change, at any time of the year."""
    waiting: dict[Pledge, list[TargetChange]] = defaultdict(list)
    changes = TargetChange.objects.waiting().select_related(
        "indicator", "pledge__province", "pledge__year__cluster"
    )
    for change in changes:
        waiting[change.pledge].append(change)
    years: dict[int, DutyYear] = {}
    for pledge, proposed in waiting.items():
        duty_year = years.setdefault(pledge.year_id, DutyYear(pledge.year, today))
        title = _("Trả lời đề nghị điều chỉnh giao ước năm %d") % pledge.year.year
        until = timezone.localdate(proposed[0].at) + ANSWER_WITHIN
        remarks = [
            _("%(label)s: %(old)s thành %(new)s.")
            % {
                "label": change.indicator.in_language("label"),
                "old": format_number(change.old),
                "new": format_number(change.new),
            }
            for change in proposed
        ]
        yield duty_year.province_duty(
            pledge.province,
            ContestDutyKind.CHANGE,
            until,
            title,
            ("pledge", pledge.province.slug),
            remarks,
            roles=[Officer.Role.LEADER],
        )


def _duties(duty_year: DutyYear, deadlines: dict[str, Deadline]) -> Iterator[Duty]:
    for part, duties in {
        Part.PLEDGE: _pledges,
        Part.MOVEMENTS: _movements,
        Part.SELF_SCORE: _self_scores,
        Part.CROSS_CHECK: _checks,
        Part.ANSWERS: _answers,
        Part.COUNCIL: _council,
        Part.VOTE: _votes,
        Part.DOSSIERS: _dossiers,
    }.items():
        if deadline := deadlines.get(part):
            yield from duties(duty_year, deadline)


def _pledges(duty_year: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    contest_year, due = duty_year.contest_year, deadline.due_on
    if not contest_year.pledged_indicators.exists():
        return
    signing = Signing.objects.filter(year=contest_year).first()
    pledges = {pledge.province_id: pledge for pledge in contest_year.pledges.all()}
    succeeded = set(contest_year.merged_members.values_list("successor", flat=True))
    for province in duty_year.members:
        if province.pk in succeeded:
            continue  # what its parts signed counts for it
        pledge, page = pledges.get(province.pk), ("pledge", province.slug)
        if pledge is None or pledge.is_draft:
            title = _("Đăng ký và gửi giao ước thi đua năm %d") % contest_year.year
            remarks = duty_year.overdue_remarks(deadline)
            yield duty_year.province_duty(province, ContestDutyKind.PLEDGE, due, title, page, remarks)
        elif signing is not None and signing.is_open and not pledge.is_signed:
            title = _("Ký giao ước thi đua năm %d") % contest_year.year
            roles = [Officer.Role.LEADER]
            yield duty_year.province_duty(province, ContestDutyKind.PLEDGE, due, title, page, roles=roles)


def _movements(duty_year: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    """One activity a month for each movement joined: a whole month without one is a silent month."""
    today = duty_year.today
    if today > deadline.due_on:
        return
    first = today.replace(day=1)
    next_first = (first + dt.timedelta(days=31)).replace(day=1)
    until = min(next_first - dt.timedelta(days=1), deadline.due_on)
    done = Activity.objects.filter(
        movement=OuterRef("movement"),
        province=OuterRef("province"),
        held_on__gte=first,
        held_on__lt=next_first,
    )
    joined = Registration.objects.filter(
        ~Exists(done),
        movement__year=duty_year.contest_year,
        movement__state=Movement.State.LAUNCHED,
        movement__launched_on__lte=today,
        movement__begins_on__lte=today,
        movement__ends_on__gte=today,
    )
    idle: dict[int, list[str]] = defaultdict(list)
    for key, name in joined.order_by("movement").values_list("province", "movement__name"):
        idle[key].append(name)
    title = _("Ghi hoạt động phong trào tháng %(month)d năm %(year)d") % {
        "month": today.month,
        "year": today.year,
    }
    for province in duty_year.members:
        if names := idle.get(province.pk):
            remarks = [_("Chưa có hoạt động trong tháng: %s.") % "; ".join(names)]
            yield duty_year.province_duty(
                province, ContestDutyKind.MOVEMENT, until, title, ["movements"], remarks
            )


def _self_scores(duty_year: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    contest_year, due = duty_year.contest_year, deadline.due_on
    if not contest_year.rules_are_locked or contest_year.scores_are_settled:
        return
    sent = {sheet.province_id for sheet in contest_year.score_sheets.all() if sheet.is_sent}
    title = _("Tự chấm điểm thi đua năm %d") % contest_year.year
    remarks = duty_year.overdue_remarks(deadline)
    for province in duty_year.members:
        if province.pk not in sent:
            page = ("score-sheet", province.slug)
            yield duty_year.province_duty(province, ContestDutyKind.SELF_SCORE, due, title, page, remarks)


def _checks(duty_year: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    contest_year, due = duty_year.contest_year, deadline.due_on
    if contest_year.scores_are_settled:
        return
    broken = why_broken(contest_year)
    if broken or all(check.state == Check.State.PLANNED for check in duty_year.ring):
        title = _("Phân công và công bố chấm chéo năm %d") % contest_year.year
        yield duty_year.duty(ContestDutyKind.ASSIGN, due, title, ["checks"], [broken] if broken else [])
        return  # a new draw replaces all: nobody owes a check of the broken ring
    remarks = duty_year.overdue_remarks(deadline)
    sheets = ScoreSheet.objects.filter(year=contest_year, state=ScoreSheet.State.SENT)
    scored = set(sheets.values_list("province", flat=True))
    for check in duty_year.ring:
        if check.checked_id in scored and not check.is_sent:
            title = _("Chấm chéo %(checked)s, thi đua năm %(year)d") % {
                "checked": check.checked,
                "year": contest_year.year,
            }
            page = ("check", check.checked.slug)
            yield duty_year.province_duty(
                check.checker, ContestDutyKind.CROSS_CHECK, due, title, page, remarks
            )


def _answers(duty_year: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    """Of provinces that may read that they were given other points than they claimed."""
    contest_year, due = duty_year.contest_year, deadline.due_on
    if contest_year.scores_are_settled or duty_year.today > due:
        return
    # Provinces read no check before they have sent theirs.
    still_checking = {check.checker_id for check in duty_year.ring if not check.is_sent}
    self_scores = SelfScore.objects.filter(sheet__year=contest_year)
    claimed = {
        (key, criterion): points
        for key, criterion, points in self_scores.values_list("sheet__province", "criterion", "points")
    }
    unanswered = CheckScore.objects.filter(
        check_of__year=contest_year, check_of__state=Check.State.SENT, points__isnull=False, answer=""
    )
    differing: dict[int, int] = defaultdict(int)
    for key, criterion, points in unanswered.values_list("check_of__checked", "criterion", "points"):
        differing[key] += points != claimed.get((key, criterion))
    title = _("Nêu ý kiến về điểm chấm chéo năm %d") % contest_year.year
    for province in duty_year.members:
        count = differing[province.pk]
        if not count or province.pk in still_checking:
            continue
        remark = ngettext(
            "%d tiêu chí được chấm khác điểm tự chấm. Không có ý kiến thì bỏ qua.",
            "%d tiêu chí được chấm khác điểm tự chấm. Không có ý kiến thì bỏ qua.",
            count,
        )
        page = ("check", province.slug)
        yield duty_year.province_duty(
            province, ContestDutyKind.ANSWER, due, title, page, [remark % count], is_optional=True
        )


def _council(duty_year: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    contest_year = duty_year.contest_year
    if contest_year.rules_are_locked and not contest_year.scores_are_settled:
        title = _("Họp xét và chốt điểm thi đua năm %d") % contest_year.year
        yield duty_year.duty(ContestDutyKind.COUNCIL, deadline.due_on, title, ["results"])


def _votes(duty_year: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    due, year, is_over = deadline.due_on, duty_year.contest_year.year, duty_year.today > deadline.due_on
    polls = list(Poll.objects.filter(year=duty_year.contest_year))
    open_polls = {poll.pk: poll for poll in polls if poll.is_open}
    if not polls:
        yield duty_year.duty(ContestDutyKind.POLL, due, _("Tổ chức bỏ phiếu năm %d") % year, ["vote-list"])
    elif open_polls and is_over:
        title = _("Đóng bỏ phiếu và kiểm phiếu năm %d") % year
        yield duty_year.duty(ContestDutyKind.POLL, due, title, ["vote-list"])
    if is_over:
        return
    # One duty for each voter even if several votes are open: there is one reminder a day of a kind.
    unvoted: dict[int, list[Poll]] = defaultdict(list)
    seats = Seat.objects.filter(poll__in=open_polls, has_voted=False)
    for officer, poll in seats.values_list("officer", "poll"):
        unvoted[officer].append(open_polls[poll])
    for officer, own_polls in unvoted.items():
        page: list[str | int] = ["vote", own_polls[0].pk] if len(own_polls) == 1 else ["vote-list"]
        remarks = [f"{poll.label}." for poll in own_polls]
        title = _("Bỏ phiếu thi đua năm %d") % year
        yield duty_year.duty(ContestDutyKind.VOTE, due, title, page, remarks, owed_by=frozenset([officer]))


def _dossiers(duty_year: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    contest_year, due = duty_year.contest_year, deadline.due_on
    states: dict[int, list[str]] = defaultdict(list)
    dossiers = Dossier.objects.filter(year=contest_year).order_by()
    heirs = contest_year.heirs()
    for key, state in dossiers.values_list("province", "state"):
        states[heirs.get(key, key)].append(state)
    for province in duty_year.members:
        own_states = states[province.pk]
        unsent = sum(state in Dossier.EDITABLE for state in own_states)
        if unsent:
            remark = ngettext("Còn %d hồ sơ chưa gửi.", "Còn %d hồ sơ chưa gửi.", unsent) % unsent
        elif not own_states and duty_year.today <= due:
            remark = _("Chưa có hồ sơ nào. Không đề nghị ai thì bỏ qua.")
        else:
            continue
        title = _("Lập và gửi hồ sơ khen thưởng năm %d") % contest_year.year
        remarks = [remark, *duty_year.overdue_remarks(deadline)]
        yield duty_year.province_duty(
            province,
            ContestDutyKind.DOSSIER,
            due,
            title,
            ["dossier-list"],
            remarks,
            is_optional=not own_states,
        )
    if sent := sum(state == Dossier.State.SENT for own_states in states.values() for state in own_states):
        remark = ngettext("%d hồ sơ đang chờ.", "%d hồ sơ đang chờ.", sent) % sent
        title = _("Xem xét hồ sơ khen thưởng năm %d") % contest_year.year
        yield duty_year.duty(ContestDutyKind.DECIDE, due, title, ["dossier-list"], [remark])
