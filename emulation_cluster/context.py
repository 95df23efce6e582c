"""What the frame of every page needs: where one may go from here."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from figures.duties.account_gaps import account_gaps
from figures.duties.duties import duties_of
from figures.submissions.permissions import may_read_log
from provinces.accounts.models import Officer
from provinces.clusters.models import Term
from provinces.clusters.permissions import is_administrator


@dataclass(frozen=True)
class Destination:
    """An entry of the main menu; `count` is asked by the page's frame alone, not by every part it renders."""

    label: str
    url: str
    is_current: bool
    count: Callable[[], int] | None = None


def frame(request: HttpRequest) -> dict[str, object]:
    """The main menu for this officer; empty for who is not logged in."""
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {"menu": []}
    match = request.resolver_match
    here = match.view_name if match else ""

    def entry(label: str, name: str, *prefixes: str) -> Destination:
        return Destination(label, reverse(name), here.startswith(prefixes))

    log = entry(_("Nhật ký"), "figures:log", "figures:log")
    tasks = entry(_("Việc của tôi"), "figures:tasks", "figures:tasks")
    if is_administrator(officer):
        gaps = replace(tasks, count=lambda: len(account_gaps()))
        return {"menu": [gaps, entry(_("Quản trị"), "admin:index", "admin:"), log]}
    menu = [replace(tasks, count=lambda: len(duties_of(officer)))]
    menu += [entry(_("Tổng quan"), "reports:home", "reports:home", "reports:dashboard", "reports:province")]
    if officer.province_id:
        menu.append(entry(_("Nhập số liệu"), "figures:entry-home", "figures:entry"))
    if not officer.province_id or (
        officer.role == Officer.Role.LEADER and Term.objects.filter(officer=officer).exists()
    ):
        checks = ("figures:review", "figures:late", "figures:period", "reports:reopen")
        menu.append(entry(_("Kiểm tra"), "figures:review-home", *checks))
    menu.append(entry(_("Danh sách HTX"), "provinces:cooperative-list", "provinces:"))
    menu.append(entry(_("Thi đua"), "emulation:home", "emulation:", "reports:contest"))
    menu.append(entry(_("Hội nghị"), "reports:conference-home", "reports:conference"))
    if may_read_log(officer):
        menu.append(log)
    return {"menu": menu}
