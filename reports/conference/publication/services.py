"""Every write to a conference goes through here."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster
from reports.conference.models import Conference
from reports.conference.permissions import may_prepare, may_publish
from reports.conference.report.document import draft
from reports.conference.report.figures import Document
from reports.conference.report.typesetting import typeset
from vietnamese.dates import format_date
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

TEXTS = (
    "held_on", "place", "chairs", "attendance", "agenda", "legal_basis", "situation", "alliance_work",
    "emulation_work", "difficulties", "causes", "solutions", "proposals", "recipients", "signed_at_place",
    "signer_post", "signer_name",
)  # fmt: skip


def _held(period: Period) -> Conference:
    """The period's conference, begun if need be, and held for writing."""
    conference, _created = Conference.objects.select_for_update().get_or_create(period=period)
    conference.period = period
    return conference


def _refuse_published(conference: Conference) -> None:
    if conference.is_published:
        raise RefusedError(
            _("Báo cáo đã ban hành với số %(number)s ngày %(day)s nên không sửa, không ban hành lần nữa.")
            % {"number": conference.serial, "day": format_date(conference.signed_on)}
        )


@transaction.atomic
def save_conference(*, period: Period, texts: Mapping[str, Any], seen: str | int, by: Officer) -> Conference:
    """Writes what was entered for the conference.

    Args:
        period: the half-year that the conference is on.
        texts: values by field, of `TEXTS`; fields left out stay.
        seen: the version that the page showed; 0 where nothing was entered yet.
        by: who writes.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        EditConflictError: if somebody else wrote meanwhile.
        RefusedError: if the report is published.
    """
    conference = _held(period)
    if not may_prepare(by, conference):
        raise PermissionDenied
    _refuse_published(conference)
    require_unchanged(conference, seen)
    for name in TEXTS:
        if name in texts:
            setattr(conference, name, texts[name])
    conference.version += 1
    conference.changed_by = by
    conference.save()
    return conference


def publish_report(
    *,
    period: Period,
    number: int,
    signed_on: dt.date,
    seen: str | int,
    by: Officer,
    at: dt.datetime | None = None,
) -> Conference:
    """Gives the report its number and date, and keeps it as it is: of the figures accepted by now.

    Provinces may be missing: page 1 says which. A published report is not changed and not taken back.

    Raises:
        PermissionDenied: if the officer is neither head nor deputy of the cluster in that year.
        EditConflictError: if somebody wrote meanwhile; nobody signs what they have not seen.
        RefusedError: if it is published already, the number is taken in that year, or figures
            changed while it was being printed.
        NoFiguresError: if no province's figures are accepted.
        TypesettingError: if it cannot be printed.
    """
    conference = Conference.objects.of(period)
    _refuse(conference, number=number, signed_on=signed_on, seen=seen, by=by)
    document = _signed(conference, number, signed_on)
    # Printed once before anything is locked: it may take long, and SQLite lets nobody else write meanwhile.
    typeset(document)
    with transaction.atomic():
        # The cluster's row: of two half-years published at once the second sees the first one's number. The
        # submissions' rows: no figure changes while the report is read again.
        Cluster.objects.select_for_update(no_key=True).get(pk=period.cluster_id)
        list(Submission.objects.select_for_update(no_key=True).filter(period=period).order_by("pk"))
        conference = _held(period)
        _refuse(conference, number=number, signed_on=signed_on, seen=seen, by=by)
        if _signed(conference, number, signed_on) != document:
            raise RefusedError(_("Số liệu của kỳ thay đổi trong lúc lập báo cáo. Xem lại rồi ban hành."))
        conference.document = document
        conference.published_at, conference.published_by = at or timezone.now(), by
        conference.version += 1
        conference.changed_by = by
        conference.save()
    return conference


def _refuse(conference: Conference, *, number: int, signed_on: dt.date, seen: str | int, by: Officer) -> None:
    """Raises what stands against publishing it; see `publish_report`."""
    if not may_publish(by, conference):
        raise PermissionDenied
    _refuse_published(conference)
    require_unchanged(conference, seen)
    taken = Conference.objects.filter(
        period__cluster=conference.period.cluster_id, number=number, signed_on__year=signed_on.year
    ).first()
    if taken is not None:
        raise RefusedError(
            _("Số %(number)s của năm %(year)s đã dùng cho báo cáo %(period)s.")
            % {"number": number, "year": signed_on.year, "period": taken.period.label}
        )


def _signed(conference: Conference, number: int, signed_on: dt.date) -> Document:
    """The report under its number and date: of the figures accepted by now."""
    conference.number, conference.signed_on = number, signed_on
    return draft(conference, officer=None)
