from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term
from provinces.clusters.permissions import runs_cluster


def get_period(slug: str) -> Period:
    period = Period.objects.select_related("cluster").with_slug(slug).first()
    if period is None:
        raise Http404(_("Không có kỳ báo cáo “%s”.") % slug)
    return period


def get_member(period: Period, slug: str) -> Province:
    return get_object_or_404(Province.objects.members_on(period.cluster, period.cut_off_on), slug=slug)


def require_runner(officer: Officer, year: int | None = None) -> None:
    """Raise PermissionDenied unless the officer runs the cluster in that year, or in any without `year`."""
    if year is not None:
        allowed = runs_cluster(officer, year)
    else:
        allowed = officer.role == Officer.Role.SECRETARY or Term.objects.filter(officer=officer).exists()
    if not allowed:
        raise PermissionDenied
