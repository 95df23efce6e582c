"""Form fields with numbers and dates written the Vietnamese way, and our wording of form errors."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vietnamese.dates import format_date, parse_date
from vietnamese.numbers import NumberUnclearError, excerpt, format_number, parse_number
from vietnamese.sentences import inside_a_sentence

LONGEST_KEY = 18  # digits, which 64 bits hold


class NumberField(forms.CharField):
    """A number in Vietnamese notation, 1.234,5; an ambiguous one is refused. Cleans to a Decimal, or None."""

    def __init__(
        self,
        *,
        decimals: int = 0,
        smallest: int = 0,
        largest: int = 10**15,
        may_be_negative: bool = False,
        **kwargs: Any,
    ) -> None:
        self.decimals = decimals
        self.smallest = -largest if may_be_negative else smallest
        self.largest = largest
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, Decimal | int) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value is None or isinstance(value, Decimal):
            return value
        try:
            number = parse_number(str(value))
        except NumberUnclearError as unclear:
            raise ValidationError(self._question(unclear), code="unclear") from unclear
        if number is not None:
            self.check(number)
        return number

    def _question(self, unclear: NumberUnclearError) -> str:
        """What the text may mean among the numbers that this field takes."""
        refusals = {reading: self._refusal(reading) for reading in unclear.readings}
        if not refusals or not all(refusals.values()):
            return unclear.suggesting(lambda reading: not refusals[reading]).message
        return _("Giá trị “%(typed)s” không hợp lệ. %(refusal)s") % {
            "typed": excerpt(unclear.typed),
            "refusal": refusals[unclear.readings[-1]],
        }

    def _refusal(self, number: Decimal) -> str:
        try:
            self.check(number)
        except ValidationError as refusal:
            return str(refusal.message)
        return ""

    def check(self, number: Decimal) -> None:
        """Raise ValidationError if the field does not take the number."""
        self.check_range(number)
        check_decimals(number, self.decimals)

    def check_range(self, number: Decimal) -> None:
        read = format_number(number)
        if number < 0 <= self.smallest:
            raise ValidationError(
                _("Đọc được %s; số này không được âm, kiểm tra lại dấu trừ.") % read, code="negative"
            )
        if number < self.smallest:
            raise ValidationError(
                _("Đọc được %(read)s; số này ít nhất là %(smallest)s, kiểm tra lại số đã ghi.")
                % {"read": read, "smallest": format_number(self.smallest)},
                code="too_small",
            )
        if number > self.largest:
            raise ValidationError(
                _("Đọc được %(read)s; số này nhiều nhất là %(largest)s, kiểm tra lại số đã ghi.")
                % {"read": read, "largest": format_number(self.largest)},
                code="too_large",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


def check_decimals(number: Decimal, most: int) -> None:
    """Raise ValidationError if the number has more decimals."""
    if number == round(number, most):
        return
    read = format_number(number)
    if not most:
        raise ValidationError(
            _("Đọc được %s; ghi số nguyên, không có phần thập phân.") % read, code="decimals"
        )
    raise ValidationError(
        _("Đọc được %(read)s; ghi nhiều nhất %(most)s chữ số sau dấu phẩy.") % {"read": read, "most": most},
        code="decimals",
    )


class WholeNumberField(NumberField):
    """A whole number in Vietnamese notation, 2.109. Cleans to an int, or None."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        number = value if isinstance(value, int) else super().to_python(value)
        return None if number is None else int(number)


class YearField(WholeNumberField):
    """A year, which is written without a dot."""

    def __init__(self, *, smallest: int = 1990, largest: int = 2100, **kwargs: Any) -> None:
        super().__init__(smallest=smallest, largest=largest, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value

    def _question(self, unclear: NumberUnclearError) -> str:
        return _("Giá trị “%(typed)s” không hợp lệ. Ghi năm bằng bốn chữ số, ví dụ %(example)s.") % {
            "typed": excerpt(unclear.typed),
            "example": min(self.largest, timezone.localdate().year),
        }

    def check_range(self, number: Decimal) -> None:
        if not self.smallest <= number <= self.largest:
            raise ValidationError(
                _("Đọc được %(read)s; ghi năm từ %(smallest)s đến %(largest)s.")
                % {"read": _plain(number), "smallest": self.smallest, "largest": self.largest},
                code="year",
            )


def _plain(number: Decimal) -> str:
    return str(number) if number == int(number) and abs(number) < 10_000 else format_number(number)


class ManyField(forms.ModelMultipleChoiceField):
    """A choice of several rows. Keys over 64 bits are unknown choices: SQLite raises OverflowError."""

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if len(str(pk)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": pk}
                )
        return super().clean(value)


class DateField(forms.CharField):
    """A date as day/month/year. Cleans to a date, or None when blank."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Ngày/tháng/năm, ví dụ 05/7/2023."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, dt.date) else value

    def to_python(self, value: Any) -> dt.date | None:  # type: ignore[override]
        if value is None or isinstance(value, dt.date):
            return value
        try:
            date = parse_date(str(value))
        except ValueError:
            raise ValidationError(
                _(
                    "Đọc được “%s”; ngày chưa đúng dạng hoặc không có trong lịch. Ghi ngày/tháng/năm, năm đủ "
                    "bốn chữ số, ví dụ 05/7/2023."
                )
                % excerpt(str(value)),
                code="invalid",
            ) from None
        if date is not None and not 1900 <= date.year <= 2999:
            raise ValidationError(
                _("Đọc được %s; năm phải từ 1900 đến 2999, kiểm tra lại năm.") % format_date(date),
                code="year",
            )
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class _UnknownChoice(str):
    """The refusal of a choice. Django formats it with all that was read, which only begins to be quoted."""

    def __mod__(self, params: Any) -> str:
        read = params.get("value", params.get("pk", ""))
        return _("Đọc được “%s”; chọn một mục có trong danh sách.") % excerpt(str(read))


def word_errors(form: forms.BaseForm) -> None:
    """Replace Django's errors, which in Vietnamese are clumsy (“Trường này là bắt buộc.”) or missing."""
    for name, field in form.fields.items():
        label = field.label or name
        missing = _("Chưa chọn %s.") if isinstance(field, forms.ChoiceField) else _("Chưa nhập %s.")
        field.error_messages["required"] = missing % inside_a_sentence(str(label))
        for code in ("invalid_choice", "invalid_pk_value"):
            field.error_messages[code] = _UnknownChoice()
        field.validators = [
            ProhibitNullCharactersValidator(message=_("Có ký tự không hợp lệ. Nhập lại ô này."))
            if isinstance(validator, ProhibitNullCharactersValidator)
            else validator
            for validator in field.validators
        ]
