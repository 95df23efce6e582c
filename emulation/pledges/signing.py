"""The cluster signs its pledges; after that a target changes only with a reason."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.pledges.default_texts import SigningTexts, with_defaults
from emulation.pledges.indicators import pledgeable_indicators
from emulation.pledges.models import Pledge, Signing, TargetChange
from emulation.pledges.named_movements import called_to_sign
from emulation.pledges.permissions import opens_signing
from emulation.pledges.services import name_movements
from emulation.pledges.status import names, not_sent
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import leads
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError
from web.texts import clean_text

State = Pledge.State


@transaction.atomic
def choose_indicators(*, contest_year: EmulationYear, indicators: Iterable[Indicator], by: Officer) -> None:
    """Sets what the year's pledges set targets for. A target typed for one that falls out is kept unseen.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if a pledge was sent already: it could no longer answer what is asked; or if the
            locked rules measure against an indicator that is not among them.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    wanted = set(
        pledgeable_indicators(contest_year).filter(pk__in=[indicator.pk for indicator in indicators])
    )
    stored = {row.indicator for row in contest_year.pledged_indicators.select_related("indicator")}
    if wanted == stored:
        return
    if Pledge.objects.sent().filter(year=contest_year).exists():
        raise RefusedError(
            _("Đã có tỉnh gửi giao ước nên không đổi chỉ tiêu được nữa. Trả lại các giao ước đã gửi rồi đổi.")
        )
    _require_what_is_scored(contest_year, wanted)
    contest_year.pledged_indicators.filter(indicator__in=stored - wanted).delete()
    for indicator in wanted - stored:
        contest_year.pledged_indicators.create(indicator=indicator)
    Event.objects.create(year=contest_year, action="pledge.indicators", by=by)


@transaction.atomic
def save_signing(
    *, contest_year: EmulationYear, legal_basis: str, commitments: str, seen: str | None = None, by: Officer
) -> Signing:
    """Writes what the paper says beside the targets.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if a member has signed it, and it would say something else.
        EditConflictError: if somebody else wrote meanwhile.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    signing = _signing(contest_year)
    if (legal_basis, commitments) == (signing.legal_basis, signing.commitments):
        return signing
    if Pledge.objects.signed().filter(year=contest_year).exists():
        raise RefusedError(_("Đã có đơn vị ký nên nội dung bản giao ước không sửa được nữa."))
    require_unchanged(SigningTexts(signing.legal_basis, signing.commitments), seen)
    signing.legal_basis, signing.commitments = legal_basis, commitments
    signing.save()
    Event.objects.create(year=contest_year, action="pledge.paper", by=by)
    return signing


@transaction.atomic
def open_signing(*, contest_year: EmulationYear, by: Officer) -> Signing:
    """The head calls the members to sign; a second time changes nothing.

    Raises:
        PermissionDenied: if the officer is not the cluster's head or deputy of that year.
        RefusedError: if a member has not sent its pledge.
    """
    if not opens_signing(by, contest_year):
        raise PermissionDenied
    _require_all_sent(contest_year)
    signing = _signing(contest_year)
    if not signing.is_open:
        _name_the_cluster_s(contest_year)
        signing.opened_at, signing.opened_by = timezone.now(), by
        signing.save()
        Event.objects.create(year=contest_year, action="pledge.open_signing", by=by)
    return signing


@transaction.atomic
def sign_pledge(*, contest_year: EmulationYear, province: Province, name: str, by: Officer) -> Pledge:
    """The province's leader signs, today, by that name; a second time changes nothing.

    Raises:
        PermissionDenied: for everybody else.
        RefusedError: if signing is not open, or the pledge was not sent, or no name is given.
    """
    if not leads(by, province):
        raise PermissionDenied
    pledge = (
        Pledge.objects.select_for_update(of=["self"]).filter(year=contest_year, province=province).first()
    )
    if pledge is not None and pledge.is_signed:
        return pledge
    signing = Signing.objects.filter(year=contest_year).first()
    if signing is None or not signing.is_open:
        raise RefusedError(_("Cụm trưởng chưa mở ký giao ước."))
    if pledge is None or pledge.state != State.SENT:
        raise RefusedError(_("Giao ước chưa gửi nên chưa ký được."))
    _sign(pledge, name, timezone.localdate(), by)
    Event.objects.create(year=contest_year, province=province, action="pledge.sign", by=by)
    return pledge


@transaction.atomic
def record_signing(
    *, contest_year: EmulationYear, held_on: dt.date, place: str, signers: Mapping[str, str], by: Officer
) -> None:
    """Records that the members signed together at the conference; who signed before keeps that.

    Args:
        contest_year: whose pledges were signed.
        held_on: the day, not after today.
        place: where.
        signers: province slug → who signed for it.
        by: who runs the year.

    Raises:
        PermissionDenied: for everybody else.
        RefusedError: if a member has not sent its pledge, a name is missing, or the day is to come.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    _require_all_sent(contest_year)
    if held_on > timezone.localdate():
        raise RefusedError(_("Ngày ký không được sau hôm nay."))
    signing = _signing(contest_year)
    _name_the_cluster_s(contest_year)
    pledges = Pledge.objects.select_for_update(of=["self"]).filter(
        year=contest_year, province__in=contest_year.members
    )
    for pledge in pledges.select_related("province"):
        if not pledge.is_signed:
            _sign(pledge, signers.get(pledge.province.slug, ""), held_on, by)
    signing.held_on, signing.place = held_on, clean_text(place, 200)
    signing.save()
    Event.objects.create(year=contest_year, action="pledge.record_signing", by=by)


@transaction.atomic
def change_target(
    *, pledge: Pledge, indicator: Indicator, value: Decimal, reason: str, seen: str | int, by: Officer
) -> TargetChange:
    """Changes one target of a signed pledge, and keeps the old number with the reason.

    Args:
        pledge: a signed one.
        indicator: one that it has a target for.
        value: the new target, not negative.
        reason: why; goes to everybody who reads the pledge.
        seen: the version of the pledge that the page showed.
        by: who runs the year.

    Raises:
        PermissionDenied: for everybody else.
        RefusedError: if it is not signed, nothing would change, or no reason is given.
        EditConflictError: if somebody changed the pledge after the page was opened.
    """
    if not runs_year(by, pledge.year):
        raise PermissionDenied
    stored = Pledge.objects.select_for_update(of=["self"]).get(pk=pledge.pk)
    target = stored.targets.filter(indicator=indicator).first()
    said = clean_text(reason)
    if not stored.is_signed or target is None:
        raise RefusedError(_("Riêng giao ước đã ký mới điều chỉnh theo cách này."))
    if not said:
        raise RefusedError(_("Xin ghi lý do điều chỉnh giao ước."))
    if target.value == value:
        raise RefusedError(_("Số mới bằng số đang lưu nên không có gì để điều chỉnh."))
    require_unchanged(stored, seen)
    change = TargetChange.objects.create(
        pledge=stored, indicator=indicator, old=target.value, new=value, reason=said, by=by
    )
    target.value = value
    target.full_clean()
    target.save()
    stored.version += 1
    stored.save()
    Event.objects.create(
        year=pledge.year, province=pledge.province, action="pledge.change", reason=said, by=by
    )
    return change


def _require_what_is_scored(contest_year: EmulationYear, wanted: Collection[Indicator]) -> None:
    # Read anew and held: the rules may be being locked.
    if not EmulationYear.objects.select_for_update().get(pk=contest_year.pk).rules_are_locked:
        return
    against = contest_year.criteria.against_pledge().select_related("numerator")
    named = {row.numerator for row in against if row.numerator} - set(wanted)
    if named:
        raise RefusedError(
            _("Bảng điểm đã khóa so kết quả với giao ước của các chỉ tiêu sau, nên phải chọn cả: %s.")
            % labels(sorted(named, key=lambda indicator: indicator.position))
        )


def _signing(contest_year: EmulationYear) -> Signing:
    """The year's row, which nobody else writes meanwhile; a new one has the words that the paper showed."""
    words = asdict(with_defaults(contest_year))
    signing, _made = Signing.objects.select_for_update().get_or_create(year=contest_year, defaults=words)
    return signing


def _name_the_cluster_s(contest_year: EmulationYear) -> None:
    """Writes down the cluster's own movements, once: what is signed does not change any more."""
    if not called_to_sign(contest_year):
        name_movements(contest_year, None)


def _require_all_sent(contest_year: EmulationYear) -> None:
    if missing := not_sent(contest_year):
        raise RefusedError(_("Chưa ký được: %s chưa gửi giao ước.") % names(missing))


def _sign(pledge: Pledge, name: str, on: dt.date, by: Officer) -> None:
    signer = " ".join(clean_text(name, 120).split())
    if not signer:
        raise RefusedError(_("Xin ghi họ tên người ký của %s.") % pledge.province)
    pledge.state, pledge.signer, pledge.signed_on, pledge.signed_by = State.SIGNED, signer, on, by
    pledge.version += 1
    pledge.save()
