"""The checklist of a dossier: what is there, what is missing, what to look at again."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.awards.cited_numbers import Piece, cites_numbers
from emulation.awards.known_facts import KnownFact
from emulation.awards.models import Dossier
from emulation.awards.title_models import NomineeKind, Title
from emulation.awards.title_rules import EarlierAward, warnings
from emulation.votes.models import Poll
from emulation.votes.polls import result


@dataclass(frozen=True)
class Item:
    """A line of the checklist; `state` is accepted (there), question (look again) or late (missing)."""

    state: str
    label: str
    text: str


def checklist(
    dossier: Dossier, facts: list[KnownFact], earlier: list[EarlierAward], pieces: list[Piece]
) -> list[Item]:
    """List the dossier's parts, then the earlier awards and the warnings of the title's rules.

    `pieces` are those of the achievements.
    """
    title = dossier.title
    grounds = title.grounds_on(dossier.papers_on)
    items = [
        _part(bool(dossier.achievements), _("Thành tích"), _("Đã ghi"), _("Chưa ghi thành tích")),
        _part(
            dossier.evidence.exists(), _("Minh chứng"), _("Đã kèm"), _("Chưa kèm minh chứng"), bad="question"
        ),
        _part(bool(facts), _("Số liệu"), _("Lấy từ hệ thống"), _("Hệ thống chưa có số liệu"), bad="question"),
        _part(
            bool(grounds.legal_basis),
            _("Căn cứ"),
            "; ".join(grounds.legal_basis.splitlines()),
            _("Danh hiệu chưa ghi căn cứ"),
        ),
        _part(
            bool(grounds.form_number),
            _("Mẫu số"),
            grounds.form_number,
            _("Danh hiệu chưa ghi mẫu số"),
            bad="question",
        ),
    ]
    if not Title.objects.valid_in(dossier.year.year).filter(pk=title.pk).exists():
        items.append(Item("late", _("Hiệu lực"), _("Danh hiệu không áp dụng trong năm này")))
    if dossier.kind in Dossier.REGISTERED and dossier.registered is None:
        items.append(Item("question", _("Danh sách"), _("Chưa chọn đơn vị trong danh sách của tỉnh")))
    if dossier.kind == NomineeKind.ALLIANCE:
        is_settled = dossier.year.scores_are_settled
        items.append(
            _part(
                is_settled,
                _("Xếp hạng"),
                _("Lấy từ bảng điểm đã chốt"),
                _("Điểm thi đua của năm chưa chốt"),
                bad="question",
            )
        )
        items.append(_vote_item(dossier))
    if cites_numbers(dossier):
        unmatched = "; ".join(piece.text for piece in pieces if piece.is_unmatched)
        items.append(
            _part(
                not unmatched,
                _("Số trong thành tích"),
                _("Khớp với số liệu trong hệ thống"),
                _("Không khớp số liệu nào trong hệ thống: %s") % unmatched,
                bad="question",
            )
        )
    awards = [f"{award.name} ({award.year})" for award in earlier]
    awards += dossier.other_awards.splitlines()
    items.append(
        _part(
            bool(awards),
            _("Đã được tặng"),
            "; ".join(awards),
            _("Chưa ghi nhận lần nào; nếu đã được tặng trước đây thì ghi vào hồ sơ"),
            bad="question",
        )
    )
    rules = list(title.rules.select_related("title", "earlier"))
    return items + [Item("late", _("Quy định"), text) for text in warnings(dossier, rules, earlier)]


def _vote_item(dossier: Dossier) -> Item:
    counted = Poll.objects.filter(year=dossier.year, state=Poll.State.CLOSED).prefetch_related(
        "nominees__province"
    )
    for poll in counted:
        for row in result(poll, list(poll.nominees.all())):
            if row.nominee.province_id == dossier.province_id and row.is_chosen:
                text = _("%(poll)s: %(votes)d/%(ballots)d phiếu")
                values = {"poll": poll.label, "votes": row.votes, "ballots": poll.ballots or 0}
                return Item("accepted", _("Bỏ phiếu"), text % values)
    return Item("question", _("Bỏ phiếu"), _("Chưa có kết quả bỏ phiếu đề nghị đơn vị này"))


def _part(is_present: bool, label: str, text: str, missing: str, *, bad: str = "late") -> Item:
    return Item("accepted", label, text) if is_present else Item(bad, label, missing)
