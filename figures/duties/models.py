"""The reminders that were sent by mail, or could not be."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

_OF_FIGURES = ["enter", "correct", "approve", "escalate", "accept", "extend", "chase", "open", "lock"]
_OF_CONTEST = [
    "pledge", "movement", "self_score", "cross_check", "answer", "vote", "dossier", "assign", "council",
    "poll", "decide",
]  # fmt: skip
# About no one province; a vote is each voter's own.
_OF_THE_WHOLE = ["chase", "open", "lock", "vote", "assign", "council", "poll", "decide"]


class Reminder(models.Model):
    """One mail to one officer about one thing owed, for one day: what was sent is not sent again."""

    class Kind(models.TextChoices):
        ENTER = "enter", _("nhập và gửi số liệu")
        CORRECT = "correct", _("sửa số liệu bị trả lại")
        APPROVE = "approve", _("duyệt số liệu")
        ESCALATE = "escalate", _("tỉnh quá hạn gửi")
        ACCEPT = "accept", _("chấp nhận số liệu")
        EXTEND = "extend", _("gia hạn sửa số liệu")
        CHASE = "chase", _("đôn đốc tỉnh chưa gửi")
        OPEN = "open", _("mở kỳ báo cáo")
        LOCK = "lock", _("khóa kỳ báo cáo")
        # of the contest of a year
        PLEDGE = "pledge", _("giao ước")
        MOVEMENT = "movement", _("hoạt động phong trào")
        SELF_SCORE = "self_score", _("tự chấm")
        CROSS_CHECK = "cross_check", _("chấm chéo")
        ANSWER = "answer", _("ý kiến về điểm chấm chéo")
        VOTE = "vote", _("bỏ phiếu")
        DOSSIER = "dossier", _("hồ sơ khen thưởng")
        ASSIGN = "assign", _("phân công chấm chéo")
        COUNCIL = "council", _("họp xét, chốt điểm")
        POLL = "poll", _("tổ chức bỏ phiếu")
        DECIDE = "decide", _("xem xét hồ sơ khen thưởng")

    OF_PROVINCE = (Kind.ENTER, Kind.CORRECT, Kind.APPROVE, Kind.ESCALATE)  # owed by the province's people
    OF_PERIOD = (Kind.CHASE, Kind.OPEN, Kind.LOCK)  # owed by the cluster's, about no one province

    # It is about a half-year's figures, or about the contest of a year, of which this app knows no more.
    period = models.ForeignKey(
        "figures.Period", on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    contest = models.PositiveSmallIntegerField(_("năm thi đua"), null=True, blank=True)
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    officer = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(_("loại"), max_length=12, choices=Kind)
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
                fields=["period", "province", "officer", "kind", "day"],
                violation_error_message=_("Thư nhắc này đã có."),
            ),
            models.UniqueConstraint(
                # Of its own, as no province is never the same as no province to a database.
                name="reminder_of_period_once_a_day",
                fields=["period", "officer", "kind", "day"],
                condition=Q(province=None),
                violation_error_message=_("Thư nhắc này đã có."),
            ),
            models.UniqueConstraint(
                name="reminder_of_contest_once_a_day",
                fields=["contest", "province", "officer", "kind", "day"],
                violation_error_message=_("Thư nhắc này đã có."),
            ),
            models.UniqueConstraint(
                name="reminder_of_contest_as_a_whole_once",
                fields=["contest", "officer", "kind", "day"],
                condition=Q(province=None),
                violation_error_message=_("Thư nhắc này đã có."),
            ),
            models.CheckConstraint(
                name="reminder_names_its_province",
                condition=Q(kind__in=_OF_THE_WHOLE, province=None)
                | (~Q(kind__in=_OF_THE_WHOLE) & Q(province__isnull=False)),
                violation_error_message=_("Thư nhắc việc của một tỉnh phải ghi tỉnh đó."),
            ),
            models.CheckConstraint(
                name="reminder_kind_known",
                condition=Q(kind__in=_OF_FIGURES, period__isnull=False, contest=None)
                | Q(kind__in=_OF_CONTEST, period=None, contest__isnull=False),
                violation_error_message=_("Loại không có trong danh sách."),
            ),
            models.CheckConstraint(
                name="reminder_sent_or_failed",
                condition=Q(sent_at=None) | Q(failure=""),
                violation_error_message=_("Thư đã gửi thì không có lỗi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.get_kind_display()}, {self.period or self.contest}"
