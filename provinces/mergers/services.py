"""All writes of a merger."""

from collections.abc import Collection, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.accounts.services import close_account, move_account
from provinces.clusters.models import Membership, Province
from provinces.mergers.effects import MergerEffect, effect_of, why_not_merge
from provinces.mergers.models import Merger
from provinces.mergers.permissions import records_mergers
from provinces.register.handing_over import SharedNumber, hand_over_register
from vietnamese.dates import format_date
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError, who_and_when
from web.texts import accepted_text


class SharedNumbersError(RefusedError):
    """Organisations of the parts have the same registration number; `shared` are the numbers."""

    def __init__(self, shared: Sequence[SharedNumber]) -> None:
        super().__init__(
            _(
                "Mã số đăng ký sau đang thuộc nhiều đơn vị: %s. Trong một tỉnh, mỗi mã số chỉ thuộc một đơn "
                "vị; sửa hoặc xóa mã số ghi trùng trước khi hợp nhất."
            )
            % "; ".join(each.number for each in shared)
        )
        self.shared = tuple(shared)


@transaction.atomic
def preview(*, parts: Collection[Province], successor: Province, decision: str, by: Officer) -> MergerEffect:
    """What `merge` would do; everything is tried, and nothing is left written.

    Raises: as `merge`, but for what stands in the effect itself.
    """
    _require_right(by)
    locked = _locked(parts)
    _require_mergeable(locked, successor)
    effect = effect_of(locked, successor)
    if not effect.refusals:
        with transaction.atomic():
            _record(_locked(parts), _copy(successor), decision, by)
            transaction.set_rollback(True)
    return effect


@transaction.atomic
def merge(
    *,
    parts: Collection[Province],
    successor: Province,
    decision: str,
    closed: Collection[int] = (),
    by: Officer,
    seen: str | None = None,
    request: HttpRequest | None = None,
) -> Merger:
    """Record a merger; if its day has come, hand over accounts and registers too.

    Args:
        parts: the provinces that end on the successor's first day.
        successor: the new province, not stored yet; its position is found here.
        decision: by which they merge, as it is cited.
        closed: the keys of the accounts of the parts that do not go on.
        by: who records it.
        seen: the version of the preview.
        request: for the log of the accounts.

    Raises:
        PermissionDenied: the officer records no mergers.
        RefusedError: a province ended already, has sent a half-year of the time after, or numbers collide.
        EditConflictError: something of what moves changed since the preview.
        ValidationError: another province has the name, code or slug.
    """
    _require_right(by)
    locked = _locked(parts)
    _require_mergeable(locked, successor)
    effect = effect_of(locked, successor)
    if effect.refusals:
        raise RefusedError(" ".join(effect.refusals))
    if effect.shared_numbers:
        raise SharedNumbersError(effect.shared_numbers)
    require_unchanged(effect, seen)
    merger = _record(locked, successor, decision, by)
    if effect.is_due:
        _hand_over(merger, effect, closed, by, request)
    return merger


@transaction.atomic
def hand_over(
    *,
    successor: Province,
    decision: str,
    closed: Collection[int] = (),
    by: Officer,
    seen: str | None = None,
    request: HttpRequest | None = None,
) -> Merger:
    """Hand over accounts and registers of a merger that is stored as dates already.

    Raises: as `merge`; RefusedError too if it was handed over before, or its day has not come.
    """
    _require_right(by)
    # The successor too: two who hand it over wait for each other.
    Province.objects.select_for_update().get(pk=successor.pk)
    locked = _locked(successor.predecessors.all())
    if why := why_not_hand_over(successor):
        raise RefusedError(why)
    effect = effect_of(locked, successor)
    if effect.shared_numbers:
        raise SharedNumbersError(effect.shared_numbers)
    require_unchanged(effect, seen)
    cited = _accepted_decision(decision)
    merger, is_new = Merger.objects.get_or_create(
        successor=successor, defaults={"decision": cited, "recorded_by": by}
    )
    if not is_new and merger.decision != cited:
        merger.decision = cited
        merger.save(update_fields=["decision"])
    _hand_over(merger, effect, closed, by, request)
    return merger


def why_not_hand_over(successor: Province) -> str:
    """Why nothing of this merger is to be handed over now, or ""."""
    merger = Merger.objects.filter(successor=successor).select_related("handed_over_by").first()
    if merger is not None and merger.handed_over_at is not None:
        return _("%(who)s đã bàn giao cho %(successor)s lúc %(time)s ngày %(day)s.") % (
            who_and_when(merger.handed_over_by, merger.handed_over_at) | {"successor": successor.name}
        )
    if successor.established_on > timezone.localdate():
        return _("Bàn giao được từ ngày %s, ngày hợp nhất.") % format_date(successor.established_on)
    return ""


def _require_right(by: Officer) -> None:
    if not records_mergers(by):
        raise PermissionDenied


def _locked(parts: Collection[Province]) -> list[Province]:
    """The provinces as they are stored now; nobody else merges them until the transaction ends.

    Always in one order: two who lock the same ones wait for each other, and neither is stopped.
    """
    keys = [part.pk for part in parts]
    rows = Province.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return sorted(
        rows.select_related("successor").prefetch_related("memberships"), key=lambda part: part.position
    )


def _require_mergeable(parts: Sequence[Province], successor: Province) -> None:
    if why := why_not_merge(parts, successor.established_on):
        raise RefusedError(why)


def _record(parts: Sequence[Province], successor: Province, decision: str, by: Officer) -> Merger:
    """Write the dates: the parts end, the successor begins and takes their place in the cluster."""
    day = successor.established_on
    cited = _accepted_decision(decision)
    memberships = Membership.objects.filter(Q(left_on=None) | Q(left_on__gt=day), province__in=parts)
    cluster = memberships.values_list("cluster", flat=True).first()
    for part in parts:  # before the successor is checked: it may have the name or code of one of them
        part.ended_on = day
        part.save(update_fields=["ended_on"])
    successor.position = 1 + (Province.objects.aggregate(last=Max("position"))["last"] or 0)
    successor.full_clean()
    successor.save()
    for part in parts:
        part.successor = successor
        part.save(update_fields=["successor"])
    memberships.update(left_on=day)
    if cluster is not None:
        Membership.objects.create(cluster_id=cluster, province=successor, joined_on=day)
    return Merger.objects.create(successor=successor, decision=cited, recorded_by=by)


def _hand_over(
    merger: Merger, effect: MergerEffect, closed: Collection[int], by: Officer, request: HttpRequest | None
) -> None:
    for part in effect.parts:
        for account in part.accounts:
            account.province = part.province  # with its last day, for the log
            if account.pk in closed:
                close_account(account=account, by=by, request=request)
            else:
                move_account(account=account, to=merger.successor_id, by=by, request=request)
    hand_over_register([part.province for part in effect.parts], merger.successor)
    merger.handed_over_by, merger.handed_over_at = by, timezone.now()
    merger.save(update_fields=["handed_over_by", "handed_over_at"])


def _accepted_decision(decision: str) -> str:
    most = Merger._meta.get_field("decision").max_length or 0
    cited = accepted_text(decision, most=most, lines=False, place=_("Văn bản"))
    if not cited:
        raise ValidationError({"decision": _("Chưa nhập văn bản.")})
    return cited


def _copy(province: Province) -> Province:
    """Unsaved, so that what is tried leaves no key in the form's own."""
    names = ("slug", "name", "code", "is_city", "established_on")
    return Province(**{name: getattr(province, name) for name in names})
