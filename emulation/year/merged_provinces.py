"""What the contests of provinces say about their merger: what stays under their names, and who goes on."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from provinces.mergers.records import Records

# What a province begins for a year, by the name in which the year's rows are counted.
_BEGUN = ("pledges", "score_sheets", "evidence", "movements", "dossiers")


def contest_years(provinces: Sequence[Province], day: dt.date) -> dict[int, Records]:
    """The years until that day, the year of the merger, and what was begun for later ones."""
    records = {province.pk: Records() for province in provinces}
    memberships = {province.pk: list(province.memberships.all()) for province in provinces}
    closed: dict[int, list[int]] = {province.pk: [] for province in provinces}
    for contest_year in EmulationYear.objects.order_by("year"):
        is_past = contest_year.year < day.year
        begun = set[int]() if is_past else _who_began(contest_year, provinces)
        for province in provinces:
            if is_past or (contest_year.year == day.year and contest_year.scores_are_settled):
                if any(its.holds_on(contest_year.decisive_day) for its in memberships[province.pk]):
                    closed[province.pk].append(contest_year.year)
                    if not contest_year.scores_are_settled and contest_year.year == day.year - 1:
                        records[province.pk] += Records(unfinished=(contest_year.label,))
            elif contest_year.year == day.year and day > dt.date(day.year, 1, 1):
                if any(its.is_in_year(day.year) for its in memberships[province.pk]):
                    records[province.pk] += _year_of_merger(contest_year, province.pk in begun)
            elif province.pk in begun:
                sentence = _("Thi đua năm %s: phần đã soạn không còn sử dụng, tỉnh mới đăng ký và thực hiện")
                records[province.pk] += Records(dropped=(sentence % contest_year.year,))
    for pk, years in closed.items():
        if years:
            history = _("Thi đua các năm %s") % ", ".join(map(str, years))
            records[pk] = Records(history=(history,)) + records[pk]
    return records


def _year_of_merger(contest_year: EmulationYear, has_begun: bool) -> Records:
    history = _(
        "Thi đua năm %s: giao ước đã ký được gộp cho tỉnh mới; từ ngày hợp nhất tỉnh mới tự chấm, chấm chéo, "
        "xếp hạng và khen thưởng như một đơn vị"
    )
    kept = _("Giao ước, minh chứng, phong trào và hồ sơ năm %s: giữ dưới tên cũ, tỉnh mới xem được")
    return Records(
        history=(history % contest_year.year, *([kept % contest_year.year] if has_begun else [])),
    )


def _who_began(contest_year: EmulationYear, provinces: Sequence[Province]) -> set[int]:
    rows = (getattr(contest_year, name).filter(province__in=provinces) for name in _BEGUN)
    return {pk for of_kind in rows for pk in of_kind.values_list("province", flat=True)}
