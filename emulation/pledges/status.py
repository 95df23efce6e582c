"""The state of each province's pledge, as far as the reader may know it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Pledge
from emulation.pledges.permissions import reads_pledge
from emulation.pledges.progress import targets_of_year
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from web.state_marks import StateMark

State = Pledge.State


@dataclass(frozen=True)
class StatusRow:
    """A province's pledge; `state` tells no more than the reader may know."""

    province: Province
    pledge: Pledge | None
    state: StateMark
    filled_count: int | None
    indicator_count: int
    is_added_up: bool = False  # from the pledges of the provinces of which it was made


def state_mark(pledge: Pledge | None) -> StateMark:
    if pledge is None or pledge.pk is None:
        return StateMark("draft", "none", _("Chưa nhập"))
    match pledge.state:
        case State.SENT:
            return StateMark("submitted", "submitted", _("Đã gửi"), _("chờ ký"))
        case State.SIGNED:
            return StateMark("accepted", "accepted", _("Đã ký"))
    return StateMark("draft", "draft", _("Đang soạn"))


def added_up_mark(*, is_whole: bool) -> StateMark:
    """Of a province whose pledge is what those of which it was made had signed; whole with every target."""
    origin = _("gộp từ các tỉnh hợp nhất")
    if is_whole:
        return StateMark("accepted", "accepted", _("Đã ký"), origin)
    return StateMark("draft", "draft", _("Chưa đủ số"), origin)


def added_up_marks(contest_year: EmulationYear) -> dict[int, StateMark]:
    """By the keys of the provinces that merged provinces made within the year."""
    merged = contest_year.merged_members
    successors = dict(merged.values_list("successor_id", "successor__slug"))
    if not successors:
        return {}
    targets, asked = targets_of_year(contest_year), pledged_indicators(contest_year)
    return {
        pk: added_up_mark(is_whole=bool(asked) and all((slug, each.code) in targets for each in asked))
        for pk, slug in successors.items()
    }


def status_rows(contest_year: EmulationYear, officer: Officer) -> list[StatusRow]:
    indicator_count = contest_year.pledged_indicators.count()
    # A draft keeps targets of indicators that were removed from the selection, so they are not counted.
    is_pledged = Q(targets__indicator__in=contest_year.pledged_indicators.values("indicator"))
    pledges = {
        pledge.province_id: pledge
        for pledge in contest_year.pledges.annotate(
            filled_count=Count("targets", filter=is_pledged)
        ).select_related("province", "year")
    }
    rows = []
    added_up, signatories = added_up_marks(contest_year), list(contest_year.signatories)
    successors = (
        [province for province in contest_year.members if province.pk in added_up] if added_up else []
    )
    for province in [*signatories, *(one for one in successors if one not in signatories)]:
        pledge = pledges.get(province.pk)
        if pledge is None and province in successors:
            mark = added_up[province.pk]
            rows.append(StatusRow(province, None, mark, None, indicator_count, is_added_up=True))
            continue
        if not reads_pledge(officer, pledge or Pledge(year=contest_year, province=province)):
            state = StateMark("draft", "none", _("Chưa ký") if officer.province_id else _("Chưa gửi"))
            rows.append(StatusRow(province, None, state, None, indicator_count))
        else:
            filled_count = getattr(pledge, "filled_count", 0)
            rows.append(StatusRow(province, pledge, state_mark(pledge), filled_count, indicator_count))
    return rows


def not_sent(contest_year: EmulationYear) -> list[Province]:
    """The signatories whose pledge is missing or a draft."""
    sent = Pledge.objects.sent().filter(year=contest_year)
    return list(contest_year.signatories.exclude(pk__in=sent.values("province")))


def not_signed(contest_year: EmulationYear) -> list[Province]:
    signed = Pledge.objects.signed().filter(year=contest_year)
    return list(contest_year.signatories.exclude(pk__in=signed.values("province")))


def province_names(provinces: Sequence[Province]) -> str:
    return ", ".join(map(str, provinces))
