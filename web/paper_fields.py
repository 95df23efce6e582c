"""Form fields for texts that are printed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from papers.typeset import unprintable
from web.texts import clean_text

MOST_TEXT = 10_000  # characters, some four printed pages


class PaperField(forms.CharField):
    """Text as it will be printed. Refuses what the typeface lacks and what is too long; cuts nothing."""

    def __init__(self, *, most: int = MOST_TEXT, required: bool = False, **kwargs: Any) -> None:
        self.most = most
        super().__init__(required=required, **kwargs)

    def to_python(self, value: Any) -> str:
        # `validate` refuses a long text: cutting it here would lose input.
        text = clean_text(str(value or ""), len(str(value or "")))
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if lacking := unprintable(value):
            raise ValidationError(
                _("Trên giấy không in được ký tự %s. Xóa hoặc thay ký tự đó rồi lưu lại.")
                % ", ".join(f"“{character}”" for character in lacking),
                code="unprintable",
            )
        if len(value) > self.most:
            raise ValidationError(
                _("Dài %(length)s ký tự, nhiều nhất %(most)s. Rút gọn rồi lưu lại.")
                % {"length": len(value), "most": self.most},
                code="too_long",
            )
