"""Saving choices under a name, for oneself or for the cluster."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster
from provinces.clusters.permissions import runs_cluster, sees_figures
from reports.explore.models import SavedView
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

MOST_VIEWS = 50  # of an officer, and of the cluster


def may_share(officer: Officer) -> bool:
    """Whether the officer runs the cluster in the year of its newest half-year."""
    newest = Period.objects.exclude(state=Period.State.PLANNED).first()
    return newest is not None and runs_cluster(officer, newest.year)


@transaction.atomic
def save_view(*, name: str, query: str, is_shared: bool, by: Officer) -> SavedView:
    """Save a choice under a new name.

    Args:
        name: as it is shown.
        query: a choice's address (`Choice.query`).
        is_shared: for the cluster, not for oneself.
        by: the acting officer.

    Raises:
        PermissionDenied: the officer sees no figures, or shares and does not run the cluster.
        RefusedError: there are too many.
        ValidationError: the name is taken, or is none.
    """
    if not sees_figures(by) or (is_shared and not may_share(by)):
        raise PermissionDenied
    owner = None if is_shared else by
    # The second of two equal names waits here, and is then refused.
    if owner is None:
        Cluster.objects.select_for_update(no_key=True).first()
    else:
        Officer.objects.select_for_update(no_key=True).get(pk=owner.pk)
    if SavedView.objects.filter(owner=owner).count() >= MOST_VIEWS:
        raise RefusedError(_("Đã lưu %s lựa chọn. Xóa bớt rồi lưu.") % MOST_VIEWS)
    view = SavedView(owner=owner, name=name, query=query, changed_by=by)
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def overwrite_view(*, view: SavedView, query: str, seen: str, by: Officer) -> SavedView:
    """Save another choice under the same name.

    Raises:
        PermissionDenied: it is not the officer's to change.
        RefusedError: it is gone, or (EditConflictError) changed since the page showed it.
    """
    stored = _lock_view(view, by, seen)
    stored.query = query
    stored.version += 1
    stored.changed_by = by
    stored.save()
    return stored


@transaction.atomic
def delete_view(*, view: SavedView, seen: str, by: Officer) -> None:
    """Delete a saved choice.

    Raises:
        PermissionDenied: it is not the officer's to change.
        RefusedError: it is gone, or (EditConflictError) changed since the page showed it.
    """
    _lock_view(view, by, seen).delete()


def gone() -> RefusedError:
    """Of a saved choice that somebody deleted meanwhile, and of one that the officer may not read."""
    return RefusedError(
        _("Lựa chọn đã lưu này không còn. Lựa chọn đang xem vẫn giữ nguyên, có thể lưu với tên mới.")
    )


def _lock_view(view: SavedView, by: Officer, seen: str) -> SavedView:
    if not sees_figures(by) or (view.owner_id != by.pk if view.owner_id else not may_share(by)):
        raise PermissionDenied
    views = SavedView.objects.select_for_update(of=("self",)).select_related("changed_by")
    stored = views.filter(pk=view.pk).first()
    if stored is None:
        raise gone()
    require_unchanged(stored, seen)
    return stored
