"""Where the pledge of each province stands, as far as the officer may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from emulation.pledges.models import Pledge
from emulation.pledges.permissions import reads_pledge
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from web.state_marks import StateMark

State = Pledge.State


@dataclass(frozen=True)
class StatusRow:
    """A province's line; of what the officer may not read it says only that nothing was sent."""

    province: Province
    pledge: Pledge | None
    word: StateMark
    filled: int | None
    asked: int


def state_mark(pledge: Pledge | None) -> StateMark:
    """The state as the page shows it."""
    if pledge is None or pledge.pk is None:
        return StateMark("draft", "none", _("Chưa nhập"))
    match pledge.state:
        case State.SENT:
            return StateMark("submitted", "submitted", _("Đã gửi"), _("chờ ký"))
        case State.SIGNED:
            return StateMark("accepted", "accepted", _("Đã ký"))
    return StateMark("draft", "draft", _("Đang soạn"))


def status_rows(contest_year: EmulationYear, officer: Officer) -> list[StatusRow]:
    """A row for each member of that year, in the cluster's order."""
    asked = contest_year.pledged_indicators.count()
    # A draft keeps the target of an indicator that was taken out of the selection meanwhile.
    asked_for = Q(targets__indicator__in=contest_year.pledged_indicators.values("indicator"))
    pledges = {
        pledge.province_id: pledge
        for pledge in contest_year.pledges.annotate(filled=Count("targets", filter=asked_for)).select_related(
            "province", "year"
        )
    }
    rows = []
    for province in contest_year.members:
        pledge = pledges.get(province.pk)
        if not reads_pledge(officer, pledge or Pledge(year=contest_year, province=province)):
            word = StateMark("draft", "none", _("Chưa ký") if officer.province_id else _("Chưa gửi"))
            rows.append(StatusRow(province, None, word, None, asked))
        else:
            filled = getattr(pledge, "filled", 0)
            rows.append(StatusRow(province, pledge, state_mark(pledge), filled, asked))
    return rows


def not_sent(contest_year: EmulationYear) -> list[Province]:
    """The members whose pledge is still theirs alone, in the cluster's order."""
    sent = Pledge.objects.sent().filter(year=contest_year)
    return list(contest_year.members.exclude(pk__in=sent.values("province")))


def not_signed(contest_year: EmulationYear) -> list[Province]:
    """The members that have not signed, in the cluster's order."""
    signed = Pledge.objects.signed().filter(year=contest_year)
    return list(contest_year.members.exclude(pk__in=signed.values("province")))


def names(provinces: Sequence[Province]) -> str:
    """`An Giang, Hậu Giang`."""
    return ", ".join(map(str, provinces))
