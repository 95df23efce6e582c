from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.year.models import EmulationYear
from emulation.year.permissions import reads_scores, runs_year, takes_part
from provinces.accounts.models import Officer


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    is_current: bool


def year_menu(officer: Officer, contest_year: EmulationYear, here: str) -> list[MenuItem]:
    def item(label: str, name: str) -> MenuItem:
        url_name = name if ":" in name else f"emulation:{name}"
        return MenuItem(label, reverse(url_name, args=[contest_year.year]), here == name)

    items = [
        item(_("Tổng quan"), "reports:contest"),
        item(_("Giao ước"), "pledges"),
        item(_("Bảng điểm"), "rules"),
    ]
    runs, own = runs_year(officer, contest_year), takes_part(officer, contest_year)
    items.append(item(_("Phong trào"), "movements"))
    if runs or own or officer.province_id is None:
        items.append(item(_("Tự chấm"), "scores"))
    items.append(item(_("Chấm chéo"), "checks"))
    if reads_scores(officer, contest_year):
        items.append(item(_("Điểm và xếp hạng"), "results"))
    if runs or own:
        items.append(item(_("Minh chứng"), "evidence"))
    items += [item(_("Bỏ phiếu"), "vote-list"), item(_("Khen thưởng"), "dossier-list")]
    if runs:
        items += [item(_("Tiến độ"), "board"), item(_("Thời hạn"), "dates")]
    items.append(item(_("Nhật ký"), "year-log"))
    return items
