"""The reminders that were sent by mail, or could not be."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """One mail to one officer about one thing owed, for one day: what was sent is not sent again."""

    # What is owed, and about what: the slug of a half-year, or what another source of duties calls its own.
    # The sources are named in the settings; a list of known words here would have to know them all.
    kind = models.CharField(_("loại"), max_length=30)
    subject = models.CharField(_("về việc"), max_length=30)
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    officer = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField(_("của ngày"))
    tried_at = models.DateTimeField(_("gửi thử lúc"))
    sent_at = models.DateTimeField(_("gửi xong lúc"), null=True, blank=True)
    failure = models.CharField(_("lỗi khi gửi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thư nhắc")
        verbose_name_plural = _("thư nhắc")
        constraints = [
            models.UniqueConstraint(
                name="reminder_once_a_day",
                fields=["subject", "province", "officer", "kind", "day"],
                violation_error_message=_("Thư nhắc này đã có."),
            ),
            models.UniqueConstraint(
                # Of its own, as no province is never the same as no province to a database.
                name="reminder_of_no_province_once_a_day",
                fields=["subject", "officer", "kind", "day"],
                condition=Q(province=None),
                violation_error_message=_("Thư nhắc này đã có."),
            ),
            models.CheckConstraint(
                name="reminder_says_of_what",
                condition=~Q(kind="") & ~Q(subject=""),
                violation_error_message=_("Thư nhắc phải ghi loại và việc được nhắc."),
            ),
            models.CheckConstraint(
                name="reminder_sent_or_failed",
                condition=Q(sent_at=None) | Q(failure=""),
                violation_error_message=_("Thư đã gửi thì không có lỗi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.kind}, {self.subject}"
