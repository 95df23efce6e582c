"""The contest's pages of one year, for the menu that stands on each of them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.year.models import EmulationYear
from emulation.year.permissions import reads_scores, runs_year, takes_part
from provinces.accounts.models import Officer


@dataclass(frozen=True)
class MenuItem:
    """A page of the year's menu."""

    label: str
    url: str
    is_current: bool


def year_menu(officer: Officer, contest_year: EmulationYear, here: str) -> list[MenuItem]:
    """The pages that the officer may open; `here` is the name of the page that shows the menu."""

    def place(label: str, name: str) -> MenuItem:
        address = name if ":" in name else f"emulation:{name}"
        return MenuItem(label, reverse(address, args=[contest_year.year]), here == name)

    found = [
        place(_("Tổng quan"), "reports:contest"),
        place(_("Giao ước"), "pledges"),
        place(_("Bảng điểm"), "rules"),
    ]
    runs, own = runs_year(officer, contest_year), takes_part(officer, contest_year)
    found.append(place(_("Phong trào"), "movements"))
    if runs or own or officer.province_id is None:
        found.append(place(_("Tự chấm"), "scores"))
    found.append(place(_("Chấm chéo"), "checks"))
    if reads_scores(officer, contest_year):
        found.append(place(_("Điểm và xếp hạng"), "results"))
    if runs or own:
        found.append(place(_("Minh chứng"), "evidence"))
    found += [place(_("Bỏ phiếu"), "vote-list"), place(_("Khen thưởng"), "dossier-list")]
    if runs:
        found += [place(_("Tiến độ"), "board"), place(_("Thời hạn"), "dates")]
    return found
