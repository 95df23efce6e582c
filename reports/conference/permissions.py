"""Who may read, prepare and publish a conference's report."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from figures.periods.models import Period, PeriodQuerySet
from provinces.accounts.models import Officer
from provinces.clusters.models import Term
from provinces.clusters.permissions import heads_cluster, runs_cluster, sees_figures
from reports.conference.models import Conference


def conference_periods(officer: Officer) -> PeriodQuerySet:
    """The periods whose conference the officer may read, newest first, or raise PermissionDenied.

    Provinces read published reports; drafts are for the observer and those who run the cluster in that year.
    """
    if not sees_figures(officer):
        raise PermissionDenied
    periods = Period.objects.exclude(state=Period.State.PLANNED).select_related("cluster")
    if officer.role in (Officer.Role.SECRETARY, Officer.Role.OBSERVER):
        return periods
    published = Q(conference__published_at__isnull=False)
    if officer.role != Officer.Role.LEADER:
        return periods.filter(published)
    return periods.filter(published | Q(year__in=Term.objects.filter(officer=officer).values("year")))


def get_conference(officer: Officer, slug: str) -> Conference:
    """The period's conference, saved or new, or raise Http404 or PermissionDenied."""
    period = conference_periods(officer).with_slug(slug).first()
    if period is None:
        raise Http404(_("Không có báo cáo hội nghị của kỳ “%s”.") % slug)
    return Conference.objects.of(period)


def may_prepare(officer: Officer, conference: Conference) -> bool:
    return runs_cluster(officer, conference.period.year)


def may_publish(officer: Officer, conference: Conference) -> bool:
    return heads_cluster(officer, conference.period.year)
