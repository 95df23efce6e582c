from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


# Django's message has no Vietnamese translation.
class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Mật khẩu quá ngắn: cần ít nhất %s ký tự.") % self.min_length
