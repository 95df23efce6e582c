"""That a request was answered, and how: the same request again has no second effect."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Receipt(models.Model):
    """The answer to one request, kept for as long as a browser may send it again."""

    # A digest of whose request it was, of where it went and of all it held, its one-use key included: an old
    # page whose form was changed and is sent again is another request.
    key = models.CharField(max_length=64, unique=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    status = models.PositiveSmallIntegerField(default=200)
    location = models.CharField(max_length=500, blank=True)
    outcome = models.TextField(blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("biên nhận")
        verbose_name_plural = _("biên nhận")

    def __str__(self) -> str:
        return self.key
