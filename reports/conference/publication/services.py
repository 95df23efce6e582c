"""All writes to a conference."""

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
    "emulation_work", "difficulties", "causes", "solutions", "proposals", "names_organisations", "recipients",
    "signed_at_place", "signer_post", "signer_name",
)  # fmt: skip


def _lock_conference(period: Period) -> Conference:
    conference, _created = Conference.objects.select_for_update().get_or_create(period=period)
    conference.period = period
    return conference


def _require_unpublished(conference: Conference) -> None:
    if conference.is_published:
        raise RefusedError(
            _("Báo cáo đã ban hành với số %(number)s ngày %(day)s nên không sửa, không ban hành lần nữa.")
            % {"number": conference.serial, "day": format_date(conference.signed_on)}
        )


@transaction.atomic
def save_conference(*, period: Period, texts: Mapping[str, Any], seen: str | int, by: Officer) -> Conference:
    """Save the conference's texts; fields missing in `texts` stay as they are.

    Raises:
        PermissionDenied: the officer does not run the cluster in that year.
        EditConflictError: somebody else saved meanwhile.
        RefusedError: the report is published.
    """
    conference = _lock_conference(period)
    if not may_prepare(by, conference):
        raise PermissionDenied
    _require_unpublished(conference)
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
    """Publish the report with its number and date, and store its content for good.

    Provinces may be missing: page 1 says which.

    Raises:
        PermissionDenied: the officer is neither head nor deputy of the cluster in that year.
        EditConflictError: somebody saved meanwhile; nobody signs a text unseen.
        RefusedError: the report is published, the number is taken, or figures changed during typesetting.
        NoFiguresError: no province's figures are accepted.
        TypesettingError: the report cannot be printed.
    """
    conference = Conference.objects.of(period)
    _require_valid(conference, number=number, signed_on=signed_on, seen=seen, by=by)
    document = _numbered_document(conference, number, signed_on)
    # Typeset before locking: it may take long, and SQLite lets nobody else write meanwhile.
    typeset(document)
    with transaction.atomic():
        # With the cluster's row locked, the second of two simultaneous publications sees the first one's
        # number. With the submissions' rows locked, no figure changes while the report is read again.
        Cluster.objects.select_for_update(no_key=True).get(pk=period.cluster_id)
        list(Submission.objects.select_for_update(no_key=True).filter(period=period).order_by("pk"))
        conference = _lock_conference(period)
        _require_valid(conference, number=number, signed_on=signed_on, seen=seen, by=by)
        if _numbered_document(conference, number, signed_on) != document:
            raise RefusedError(_("Số liệu của kỳ thay đổi trong lúc lập báo cáo. Xem lại rồi ban hành."))
        conference.document = document
        conference.published_at, conference.published_by = at or timezone.now(), by
        conference.version += 1
        conference.changed_by = by
        conference.save()
    return conference


def _require_valid(
    conference: Conference, *, number: int, signed_on: dt.date, seen: str | int, by: Officer
) -> None:
    if not may_publish(by, conference):
        raise PermissionDenied
    _require_unpublished(conference)
    require_unchanged(conference, seen)
    taken = Conference.objects.filter(
        period__cluster=conference.period.cluster_id, number=number, signed_on__year=signed_on.year
    ).first()
    if taken is not None:
        raise RefusedError(
            _("Số %(number)s của năm %(year)s đã dùng cho báo cáo %(period)s.")
            % {"number": number, "year": signed_on.year, "period": taken.period.label}
        )


def _numbered_document(conference: Conference, number: int, signed_on: dt.date) -> Document:
    conference.number, conference.signed_on = number, signed_on
    return draft(conference, officer=None)
