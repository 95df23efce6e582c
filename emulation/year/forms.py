import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.year.models import Deadline, EmulationYear
from emulation.year.services import LONGEST_REASON, StoredDates, order_problems
from web.edit_conflicts import Versioned
from web.fields import DateField, YearField, word_errors
from web.refusals import who_and_when
from web.text_fields import TextField
from web.versioned_forms import VersionedForm


class NewYearForm(forms.ModelForm):
    year = YearField(label=_("Năm"), help_text=_("Ví dụ 2023."))

    class Meta:
        model = EmulationYear
        fields = ["year"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_errors(self)


class ReturnForm(VersionedForm):
    """Why what a province sent goes back to it; and the version of it that the page showed."""

    reason = TextField(
        label=_("Lý do trả lại"), most=1000, widget=forms.Textarea(attrs={"rows": 2}), required=True
    )

    def __init__(self, sent: Versioned, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(sent)
        word_errors(self)

    def _conflict_sentence(self, stored: Any) -> str:
        if not self.cleaned_data["seen"] or not stored.sent_at:
            return super()._conflict_sentence(stored)
        return gettext(
            "Lúc %(time)s ngày %(day)s, %(who)s đã gửi bản khác với bản trên trang đã mở, nên chưa trả "
            "lại; lý do đã nhập được giữ nguyên. Xem lại bản mới rồi bấm lần nữa."
        ) % who_and_when(stored.sent_by, stored.sent_at)


class DatesForm(VersionedForm):
    def __init__(self, contest_year: EmulationYear, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(StoredDates(contest_year))
        deadlines = {deadline.part: deadline for deadline in contest_year.deadlines.all()}
        for part, label in Deadline.Part.choices:
            deadline = deadlines.get(part)
            self.fields[f"{part}.from"] = DateField(
                label=_("%s: từ ngày") % label, initial=deadline and deadline.opens_on, help_text=""
            )
            self.fields[f"{part}.to"] = DateField(
                label=_("%s: đến hết ngày") % label, initial=deadline and deadline.due_on, help_text=""
            )
        self.fields["reason"] = TextField(
            label=_("Lý do đổi thời hạn"),
            help_text=_("Bắt buộc khi đổi phần việc đã bắt đầu; ghi vào nhật ký năm."),
            most=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        word_errors(self)

    def fresh(self, stored: StoredDates) -> "DatesForm":
        form = DatesForm(stored.contest_year)
        del form.fields["reason"]  # of one change, not of the dates
        return form

    @property
    def rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        for part, label in Deadline.Part.choices:
            yield str(label), self[f"{part}.from"], self[f"{part}.to"]

    @property
    def dates(self) -> dict[str, tuple[dt.date, dt.date]]:
        days = self.cleaned_data
        return {part: (days[f"{part}.from"], days[f"{part}.to"]) for part in Deadline.Part.values}

    def clean(self) -> dict[str, Any]:
        days = super().clean() or self.cleaned_data
        for part in Deadline.Part.values:
            first, last = days.get(f"{part}.from"), days.get(f"{part}.to")
            if first and last and last < first:
                self.add_error(f"{part}.to", _("Ngày cuối phải từ ngày đầu trở đi."))
        if not self.errors:
            for name, sentences in order_problems(self.dates).items():
                self.add_error(name, sentences)
        return days
