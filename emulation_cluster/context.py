"""The main menu and the cluster's name, for every page."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from figures.duties.account_gaps import account_gaps
from figures.duties.duties import duties_of
from figures.submissions.permissions import may_read_log
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Term
from provinces.clusters.permissions import is_administrator
from provinces.mergers.permissions import records_mergers


@dataclass(frozen=True)
class MenuItem:
    """`count` is a callable so that only base.html queries it, not every fragment of a page."""

    label: str
    url: str
    is_current: bool
    count: Callable[[], int] | None = None


def frame(request: HttpRequest) -> dict[str, object]:
    # Lazy for the same reason. It is false before the cluster is entered.
    return {"cluster": SimpleLazyObject(Cluster.objects.first), "menu": _menu(request)}


def menu_pages(request: HttpRequest) -> list[tuple[str, str]]:
    """Labels and URLs of the menu, for the search."""
    return [(item.label, item.url) for item in _menu(request)]


def _menu(request: HttpRequest) -> list[MenuItem]:
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return []
    match = request.resolver_match
    view_name = match.view_name if match else ""

    def item(label: str, url_name: str, *prefixes: str) -> MenuItem:
        return MenuItem(label, reverse(url_name), view_name.startswith(prefixes))

    log = item(_("Nhật ký"), "figures:log", "figures:log")
    tasks = item(_("Việc của tôi"), "figures:tasks", "figures:tasks")
    mergers = item(_("Hợp nhất tỉnh"), "provinces:merger-list", "provinces:merger")
    if is_administrator(officer):
        gaps = replace(tasks, count=lambda: len(account_gaps()))
        return [gaps, item(_("Quản trị"), "admin:index", "admin:"), mergers, log]
    menu = [replace(tasks, count=lambda: sum(not duty.is_optional for duty in duties_of(officer)))]
    overview = [f"reports:{page}" for page in ("home", "dashboard", "province", "indicator")]
    menu.append(item(_("Tổng quan"), "reports:home", *overview))
    menu.append(item(_("Tra cứu"), "reports:explore", "reports:explore"))
    if officer.province_id:
        menu.append(item(_("Nhập số liệu"), "figures:entry-home", "figures:entry", "figures:register"))
    if not officer.province_id or (
        officer.role == Officer.Role.LEADER and Term.objects.filter(officer=officer).exists()
    ):
        checks = ("figures:review", "figures:late", "figures:accept-many", "figures:period", "reports:reopen")
        menu.append(item(_("Kiểm tra"), "figures:review-home", *checks))
    registers = [f"provinces:{of}" for of in ("cooperative", "group", "union", "decision", "import")]
    menu.append(item(_("Danh sách HTX"), "provinces:cooperative-list", *registers))
    menu.append(item(_("Thi đua"), "emulation:home", "emulation:", "reports:contest"))
    menu.append(item(_("Hội nghị"), "reports:conference-home", "reports:conference"))
    if records_mergers(officer):
        menu.append(mergers)
    if may_read_log(officer):
        menu.append(log)
    return menu
