"""What a dossier has and lacks: what the system knows is filled in, what is missing is said."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.awards.known_facts import KnownFact
from emulation.awards.models import Dossier
from emulation.awards.title_models import NomineeKind, Title
from emulation.awards.title_rules import EarlierAward, warnings
from emulation.votes.models import Poll
from emulation.votes.polls import result


@dataclass(frozen=True)
class Item:
    """A line of the checklist; `state` is accepted (there), question (to be looked at) or late (missing)."""

    state: str
    label: str
    text: str


def checklist(dossier: Dossier, facts: list[KnownFact], given: list[EarlierAward]) -> list[Item]:
    """The dossier's parts, each there or missing, then the earlier awards and what the rules say of them.

    Args:
        dossier: the dossier.
        facts: what the system knows of the nominee.
        given: what the nominee was given before.
    """
    title = dossier.title
    grounds = title.grounds_on(dossier.papers_on)
    found = [
        _there(bool(dossier.achievements), _("Thành tích"), _("Đã ghi"), _("Chưa ghi thành tích")),
        _there(
            dossier.evidence.exists(), _("Minh chứng"), _("Đã kèm"), _("Chưa kèm minh chứng"), bad="question"
        ),
        _there(
            bool(facts), _("Số liệu"), _("Lấy từ hệ thống"), _("Hệ thống chưa có số liệu"), bad="question"
        ),
        _there(
            bool(grounds.legal_basis),
            _("Căn cứ"),
            "; ".join(grounds.legal_basis.splitlines()),
            _("Danh hiệu chưa ghi căn cứ"),
        ),
        _there(
            bool(grounds.form_number),
            _("Mẫu số"),
            grounds.form_number,
            _("Danh hiệu chưa ghi mẫu số"),
            bad="question",
        ),
    ]
    if not Title.objects.valid_in(dossier.year.year).filter(pk=title.pk).exists():
        found.append(Item("late", _("Hiệu lực"), _("Danh hiệu không áp dụng trong năm này")))
    if dossier.kind in Dossier.REGISTERED and dossier.registered is None:
        found.append(Item("question", _("Danh sách"), _("Chưa chọn đơn vị trong danh sách của tỉnh")))
    if dossier.kind == NomineeKind.ALLIANCE:
        is_settled = dossier.year.scores_are_settled
        found.append(
            _there(
                is_settled,
                _("Xếp hạng"),
                _("Lấy từ bảng điểm đã chốt"),
                _("Điểm thi đua của năm chưa chốt"),
                bad="question",
            )
        )
        found.append(_vote(dossier))
    awards = [f"{award.name} ({award.year})" for award in given]
    awards += dossier.other_awards.splitlines()
    found.append(
        _there(
            bool(awards),
            _("Đã được tặng"),
            "; ".join(awards),
            _("Chưa ghi nhận lần nào; nếu đã được tặng trước đây thì ghi vào hồ sơ"),
            bad="question",
        )
    )
    rules = list(title.rules.select_related("title", "earlier"))
    return found + [Item("late", _("Quy định"), text) for text in warnings(dossier, rules, given)]


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
