"""What a dossier has and lacks: what the system knows is filled in, what is missing is said."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.award_rules import earlier_awards, warnings
from emulation.models import Dossier, NomineeKind, Poll
from emulation.polls import result
from figures.models import Indicator
from figures.yearly import yearly_values
from provinces.numbers import format_number

# What stands behind an alliance's achievements: its own work and its cooperatives.
SHOWN = ("coop.total", "coop.new", "alliance.member_coops", "alliance.admitted", "alliance.classes")


@dataclass(frozen=True)
class Item:
    """A line of the checklist; `state` is accepted (there), question (to be looked at) or late (missing)."""

    state: str
    label: str
    text: str


@dataclass(frozen=True)
class Fact:
    """A figure that the system knows of the nominee, as text, and where it comes from."""

    label: str
    value: str
    source: str
    is_illustrative: bool


def checklist(dossier: Dossier) -> list[Item]:
    """The dossier's parts, each there or missing, then the earlier awards and what the rules say of them."""
    given = earlier_awards(dossier)
    facts = known_facts(dossier)
    title = dossier.title
    today = dt.date(dossier.year.year, 12, 31)
    valid = (title.valid_from is None or title.valid_from <= today) and (
        title.valid_until is None or title.valid_until >= today
    )
    found = [
        _there(bool(dossier.achievements), _("Thành tích"), _("Đã ghi"), _("Chưa ghi thành tích")),
        _there(
            dossier.evidence.exists(), _("Minh chứng"), _("Đã kèm"), _("Chưa kèm minh chứng"), bad="question"
        ),
        _there(
            bool(facts), _("Số liệu"), _("Lấy từ hệ thống"), _("Hệ thống chưa có số liệu"), bad="question"
        ),
        _there(bool(title.legal_basis), _("Căn cứ"), title.legal_basis, _("Danh hiệu chưa ghi căn cứ")),
        _there(
            bool(title.form_number),
            _("Mẫu số"),
            title.form_number,
            _("Danh hiệu chưa ghi mẫu số"),
            bad="question",
        ),
    ]
    if not valid:
        found.append(Item("late", _("Hiệu lực"), _("Danh hiệu không áp dụng trong năm này")))
    if dossier.kind in Dossier.REGISTERED and dossier.registered is None:
        found.append(Item("question", _("Danh sách"), _("Chưa chọn đơn vị trong danh sách của tỉnh")))
    if dossier.kind == NomineeKind.ALLIANCE:
        found.append(_vote(dossier))
    awards = "; ".join(f"{award.name} ({award.year})" for award in given)
    found.append(Item("accepted", _("Đã được tặng"), awards or _("Hệ thống chưa ghi nhận")))
    rules = list(title.rules.select_related("title", "earlier"))
    return found + [Item("late", _("Quy định"), text) for text in warnings(dossier, rules, given)]


def known_facts(dossier: Dossier) -> list[Fact]:
    """Of an alliance the year's accepted figures; of what is registered, what the register has."""
    row = dossier.registered
    if row is not None:
        known = [
            (_("Số thành viên"), row.members, ""),
            (_("Vốn điều lệ"), row.charter_capital, _(" triệu đồng")),
            (_("Vốn hoạt động"), row.working_capital, _(" triệu đồng")),
        ]
        return [
            _fact(label, format_number(value) + unit, _("danh sách của tỉnh"), made_up=row.is_illustrative)
            for label, value, unit in known
            if value is not None
        ]
    if dossier.kind != NomineeKind.ALLIANCE:
        return []
    indicators = list(Indicator.objects.filter(code__in=SHOWN).order_by("section__position", "position"))
    values = yearly_values(dossier.year.year, [dossier.province], indicators)
    found = []
    for indicator in indicators:
        yearly = values[dossier.province.slug, indicator.code]
        if yearly.value is not None:
            source = _("số tạm tính trong năm") if yearly.is_provisional else _("số Cụm đã chấp nhận")
            number = f"{format_number(yearly.value)} {indicator.unit}"
            found.append(_fact(str(indicator), number, source, made_up=yearly.is_illustrative))
    return found


def _fact(label: str, value: str, source: str, *, made_up: bool) -> Fact:
    """What is invented says so wherever it stands, on paper too."""
    return Fact(label, value, f"{source}, {_('minh họa')}" if made_up else source, made_up)


def _vote(dossier: Dossier) -> Item:
    """What the votes of the year said of the alliance."""
    counted = Poll.objects.filter(year=dossier.year, state=Poll.State.CLOSED).prefetch_related(
        "nominees__province"
    )
    for poll in counted:
        for line in result(poll, list(poll.nominees.all())):
            if line.nominee.province_id == dossier.province_id and line.is_chosen:
                text = _("%(poll)s: %(votes)d/%(ballots)d phiếu")
                told = {"poll": poll.label, "votes": line.votes, "ballots": poll.ballots or 0}
                return Item("accepted", _("Bỏ phiếu"), text % told)
    return Item("question", _("Bỏ phiếu"), _("Chưa có kết quả bỏ phiếu đề nghị đơn vị này"))


def _there(is_there: bool, label: str, text: str, lacking: str, *, bad: str = "late") -> Item:
    return Item("accepted", label, text) if is_there else Item(bad, label, lacking)
