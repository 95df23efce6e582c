"""Tables of the pledges' states and of their targets."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.pledges.models import Pledge, PledgeTarget
from emulation.pledges.progress import targets_of_year
from emulation.pledges.status import StatusRow
from emulation.scoring.targets import Target
from emulation.successors.targets import Targets
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from provinces.clusters.models import Province
from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from web.columns import StateColumn
from web.list_downloads import illustrative_mark
from web.missing_value_marks import not_known

_NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class PledgeTable(tables.Table):
    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"))
    state = StateColumn(verbose_name=gettext_lazy("Trạng thái"))
    filled_count = tables.Column(verbose_name=gettext_lazy("Đã nhập"), attrs=_NUMBER, empty_values=())
    sent_on = tables.Column(verbose_name=gettext_lazy("Ngày gửi"), attrs=_NUMBER, empty_values=())
    signed_on = tables.Column(verbose_name=gettext_lazy("Ngày ký"), attrs=_NUMBER, empty_values=())
    signer = tables.Column(
        verbose_name=gettext_lazy("Người ký"),
        accessor="pledge__signer",
        default="",
        attrs={"td": {"class": "words"}},
    )

    caption = gettext_lazy("Giao ước của các đơn vị")
    caption_is_hidden = True

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}
        empty_text = gettext_lazy("Năm này Cụm không có đơn vị thành viên.")

    def __init__(self, rows: list[StatusRow], *, contest_year: EmulationYear, **kwargs: Any) -> None:
        self.contest_year = contest_year
        super().__init__(rows, **kwargs)

    def render_province(self, record: StatusRow) -> str | SafeString:
        if record.filled_count is None and not record.is_added_up:
            return str(record.province.name_by(self.contest_year.last_day))
        url = reverse("emulation:pledge", args=[self.contest_year.year, record.province.slug])
        return format_html('<a href="{}">{}</a>', url, record.province.name_by(self.contest_year.last_day))

    def value_province(self, record: StatusRow) -> str:
        return record.province.name_by(self.contest_year.last_day)

    def render_filled_count(self, record: StatusRow) -> str:
        return "" if record.filled_count is None else f"{record.filled_count}/{record.indicator_count}"

    def render_sent_on(self, record: StatusRow) -> str:
        sent = record.pledge.sent_at if record.pledge else None
        return format_date(timezone.localdate(sent)) if sent else ""

    def value_sent_on(self, record: StatusRow) -> dt.datetime | None:
        return record.pledge.sent_at if record.pledge else None

    def render_signed_on(self, record: StatusRow) -> str:
        return format_date(record.pledge.signed_on) if record.pledge else ""

    def value_signed_on(self, record: StatusRow) -> dt.date | None:
        return record.pledge.signed_on if record.pledge else None


class TargetsTable(tables.Table):
    """A column for each successor's sums, and for each of the pledges that the reader may see.

    Beside a target that was changed stands what was signed; in the file it has columns of its own.
    """

    label = tables.Column(verbose_name=gettext_lazy("Chỉ tiêu"))
    unit = tables.Column(verbose_name=gettext_lazy("Đơn vị tính"), attrs={"td": {"class": "quiet"}})
    # Only in the file; the page has a tag and slanted numbers.
    illustrative = tables.Column(verbose_name=gettext_lazy("Minh họa"), visible=False)

    caption = gettext_lazy("Số giao ước của từng đơn vị")
    caption_is_hidden = True

    class Meta:
        prefix = "targets-"
        orderable = False
        attrs = {"class": "data-table tight"}

    @classmethod
    def of(
        cls,
        contest_year: EmulationYear,
        indicators: Sequence[Indicator],
        pledges: Sequence[Pledge],
        successors: Sequence[Province] = (),
    ) -> Self | None:
        rows_of_targets = PledgeTarget.objects.filter(
            pledge__in=[pledge.pk for pledge in pledges], indicator__in=indicators
        )
        targets = {
            (province, code): Target(value)
            for province, code, value in rows_of_targets.values_list(
                "pledge__province__slug", "indicator__code", "value"
            )
        }
        if not targets:
            return None
        counting, added_up = targets_of_year(contest_year), {province.slug for province in successors}
        targets |= {key: target for key, target in counting.items() if key in targets or key[0] in added_up}
        not_added_up = _not_added_up(contest_year, indicators, counting) if successors else {}
        provinces = [*successors, *(pledge.province for pledge in pledges)]
        rows: list[dict[str, Target | str | None]] = [
            {
                "label": indicator.in_language("label"),
                "unit": indicator.in_language("unit"),
                "illustrative": illustrative_mark(contest_year.is_illustrative),
                **{
                    f"{column}_{province.pk}": targets.get(
                        (province.slug, indicator.code), not_added_up.get((province.pk, indicator.code))
                    )
                    for province in provinces
                    for column in ("of", "signed", "changed", "origin")
                },
            }
            for indicator in indicators
        ]
        figures = {
            "th": {"class": "num"},
            "td": {"class": "num illustrative" if contest_year.is_illustrative else "num"},
        }
        changed = {slug for (slug, _code), target in targets.items() if target.changed_on}
        columns: list[tuple[str, tables.Column]] = []
        for province in provinces:
            name = province.name_by(contest_year.last_day)
            columns.append((f"of_{province.pk}", TargetColumn(verbose_name=name, attrs=figures)))
            if province.slug in changed:
                columns += [
                    (f"signed_{province.pk}", SignedColumn(_("%s, số đã ký") % name)),
                    (f"changed_{province.pk}", ChangedOnColumn(_("%s, ngày điều chỉnh") % name)),
                ]
            if province.slug in added_up:
                columns.append((f"origin_{province.pk}", OriginColumn(_("%s, số gộp") % name)))
        return cls(rows, extra_columns=columns)


def _not_added_up(
    contest_year: EmulationYear, indicators: Sequence[Indicator], counting: Targets
) -> dict[tuple[int, str], str]:
    """By successor and indicator: who of those that merged signed no number, so that there is no sum."""
    parts: dict[tuple[int, str], list[str]] = defaultdict(list)
    for part in contest_year.merged_members:
        for indicator in indicators:
            if (part.slug, indicator.code) not in counting:
                parts[part.successor_id or 0, indicator.code].append(part.dated_name)
    return {key: _("không cộng được: %s chưa ký") % ", ".join(names) for key, names in parts.items()}


class TargetColumn(tables.Column):
    """A target, or a text that says why there is none."""

    empty_values = ()

    def render(self, value: Target | str | None) -> str | SafeString:
        if value is None:
            return not_known()
        if isinstance(value, str):
            return format_html('{} <br><span class="quiet">{}</span>', not_known(), value)
        number = format_number(value.value)
        # Of whom a sum is made is said once, beneath the table.
        if not (note := replace(value, origin="").change_note):
            return number
        return format_html('{} <br><span class="quiet">{}</span>', number, note)

    def value(self, value: Target | str | None) -> Any:
        return value.value if isinstance(value, Target) else value


class OfTargetColumn(tables.Column):
    """Something about a target; only in the file."""

    empty_values = ()
    about = ""

    def __init__(self, name: str) -> None:
        super().__init__(verbose_name=name, visible=False)

    def value(self, value: Target | str | None) -> Any:
        return getattr(value, self.about) if isinstance(value, Target) else None


class SignedColumn(OfTargetColumn):
    """What was signed, of targets that were changed after that."""

    about = "signed"


class ChangedOnColumn(OfTargetColumn):
    about = "changed_on"


class OriginColumn(OfTargetColumn):
    """Of whose targets a successor's is the sum, or who decided it."""

    about = "origin"
