import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.conference.default_texts import with_defaults
from reports.conference.models import Conference
from reports.conference.publication.services import TEXTS
from vietnamese.dates import format_date
from web.fields import DateField, WholeNumberField, word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm

LARGEST_NUMBER = 9_999
A_LINE_EACH = gettext_lazy("Mỗi dòng một ý.")
FEWEST_ROWS, MOST_ROWS, LETTERS_PER_ROW = 3, 14, 72


def _text(label: Promise, help_text: Promise | str = "") -> TextField:
    return TextField(label=label, help_text=help_text, widget=forms.Textarea)


def _line(label: Promise, help_text: Promise | str = "", *, most: int) -> TextField:
    return TextField(label=label, help_text=help_text, most=most)


class ConferenceForm(VersionedForm):
    """Each field carries the text that the page opened with: after a conflict that shows who changed what."""

    held_on = DateField(label=gettext_lazy("Ngày họp"), required=False)
    place = _line(gettext_lazy("Địa điểm"), gettext_lazy("Để trống thì báo cáo chừa chỗ."), most=200)
    chairs = _text(
        gettext_lazy("Đồng chủ trì"), gettext_lazy("Mỗi dòng một người: họ tên, dấu phẩy, rồi chức vụ.")
    )
    attendance = _text(
        gettext_lazy("Thành phần dự"),
        gettext_lazy("Một dòng thì viết tiếp câu “Tham dự Hội nghị có …”; nhiều dòng thì mỗi dòng một ý."),
    )
    agenda = _text(
        gettext_lazy("Chương trình hội nghị"),
        gettext_lazy(
            "Mỗi dòng một mục. In thành phụ lục cuối của báo cáo; để trống thì không có phụ lục này."
        ),
    )
    legal_basis = _text(
        gettext_lazy("Căn cứ"),
        gettext_lazy("Mỗi dòng một văn bản, không ghi chữ “Căn cứ”. Luật theo ngày chốt số liệu."),
    )
    situation = _text(gettext_lazy("Tình hình chung"), gettext_lazy("Mỗi dòng một đoạn."))
    alliance_work = _text(
        gettext_lazy("Nhiệm vụ của Liên minh HTX các tỉnh, thành phố"),
        gettext_lazy("Mỗi dòng một đoạn. Số liệu của mục này được ghi tiếp tự động."),
    )
    emulation_work = _text(
        gettext_lazy("Công tác thi đua, khen thưởng"),
        gettext_lazy("Mỗi dòng một đoạn. Số liệu của mục này được ghi tiếp tự động."),
    )
    difficulties = _text(gettext_lazy("Khó khăn, hạn chế"), A_LINE_EACH)
    causes = _text(gettext_lazy("Nguyên nhân"), A_LINE_EACH)
    solutions = _text(gettext_lazy("Nhiệm vụ, giải pháp trọng tâm"), A_LINE_EACH)
    proposals = _text(gettext_lazy("Đề xuất, kiến nghị"), A_LINE_EACH)
    names_organisations = forms.BooleanField(
        label=gettext_lazy("Kèm danh sách đơn vị tăng, giảm trong kỳ"),
        help_text=gettext_lazy(
            "In thành một phụ lục: từng HTX, liên hiệp HTX, tổ hợp tác thành lập, giải thể hoặc tăng, giảm "
            "khác, với ngày và số quyết định, lấy từ danh sách của các tỉnh."
        ),
        required=False,
    )
    recipients = _text(
        gettext_lazy("Nơi nhận"), gettext_lazy("Mỗi dòng một nơi; dòng cuối bắt đầu bằng “Lưu:”.")
    )
    signed_at_place = _line(gettext_lazy("Nơi ký"), gettext_lazy("In trước ngày ký."), most=80)
    signer_post = TextField(
        label=gettext_lazy("Chức vụ người ký"),
        help_text=gettext_lazy("In dưới chữ “Cụm trưởng”; xuống dòng ở đâu thì báo cáo xuống dòng ở đó."),
        widget=forms.Textarea,
        most=160,
    )
    signer_name = _line(gettext_lazy("Người ký"), gettext_lazy("Để trống thì chừa chỗ ghi họ tên."), most=80)

    GROUPS = (
        (gettext_lazy("Hội nghị"), ("held_on", "place", "chairs", "attendance", "agenda")),
        (gettext_lazy("Mở đầu báo cáo"), ("legal_basis",)),
        (gettext_lazy("Kết quả"), ("situation", "alliance_work", "emulation_work")),
        (
            gettext_lazy("Khó khăn, giải pháp và kiến nghị"),
            ("difficulties", "causes", "solutions", "proposals"),
        ),
        (gettext_lazy("Phụ lục"), ("names_organisations",)),
        (
            gettext_lazy("Nơi nhận và người ký"),
            ("recipients", "signed_at_place", "signer_post", "signer_name"),
        ),
    )
    SHORT = {"held_on", "place", "signed_at_place", "signer_name"}

    def __init__(self, data: Mapping[str, Any] | None = None, *, conference: Conference) -> None:
        super().__init__(data, initial=_initial(conference))
        self.carry_version(conference)
        for name in TEXTS:
            self.fields[name].show_hidden_initial = True
            if isinstance(self.fields[name].widget, forms.Textarea):
                self.fields[name].widget.attrs["rows"] = _row_count(str(self[name].value() or ""))
        word_errors(self)

    @property
    def groups(self) -> list[tuple[Promise, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    def fresh(self, stored: Conference) -> "ConferenceForm":
        return ConferenceForm(conference=stored)


class PublishForm(VersionedForm):
    number = WholeNumberField(
        label=gettext_lazy("Số văn bản"),
        help_text=gettext_lazy("Riêng con số; ký hiệu sau gạch chéo có sẵn."),
        smallest=1,
        largest=LARGEST_NUMBER,
    )
    signed_on = DateField(label=gettext_lazy("Ngày ký"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, conference: Conference) -> None:
        symbol = f"/{conference.period.cluster.report_symbol}"
        if data and str(data.get("number", "")).strip().endswith(symbol):
            # Accept the number as printed: 17/BC-CTĐ.
            data = {name: data.get(name, "") for name in self.base_fields}
            data["number"] = data["number"].strip().removesuffix(symbol)
        super().__init__(data)
        self.carry_version(conference)
        word_errors(self)

    def clean_signed_on(self) -> dt.date:
        date: dt.date = self.cleaned_data["signed_on"]
        if date > timezone.localdate():
            raise ValidationError(_("Ngày ký chưa tới: hôm nay là %s.") % format_date(timezone.localdate()))
        return date


def _initial(conference: Conference) -> dict[str, Any]:
    return {**{name: getattr(conference, name) for name in TEXTS}, **with_defaults(conference)}


def _row_count(text: str) -> int:
    needed = sum(1 + len(line) // LETTERS_PER_ROW for line in text.splitlines())
    return min(MOST_ROWS, max(FEWEST_ROWS, needed + 1))
