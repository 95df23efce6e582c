"""Stored answers to requests, so that repeating a request has no second effect."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Receipt(models.Model):
    """The answer to one request, stored while a browser may repeat it."""

    # A digest of officer, path and all fields, the one-use key included: an old page that is sent again with
    # changes in its form makes another request.
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
