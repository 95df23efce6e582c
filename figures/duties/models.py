"""Reminders by mail, sent or failed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """One mail to one officer about one duty on one day: never sent twice."""

    # The subject is the slug of a half-year, or a key of another source of duties. No choices, since only the
    # settings know all sources.
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
                # Needed because in SQL no NULL equals another.
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
