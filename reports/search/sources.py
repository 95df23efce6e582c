"""What can be found: each source leaves out what the reader may not open, before anything is counted."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from emulation.year.menu import year_menu
from emulation.year.models import EmulationYear
from emulation.year.permissions import sees_contest
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import sees_figures
from provinces.register.pages.organisation_kinds import GROUP, UNION
from reports.presentation.addresses import dashboard_url, indicator_url
from reports.search.matching import Hit, Hits, Words, among
from reports.search.organisations import organisations
from reports.search.papers import papers
from reports.summary.loading import acceptance, front_of
from reports.summary.reporting_spans import Span, spans_of
from vietnamese.dates import format_date

Menu = Callable[[HttpRequest], list[tuple[str, str]]]  # labels and URLs of the main menu


@dataclass(frozen=True)
class Group:
    """The hits of one source; `lines` have the marked title of each."""

    label: str
    hits: Hits
    words: Words

    @property
    def lines(self) -> list[tuple[Hit, SafeString]]:
        return [(hit, self.words.mark(hit.title)) for hit in self.hits.first]

    @property
    def left_out(self) -> int:
        return self.hits.count - len(self.hits.first)


def find(words: Words, *, officer: Officer, pages: list[tuple[str, str]], most: int) -> list[Group]:
    """What this officer may open and has every word: up to `most` of each kind."""
    periods = list(Period.objects.exclude(state=Period.State.PLANNED)) if sees_figures(officer) else []
    kinds = [
        (_("Tỉnh, thành phố"), among(_provinces(officer), words, most)),
        (_("Chỉ tiêu"), among(_indicators(periods), words, most)),
        (_("Kỳ báo cáo"), among(_periods(periods), words, most)),
        (_("Tổ chức"), organisations(officer, words, most)),
        (_("Trang"), among(_pages(officer, pages), words, most)),
        (_("Văn bản, báo cáo"), papers(officer, words, most)),
    ]
    return [Group(label, hits, words) for label, hits in kinds if hits.count]


def _provinces(officer: Officer) -> Iterator[Hit]:
    if not sees_figures(officer):
        return
    provinces = list(Province.objects.select_related("successor"))
    for province in sorted(provinces, key=lambda province: province.ended_on is not None):
        yield Hit(province.name, _days_of(province), reverse("reports:province", args=[province.slug]))


def _days_of(province: Province) -> str:
    if province.ended_on is None:
        return _("từ ngày %s") % format_date(province.established_on)
    last_day = format_date(province.ended_on - dt.timedelta(days=1))
    if province.successor is None:
        return _("đến ngày %s") % last_day
    return _("đến ngày %(day)s, sau đó thuộc %(successor)s") % {
        "day": last_day,
        "successor": province.successor,
    }


def _indicators(periods: list[Period]) -> Iterator[Hit]:
    """Each in the half-year that stands for the cluster, or else by its definition, which all may read."""
    front = front_of(acceptance(periods))
    for indicator in Indicator.objects.select_related("section"):
        if front and indicator.is_asked_in(front.period.slug) and not indicator.is_opening:
            url = indicator_url(Span.of(front.period), indicator.code)
        else:
            url = f"{reverse('figures:indicator-list')}#{indicator.code}"
        yield Hit(
            str(indicator),
            f"{indicator.section}, {indicator.in_language('unit')}",
            url,
            keys=f"{indicator.code} {indicator.label} {indicator.label_en} {indicator.short_label}",
        )


def _periods(periods: list[Period]) -> Iterator[Hit]:
    for span in spans_of(periods):
        keys = span.slug if span.is_year else f"{span.slug} {span.last.short_label}"
        note = _("số liệu đến ngày %s") % format_date(span.last.cut_off_on)
        yield Hit(span.label, note, dashboard_url(span), keys)


def _pages(officer: Officer, menu: list[tuple[str, str]]) -> Iterator[Hit]:
    also_called = {reverse("reports:conference-home"): _("báo cáo sơ kết, tổng kết")}
    for label, url in menu:
        yield Hit(label, "", url, also_called.get(url, ""))
    if sees_figures(officer):
        for kind in (GROUP, UNION):
            yield Hit(str(kind.list_title), "", reverse(kind.list_url))
        yield Hit(_("Danh sách cần xem"), _("Danh sách HTX"), reverse("provinces:decision-lists"))
    if sees_contest(officer):
        yield Hit(_("Danh sách khen thưởng"), _("Thi đua"), reverse("emulation:honours"))
        if year := EmulationYear.objects.running(timezone.localdate()):
            for item in year_menu(officer, year, ""):
                yield Hit(item.label, year.label, item.url)
    yield Hit(_("Định nghĩa chỉ tiêu"), "", reverse("figures:indicator-list"))
    yield Hit(_("Đổi mật khẩu"), "", reverse("password_change"))
    yield Hit(_("Nhật ký đăng nhập"), "", reverse("account-log"))
