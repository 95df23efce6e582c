import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


def normalised_password(password: str) -> str:
    """Return the characters that count, in compatibility form (NFKC).

    A Mac types *ế* in other characters than Unikey, and some keyboards type digits in full width. Source:
    RFC 4013 (SASLprep), which prescribes this form for the same reason.
    """
    return unicodedata.normalize("NFKC", password)


# Django's message has no Vietnamese translation.
class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Mật khẩu quá ngắn: cần ít nhất %s ký tự.") % self.min_length


class NewPasswordField(forms.CharField):
    """A password that is chosen: judged as it is hashed, by its length and by the lists of common ones.

    The one typed to log in stays as it is: it may belong to a hash from before.
    """

    def __init__(self) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(strip=False, widget=widget)

    def to_python(self, value: Any) -> str:
        return normalised_password(super().to_python(value) or "")
