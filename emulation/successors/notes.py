"""What is said beside the results of the year in which provinces merged; on pages and papers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from emulation.successors.models import DecidedTarget
from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from vietnamese.dates import format_date
from vietnamese.numbers import format_number


def merger_notes(contest_year: EmulationYear) -> list[str]:
    """Sentences: who was merged, what the secretary decided and why, what was not carried over."""
    merged = _merged(contest_year)
    sent = contest_year.score_sheets.all().sent().filter(province__in=merged)
    left = [part for part in merged if part.pk in set(sent.values_list("province", flat=True))]
    notes = pledge_notes(contest_year)
    if left:
        sentence = _(
            "Điểm tự chấm trước khi hợp nhất của %s không cộng được; điểm là của đơn vị mới, được thống "
            "nhất khi họp xét."
        )
        notes.append(sentence % _names(left))
    return notes


def pledge_notes(contest_year: EmulationYear) -> list[str]:
    """Of whose pledges the successors' are the sums, and what the secretary decided where there is none."""
    merged = _merged(contest_year)
    if not merged:
        return []
    successors = list(dict.fromkeys(part.successor for part in merged if part.successor is not None))
    notes = [
        _("%(province)s: gộp từ %(parts)s; từ ngày %(day)s xếp hạng như một đơn vị.")
        % {
            "province": successor.name,
            "parts": _names([part for part in merged if part.successor == successor]),
            "day": format_date(successor.established_on),
        }
        for successor in sorted(successors, key=lambda successor: successor.position)
    ]
    decided = DecidedTarget.objects.filter(year=contest_year).select_related("province", "indicator")
    notes += [
        _("%(province)s, %(indicator)s: giao ước %(value)s do Tổ giúp việc quyết định; lý do: %(reason)s.")
        % {
            "province": target.province.name,
            "indicator": target.indicator.in_language("label"),
            "value": format_number(target.value),
            "reason": " ".join(target.reason.split()).rstrip("."),
        }
        for target in decided.order_by(
            "province__position", "indicator__section__position", "indicator__position"
        )
    ]
    return notes


def _merged(contest_year: EmulationYear) -> list[Province]:
    return list(contest_year.merged_members.select_related("successor"))


def _names(provinces: Sequence[Province]) -> str:
    return ", ".join(province.dated_name for province in provinces)
