"""Choose the indicators, sign the pledges, and change signed targets with a reason."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emulation.pledges.default_texts import SigningTexts, signing_texts
from emulation.pledges.indicators import pledgeable_indicators
from emulation.pledges.models import Pledge, Signing, TargetChange
from emulation.pledges.named_movements import signing_has_begun
from emulation.pledges.permissions import opens_signing
from emulation.pledges.services import name_movements
from emulation.pledges.status import not_sent, not_signed, province_names
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, why_succeeded
from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import leads
from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from web.edit_conflicts import Snapshot, require_unchanged
from web.refusals import RefusedError, who_and_when
from web.texts import accepted_text

State = Pledge.State


def stored_selection(contest_year: EmulationYear) -> Snapshot:
    return Snapshot.of(sorted(contest_year.pledged_indicators.values_list("indicator", flat=True)))


@transaction.atomic
def choose_indicators(
    *, contest_year: EmulationYear, indicators: Iterable[Indicator], seen: str | None = None, by: Officer
) -> None:
    """Replace the year's selection. Drafts keep the targets of indicators that fall out.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if a pledge was sent already, or the locked rules score against an indicator that
            would fall out.
        EditConflictError: if somebody else chose meanwhile.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    EmulationYear.objects.select_for_update().get(pk=contest_year.pk)
    chosen = set(
        pledgeable_indicators(contest_year).filter(pk__in=[indicator.pk for indicator in indicators])
    )
    stored = {row.indicator for row in contest_year.pledged_indicators.select_related("indicator")}
    if chosen == stored:
        return
    if why := why_selection_closed(contest_year):
        raise RefusedError(why)
    _require_scored_indicators(contest_year, chosen)
    require_unchanged(stored_selection(contest_year), seen)
    contest_year.pledged_indicators.filter(indicator__in=stored - chosen).delete()
    for indicator in chosen - stored:
        contest_year.pledged_indicators.create(indicator=indicator)
    with translation.override("vi"):
        old, new = labels(sorted(stored, key=str)), labels(sorted(chosen, key=str))
    Event.objects.create(year=contest_year, action="pledge.indicators", old=old, new=new, by=by)


def why_selection_closed(contest_year: EmulationYear) -> str:
    if Pledge.objects.sent().filter(year=contest_year).exists():
        return _(
            "Đã có tỉnh gửi giao ước nên không đổi chỉ tiêu được nữa. Trả lại các giao ước đã gửi rồi đổi."
        )
    return ""


@transaction.atomic
def save_signing(
    *, contest_year: EmulationYear, legal_basis: str, commitments: str, seen: str | None = None, by: Officer
) -> Signing:
    """Save the texts of the paper.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if somebody has signed and the texts would change.
        EditConflictError: if the texts changed since `seen`.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    signing = _lock_signing(contest_year)
    if (legal_basis, commitments) == (signing.legal_basis, signing.commitments):
        return signing
    if why := why_paper_closed(contest_year):
        raise RefusedError(why)
    require_unchanged(SigningTexts(signing.legal_basis, signing.commitments), seen)
    signing.legal_basis, signing.commitments = legal_basis, commitments
    signing.save()
    Event.objects.create(year=contest_year, action="pledge.paper", by=by)
    return signing


def why_paper_closed(contest_year: EmulationYear) -> str:
    if Pledge.objects.signed().filter(year=contest_year).exists():
        return _("Đã có đơn vị ký nên nội dung bản giao ước không sửa được nữa.")
    return ""


@transaction.atomic
def open_signing(*, contest_year: EmulationYear, by: Officer) -> Signing:
    """Let the provinces' leaders sign; a second time changes nothing.

    Raises:
        PermissionDenied: if the officer is not the cluster's head or deputy of that year.
        RefusedError: if a member has not sent its pledge.
    """
    if not opens_signing(by, contest_year):
        raise PermissionDenied
    if why := why_not_sent(contest_year):
        raise RefusedError(why)
    signing = _lock_signing(contest_year)
    if not signing.is_open:
        _name_cluster_movements(contest_year)
        signing.opened_at, signing.opened_by = timezone.now(), by
        signing.save()
        Event.objects.create(year=contest_year, action="pledge.open_signing", by=by)
    return signing


@transaction.atomic
def sign_pledge(
    *, contest_year: EmulationYear, province: Province, name: str, seen: str | None = None, by: Officer
) -> Pledge:
    """Sign today in the leader's name; the same name a second time changes nothing.

    `seen` is the version that the page showed: nobody signs unseen targets.

    Raises:
        PermissionDenied: if the officer does not lead the province's alliance.
        RefusedError: if signing is not open, the pledge was not sent or is signed with another name, or the
            name is empty.
        EditConflictError: if the pledge changed since `seen`.
    """
    if not leads(by, province):
        raise PermissionDenied
    pledge = (
        Pledge.objects.select_for_update(of=["self"]).filter(year=contest_year, province=province).first()
    )
    if pledge is not None and pledge.is_signed and pledge.signer == accepted_text(name, lines=False):
        return pledge
    pledge = pledge or Pledge(year=contest_year, province=province)
    if why := why_not_signable(pledge):
        raise RefusedError(why)
    require_unchanged(pledge, seen)
    _sign(pledge, name, timezone.localdate(), by)
    Event.objects.create(year=contest_year, province=province, action="pledge.sign", by=by)
    return pledge


def why_not_signable(pledge: Pledge) -> str:
    if pledge.is_signed:
        return _(
            "Giao ước này đã được ký ngày %(day)s với họ tên người ký “%(signer)s”, nên lần ký này không "
            "được ghi."
        ) % {"day": format_date(pledge.signed_on), "signer": pledge.signer}
    signing = Signing.objects.filter(year=pledge.year).first()
    if signing is None or not signing.is_open:
        return _("Cụm trưởng chưa mở ký giao ước.")
    if why := why_succeeded(pledge.year, pledge.province):
        return why
    return "" if pledge.state == State.SENT else _("Giao ước chưa gửi nên chưa ký được.")


@transaction.atomic
def record_signing(
    *, contest_year: EmulationYear, held_on: dt.date, place: str, signers: Mapping[str, str], by: Officer
) -> None:
    """Record that the members signed at the conference; earlier signatures stay as they are.

    `signers` maps a province's slug to the name of its signer.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if a member has not sent its pledge, a name is missing, the day is in the future, or
            something else was recorded already.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    if why := why_not_sent(contest_year):
        raise RefusedError(why)
    if held_on > timezone.localdate():
        raise RefusedError(_("Ngày ký không được sau hôm nay."))
    place = accepted_text(place, most=200, lines=False)
    signing = _lock_signing(contest_year)
    members = Pledge.objects.select_for_update(of=["self"]).filter(
        year=contest_year, province__in=contest_year.signatories
    )
    pledges = list(members.select_related("province"))
    if recorded := _otherwise_recorded(signing, pledges, held_on, place, signers):
        raise RefusedError(
            _("Việc ký đã được ghi từ trước nên nội dung này không được ghi. Đã ghi: %s.") % recorded
        )
    _name_cluster_movements(contest_year)
    for pledge in pledges:
        if not pledge.is_signed:
            _sign(pledge, signers.get(pledge.province.slug, ""), held_on, by)
    signing.held_on, signing.place = held_on, place
    signing.save()
    Event.objects.create(year=contest_year, action="pledge.record_signing", by=by)


@transaction.atomic
def propose_change(
    *, pledge: Pledge, indicator: Indicator, value: Decimal, reason: str, seen: str | int, by: Officer
) -> TargetChange:
    """Propose another target of a signed pledge; it counts once the province's leader agrees.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if the pledge is not signed, nothing would change, there is no reason, or an earlier
            proposal waits for its answer.
        EditConflictError: if the pledge changed since `seen`.
    """
    if not runs_year(by, pledge.year):
        raise PermissionDenied
    stored = Pledge.objects.select_for_update(of=["self"]).get(pk=pledge.pk)
    target = stored.targets.filter(indicator=indicator).first()
    reason = accepted_text(reason)
    if why := why_not_changeable(stored):
        raise RefusedError(why)
    if target is None:
        raise RefusedError(_("Giao ước này không có chỉ tiêu đã chọn. Chọn lại chỉ tiêu."))
    if not reason:
        raise RefusedError(_("Xin ghi lý do điều chỉnh giao ước."))
    if target.value == value:
        raise RefusedError(_("Số mới bằng số đang lưu nên không có gì để điều chỉnh."))
    require_unchanged(stored, seen)
    if stored.changes.waiting().filter(indicator=indicator).exists():
        raise RefusedError(_("Chỉ tiêu này đang có một điều chỉnh chờ tỉnh đồng ý."))
    change = TargetChange(
        pledge=stored, indicator=indicator, old=target.value, new=value, reason=reason, by=by
    )
    change.full_clean()
    change.save()
    _touch(stored)
    _record_change(change, "pledge.change", reason, by)
    return change


def why_not_changeable(pledge: Pledge) -> str:
    return "" if pledge.is_signed else _("Riêng giao ước đã ký mới điều chỉnh theo cách này.")


@transaction.atomic
def answer_change(*, change: TargetChange, is_agreed: bool, why_not: str = "", by: Officer) -> TargetChange:
    """Take the province's answer to a proposed change; if it agrees, the new target counts from now on.

    The same answer a second time changes nothing.

    Raises:
        PermissionDenied: if the officer does not lead the province's alliance.
        RefusedError: if it does not agree and gives no reason, or another answer is stored.
    """
    pledge = Pledge.objects.select_for_update(of=["self"]).select_related("year", "province")
    stored_pledge = pledge.get(pk=change.pledge_id)
    if not leads(by, stored_pledge.province):
        raise PermissionDenied
    changes = TargetChange.objects.select_related("indicator", "answered_by__province")
    stored = changes.get(pk=change.pk, pledge=stored_pledge)
    why_not = accepted_text(why_not)
    if stored.is_agreed is not None:
        if (is_agreed, why_not) != (stored.is_agreed, stored.answer):
            raise RefusedError(why_answered(stored))
        return stored
    if is_agreed and why_not:
        raise RefusedError(_("Đã ghi lý do không đồng ý. Xóa lý do, hoặc bấm “Không đồng ý”."))
    if not is_agreed and not why_not:
        raise RefusedError(_("Xin ghi lý do không đồng ý."))
    stored.pledge = stored_pledge
    stored.is_agreed, stored.answer = is_agreed, why_not
    stored.answered_at, stored.answered_by = timezone.now(), by
    stored.full_clean()
    stored.save()
    if is_agreed:
        target = stored_pledge.targets.get(indicator=stored.indicator_id)
        target.value = stored.new
        target.full_clean()
        target.save()
    _touch(stored_pledge)
    action = "pledge.change_agreed" if is_agreed else "pledge.change_declined"
    _record_change(stored, action, why_not or stored.reason, by)
    return stored


def why_answered(change: TargetChange) -> str:
    """A sentence about the stored answer, or "" while the change waits for one."""
    if change.is_agreed is None:
        return ""
    if change.answered_by is None or change.answered_at is None:
        return _("Có hiệu lực ngay, vì khi đó chưa quy định hỏi ý kiến tỉnh.")
    sentence = (
        _("%(who)s đã đồng ý lúc %(time)s ngày %(day)s nên câu trả lời này không được ghi.")
        if change.is_agreed
        else _("%(who)s đã không đồng ý lúc %(time)s ngày %(day)s nên câu trả lời này không được ghi.")
    )
    return sentence % who_and_when(change.answered_by, change.answered_at)


def _touch(pledge: Pledge) -> None:
    pledge.version += 1
    pledge.save()


def _record_change(change: TargetChange, action: str, reason: str, by: Officer) -> None:
    Event.objects.create(
        year=change.pledge.year,
        province=change.pledge.province,
        action=action,
        subject=change.indicator.label,
        old=format_number(change.old),
        new=format_number(change.new),
        reason=reason,
        by=by,
    )


def _require_scored_indicators(contest_year: EmulationYear, chosen: Collection[Indicator]) -> None:
    # Read again under a lock: somebody may be locking the rules at this moment.
    if not EmulationYear.objects.select_for_update().get(pk=contest_year.pk).rules_are_locked:
        return
    criteria = contest_year.criteria.against_pledge().select_related("numerator")
    if missing := {row.numerator for row in criteria if row.numerator} - set(chosen):
        raise RefusedError(
            _("Bảng điểm đã khóa so kết quả với giao ước của các chỉ tiêu sau, nên phải chọn cả: %s.")
            % labels(sorted(missing, key=lambda indicator: indicator.position))
        )


def _lock_signing(contest_year: EmulationYear) -> Signing:
    # A new row gets the texts that the paper showed so far.
    texts = asdict(signing_texts(contest_year))
    signing, _created = Signing.objects.select_for_update().get_or_create(year=contest_year, defaults=texts)
    return signing


def _otherwise_recorded(
    signing: Signing, pledges: Iterable[Pledge], held_on: dt.date, place: str, signers: Mapping[str, str]
) -> str:
    """What differs from the input in a signing that was recorded, or signed by leaders, meanwhile."""
    recorded = []
    # A member that joined later signs at another conference.
    all_have_signed = all(pledge.is_signed for pledge in pledges)
    if all_have_signed and signing.held_on and (signing.held_on, signing.place) != (held_on, place):
        day = format_date(signing.held_on)
        recorded.append(_("ngày %(day)s, tại %(place)s") % {"day": day, "place": signing.place})
    for pledge in pledges:
        name = accepted_text(signers.get(pledge.province.slug, ""), most=120, lines=False)
        if pledge.is_signed and name and name != pledge.signer:
            recorded.append(
                _("%(who)s ký cho %(province)s") % {"who": pledge.signer, "province": pledge.province}
            )
    return "; ".join(recorded)


def _name_cluster_movements(contest_year: EmulationYear) -> None:
    if not signing_has_begun(contest_year):
        name_movements(contest_year, None)


def why_not_sent(contest_year: EmulationYear) -> str:
    missing = not_sent(contest_year)
    return _("Chưa ký được: %s chưa gửi giao ước.") % province_names(missing) if missing else ""


def why_not_recordable(contest_year: EmulationYear) -> str:
    if why := why_not_sent(contest_year):
        return why
    return "" if not_signed(contest_year) else _("Các đơn vị đã ký đủ nên nội dung này không được ghi.")


def _sign(pledge: Pledge, name: str, on: dt.date, by: Officer) -> None:
    signer = accepted_text(name, most=120, lines=False, place=str(pledge.province))
    if not signer:
        raise RefusedError(_("Xin ghi họ tên người ký của %s.") % pledge.province)
    pledge.state, pledge.signer, pledge.signed_on, pledge.signed_by = State.SIGNED, signer, on, by
    pledge.version += 1
    pledge.save()
