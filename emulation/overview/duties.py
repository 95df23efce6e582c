"""What is owed in the contest: the same duties as the figures', for the page of tasks and the reminders.

A part of the year is owed from its first day until it is done; once its last day is over, as overdue for
`LATE_FOR` more days, in which who runs the year may extend it. What need not be done at all, as an answer or
a dossier, is never overdue.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.awards.models import Dossier
from emulation.cross_checks.models import Check, CheckScore
from emulation.movements.models import Activity, Movement, Registration
from emulation.overview.duty_year import DutyYear, Kind
from emulation.pledges.models import Signing
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.votes.models import Poll, Seat
from emulation.year.models import Deadline, EmulationYear
from figures.duties.duties import Duty
from provinces.accounts.models import Officer

Part = Deadline.Part
LATE_FOR = dt.timedelta(days=30)


def contest_duties(today: dt.date) -> list[Duty]:
    """Everything that is owed in the contests on that day, by whomever.

    One query where no part of a contest has its days, else a few for each that has.
    """
    near = Deadline.objects.filter(opens_on__lte=today, due_on__gte=today - LATE_FOR)
    parts: dict[EmulationYear, dict[str, Deadline]] = defaultdict(dict)
    for deadline in near.select_related("year__cluster"):
        parts[deadline.year][deadline.part] = deadline
    return [duty for year, deadlines in parts.items() for duty in _duties(DutyYear(year, today), deadlines)]


def _duties(of: DutyYear, deadlines: dict[str, Deadline]) -> Iterator[Duty]:
    """The duties of each part whose days have come, in the order of the year."""
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
            yield from duties(of, deadline)


def _pledges(of: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    """To send it, for all of the province; to sign it once that is open, for its leader."""
    if not of.contest_year.pledged_indicators.exists():
        return
    due, year = deadline.due_on, of.contest_year.year
    signing = Signing.objects.filter(year=of.contest_year).first()
    pledges = {pledge.province_id: pledge for pledge in of.contest_year.pledges.all()}
    for province in of.members:
        pledge = pledges.get(province.pk)
        if pledge is None or pledge.is_draft:
            what = _("Đăng ký và gửi giao ước thi đua năm %d") % year
            said = of.said(what, due, "pledge", province.slug, remarks=of.closed(deadline))
            yield of.own(Kind.PLEDGE, province, due, said)
        elif signing is not None and signing.is_open and not pledge.is_signed:
            said = of.said(_("Ký giao ước thi đua năm %d") % year, due, "pledge", province.slug)
            yield of.own(Kind.PLEDGE, province, due, said, Officer.Role.LEADER)


def _movements(of: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    """To do something this month in each movement that was joined: silence begins once the month is over."""
    if of.today > deadline.due_on:
        return
    first = of.today.replace(day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    until = min(after - dt.timedelta(days=1), deadline.due_on)
    done = Activity.objects.filter(
        movement=OuterRef("movement"), province=OuterRef("province"), held_on__gte=first, held_on__lt=after
    )
    joined = Registration.objects.filter(
        ~Exists(done),
        movement__year=of.contest_year,
        movement__state=Movement.State.LAUNCHED,
        movement__launched_on__lte=of.today,
        movement__begins_on__lte=of.today,
        movement__ends_on__gte=of.today,
    )
    idle: dict[int, list[str]] = defaultdict(list)
    for key, name in joined.order_by("movement").values_list("province", "movement__name"):
        idle[key].append(name)
    what = _("Ghi hoạt động phong trào tháng %(month)d năm %(year)d") % {
        "month": of.today.month,
        "year": of.today.year,
    }
    for province in of.members:
        if names := idle.get(province.pk):
            remarks = [_("Chưa có hoạt động trong tháng: %s.") % "; ".join(names)]
            said = of.said(what, until, "movements", remarks=remarks)
            yield of.own(Kind.MOVEMENT, province, until, said)


def _self_scores(of: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    if not of.contest_year.rules_are_locked or of.contest_year.scores_are_settled:
        return
    sent = {sheet.province_id for sheet in of.contest_year.score_sheets.all() if sheet.is_sent}
    what = _("Tự chấm điểm thi đua năm %d") % of.contest_year.year
    for province in of.members:
        if province.pk not in sent:
            said = of.said(what, deadline.due_on, "score-sheet", province.slug, remarks=of.closed(deadline))
            yield of.own(Kind.SELF_SCORE, province, deadline.due_on, said)


def _checks(of: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    """To check, once there is a self-score to be checked; before that, to say who checks whom."""
    if of.contest_year.scores_are_settled:
        return
    sent = ScoreSheet.objects.filter(
        year=of.contest_year, province=OuterRef("checked"), state=ScoreSheet.State.SENT
    )
    ring = Check.objects.filter(year=of.contest_year).select_related("checker", "checked")
    checks = list(ring.annotate(can_begin=Exists(sent)))
    due = deadline.due_on
    if all(check.state == Check.State.PLANNED for check in checks):
        what = _("Phân công và công bố chấm chéo năm %d") % of.contest_year.year
        yield of.duty(Kind.ASSIGN, due, of.said(what, due, "checks"))
        return
    for check in checks:
        if check.can_begin and not check.is_sent:
            what = _("Chấm chéo %(checked)s, thi đua năm %(year)d") % {
                "checked": check.checked,
                "year": of.contest_year.year,
            }
            said = of.said(what, due, "check", check.checked.slug, remarks=of.closed(deadline))
            yield of.own(Kind.CROSS_CHECK, check.checker, due, said)


def _answers(of: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    """To answer, for whose points were given otherwise, once they may read that; nobody has to."""
    if of.contest_year.scores_are_settled or of.today > deadline.due_on:
        return
    waiting = Check.objects.filter(year=of.contest_year).exclude(state=Check.State.SENT)
    blind = set(waiting.values_list("checker", flat=True))  # who owes a check reads none
    claimed = SelfScore.objects.filter(sheet__year=of.contest_year)
    own = {
        (key, criterion): p
        for key, criterion, p in claimed.values_list("sheet__province", "criterion", "points")
    }
    given = CheckScore.objects.filter(
        check_of__year=of.contest_year, check_of__state=Check.State.SENT, points__isnull=False, answer=""
    )
    differing: dict[int, int] = defaultdict(int)
    for key, criterion, points in given.values_list("check_of__checked", "criterion", "points"):
        differing[key] += points != own.get((key, criterion))
    what = _("Nêu ý kiến về điểm chấm chéo năm %d") % of.contest_year.year
    for province in of.members:
        left = differing[province.pk]
        if not left or province.pk in blind:
            continue
        remark = ngettext(
            "%d tiêu chí được chấm khác điểm tự chấm. Không có ý kiến thì bỏ qua.",
            "%d tiêu chí được chấm khác điểm tự chấm. Không có ý kiến thì bỏ qua.",
            left,
        )
        said = of.said(what, deadline.due_on, "check", province.slug, remarks=[remark % left])
        yield of.own(Kind.ANSWER, province, deadline.due_on, said)


def _council(of: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    if of.contest_year.rules_are_locked and not of.contest_year.scores_are_settled:
        said = of.said(
            _("Họp xét và chốt điểm thi đua năm %d") % of.contest_year.year, deadline.due_on, "results"
        )
        yield of.duty(Kind.COUNCIL, deadline.due_on, said)


def _votes(of: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    """To vote, for each who has a seat; to hold the vote and to close it, for who runs the year."""
    due, year, is_over = deadline.due_on, of.contest_year.year, of.today > deadline.due_on
    polls = list(Poll.objects.filter(year=of.contest_year))
    opened = {poll.pk: poll for poll in polls if poll.is_open}
    if not polls:
        yield of.duty(Kind.POLL, due, of.said(_("Tổ chức bỏ phiếu năm %d") % year, due, "vote-list"))
    elif opened and is_over:
        said = of.said(_("Đóng bỏ phiếu và kiểm phiếu năm %d") % year, due, "vote-list")
        yield of.duty(Kind.POLL, due, said)
    if is_over:
        return
    # One duty for each voter, though several votes be open: of a kind a day has one reminder.
    left: dict[int, list[Poll]] = defaultdict(list)
    for officer, poll in Seat.objects.filter(poll__in=opened, has_voted=False).values_list("officer", "poll"):
        left[officer].append(opened[poll])
    for officer, own in left.items():
        page: list[str | int] = ["vote", own[0].pk] if len(own) == 1 else ["vote-list"]
        remarks = [f"{poll.label}." for poll in own]
        said = of.said(_("Bỏ phiếu thi đua năm %d") % year, due, str(page[0]), *page[1:], remarks=remarks)
        yield of.duty(Kind.VOTE, due, said, owed_by=frozenset([officer]))


def _dossiers(of: DutyYear, deadline: Deadline) -> Iterator[Duty]:
    """To send what was drafted or came back, or to begin, which nobody has to; to decide on what was sent."""
    due, year, is_over = deadline.due_on, of.contest_year.year, of.today > deadline.due_on
    states: dict[int, list[str]] = defaultdict(list)
    for key, state in (
        Dossier.objects.filter(year=of.contest_year).order_by().values_list("province", "state")
    ):
        states[key].append(state)
    for province in of.members:
        known = states[province.pk]
        unsent = sum(state in Dossier.EDITABLE for state in known)
        if unsent:
            remark = ngettext("Còn %d hồ sơ chưa gửi.", "Còn %d hồ sơ chưa gửi.", unsent) % unsent
        elif not known and not is_over:
            remark = _("Chưa có hồ sơ nào. Không đề nghị ai thì bỏ qua.")
        else:
            continue
        what = _("Lập và gửi hồ sơ khen thưởng năm %d") % year
        said = of.said(what, due, "dossier-list", remarks=[remark, *of.closed(deadline)])
        yield of.own(Kind.DOSSIER, province, due, said)
    if sent := sum(state == Dossier.State.SENT for known in states.values() for state in known):
        remark = ngettext("%d hồ sơ đang chờ.", "%d hồ sơ đang chờ.", sent) % sent
        said = of.said(_("Xem xét hồ sơ khen thưởng năm %d") % year, due, "dossier-list", remarks=[remark])
        yield of.duty(Kind.DECIDE, due, said)
