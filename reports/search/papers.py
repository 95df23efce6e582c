"""Search in papers: published reports, and those of the contests that the reader may open."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.pledges.models import PledgedIndicator
from emulation.votes.models import Poll
from emulation.votes.polls import ENDED
from emulation.year.models import EmulationYear
from emulation.year.permissions import reads_scores, sees_contest
from provinces.accounts.models import Officer
from provinces.clusters.permissions import sees_figures
from reports.conference.models import Conference
from reports.conference.permissions import conference_periods
from reports.search.matching import Hit, Hits, Words, among, first_of, first_rows
from vietnamese.dates import format_date


def papers(officer: Officer, words: Words, most: int) -> Hits:
    years = list(EmulationYear.objects.all()) if sees_contest(officer) else []
    reports = _reports(officer) if sees_figures(officer) else ()
    of_few = among([*reports, *_of_years(officer, years)], words, most)
    if not years:
        return of_few
    readable = reduce(or_, (Dossier.objects.all().readable_by(officer, year) for year in years))
    named = readable.named(words.text).select_related("title", "year", "province")
    count, dossiers = first_rows(named, words, most)
    return Hits(of_few.count + count, first_of([*of_few.first, *map(_of_dossier, dossiers)], words, most))


def _note(*parts: str, is_illustrative: bool) -> str:
    return ", ".join(filter(None, [*parts, _("minh họa") if is_illustrative else ""]))


def _reports(officer: Officer) -> Iterator[Hit]:
    """Published ones by their number, and for readers of drafts those that are being prepared."""
    for period in conference_periods(officer).select_related("conference"):
        conference = getattr(period, "conference", None) or Conference(period=period)
        title, note = conference.name, [_("báo cáo chưa ban hành")]
        if conference.is_published:
            title, note = _("Báo cáo số %s") % conference.serial, [title, format_date(conference.signed_on)]
        yield Hit(
            title,
            _note(*note, is_illustrative=conference.is_illustrative),
            reverse("reports:conference", args=[period.slug]),
        )


def _of_years(officer: Officer, years: list[EmulationYear]) -> Iterator[Hit]:
    to_be_pledged = set(PledgedIndicator.objects.order_by().values_list("year", flat=True).distinct())
    for year in years:
        note = _note(year.label, is_illustrative=year.is_illustrative)
        if year.pk in to_be_pledged:
            yield Hit(_("Bản giao ước (PDF)"), note, reverse("emulation:pledge-pdf", args=[year.year]))
        if reads_scores(officer, year):
            yield Hit(_("Bảng điểm (PDF)"), note, reverse("emulation:results-pdf", args=[year.year]))
    # Who sees the contest may read the minutes of every vote that has ended.
    for poll in Poll.objects.filter(year__in=years, state__in=ENDED).select_related("year"):
        yield Hit(
            _("Biên bản kiểm phiếu"),
            _note(poll.label, poll.year.label, is_illustrative=poll.year.is_illustrative),
            reverse("emulation:vote", args=[poll.year.year, poll.pk]),
        )


def _of_dossier(dossier: Dossier) -> Hit:
    year = dossier.year
    note = [str(dossier.title), dossier.province.dated_name, year.label]
    return Hit(
        dossier.name,
        _note(*note, is_illustrative=year.is_illustrative),
        reverse("emulation:dossier", args=[year.year, dossier.pk]),
    )
