"""Tables of the pledges' states and of their targets."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.pledges.models import Pledge, PledgeTarget
from emulation.pledges.progress import signed_targets
from emulation.pledges.status import StatusRow
from emulation.scoring.targets import Target
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
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
    """A column for each of the pledges that the reader may see.

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
        cls, contest_year: EmulationYear, indicators: Sequence[Indicator], pledges: Sequence[Pledge]
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
        targets |= {
            key: target for key, target in signed_targets(contest_year.year).items() if key in targets
        }
        rows = [
            {
                "label": indicator.in_language("label"),
                "unit": indicator.in_language("unit"),
                "illustrative": illustrative_mark(contest_year.is_illustrative),
            }
            | {
                f"{column}_{pledge.province_id}": targets.get((pledge.province.slug, indicator.code))
                for pledge in pledges
                for column in ("of", "signed", "changed")
            }
            for indicator in indicators
        ]
        figures = {
            "th": {"class": "num"},
            "td": {"class": "num illustrative" if contest_year.is_illustrative else "num"},
        }
        changed = {province for (province, _code), target in targets.items() if target.changed_on}
        columns: list[tuple[str, tables.Column]] = []
        for pledge in pledges:
            name = str(pledge.province)
            columns.append((f"of_{pledge.province_id}", TargetColumn(verbose_name=name, attrs=figures)))
            if pledge.province.slug in changed:
                columns += [
                    (f"signed_{pledge.province_id}", SignedColumn(_("%s, số đã ký") % name)),
                    (f"changed_{pledge.province_id}", ChangedOnColumn(_("%s, ngày điều chỉnh") % name)),
                ]
        return cls(rows, extra_columns=columns)


class TargetColumn(tables.Column):
    empty_values = ()

    def render(self, value: Target | None) -> str | SafeString:
        if value is None:
            return not_known()
        number = format_number(value.value)
        if not value.change_note:
            return number
        return format_html('{} <br><span class="quiet">{}</span>', number, value.change_note)

    def value(self, value: Target | None) -> Any:
        return None if value is None else value.value


class SignedColumn(tables.Column):
    """What was signed, of targets that were changed after that; only in the file."""

    empty_values = ()

    def __init__(self, name: str) -> None:
        super().__init__(verbose_name=name, visible=False)

    def value(self, value: Target | None) -> Any:
        return None if value is None else value.signed


class ChangedOnColumn(SignedColumn):
    """The day of the change; only in the file."""

    def value(self, value: Target | None) -> Any:
        return None if value is None else value.changed_on
