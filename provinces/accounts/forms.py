from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from provinces.accounts.models import Officer
from provinces.accounts.passwords import NewPasswordField
from web.fields import word_errors

PASSWORD_HINT = _("Từ 10 ký tự, có cả chữ; không lấy tên đăng nhập hay mật khẩu nhiều người dùng.")


class LoginForm(AuthenticationForm):
    """A deactivated account gets the same message as a mistyped password, on purpose."""

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra bàn phím và phím Caps Lock."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra bàn phím và phím Caps Lock."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["username"].widget.attrs["spellcheck"] = "false"
        self.fields["password"].label = _("Mật khẩu")
        word_errors(self)


class PasswordAlone:
    """Of a password form: save nothing else, as an account's name from before its key may be refused now."""

    def set_password_and_save(self, user: Officer, *args: Any, commit: bool = True, **kwargs: Any) -> Officer:
        super().set_password_and_save(user, *args, commit=False, **kwargs)  # type: ignore[misc]
        if commit:
            user.save(update_fields=["password", "must_change_password"])
        return user


class NewPasswordForm(PasswordAlone, PasswordChangeForm):
    new_password1 = NewPasswordField()
    new_password2 = NewPasswordField()

    error_messages = {
        "password_incorrect": _("Mật khẩu đang dùng chưa đúng. Nhập lại."),
        "password_mismatch": _("Hai lần nhập mật khẩu mới khác nhau. Nhập lại cả hai."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Mật khẩu đang dùng")
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password1"].help_text = PASSWORD_HINT
        self.fields["new_password2"].label = _("Nhập lại mật khẩu mới")
        self.fields["new_password2"].help_text = ""
        word_errors(self)
        self.fields["new_password2"].error_messages["required"] = _("Nhập lại mật khẩu mới.")

    def validate_password_for_user(self, user: Any, password_field_name: str = "") -> None:
        # Show what is wrong at the password, not at its repetition.
        if "new_password2" in self.cleaned_data:
            super().validate_password_for_user(user, "new_password1")
