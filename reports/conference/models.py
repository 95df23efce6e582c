from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from figures.periods.models import Period
from web.model_fields import LineField, LinesField


class ConferenceManager(models.Manager["Conference"]):
    def of(self, period: Period) -> "Conference":
        """The period's conference, or a new unsaved one."""
        conferences = self.select_related("period__cluster", "changed_by", "published_by")
        return conferences.filter(period=period).first() or Conference(period=period)


class Conference(models.Model):
    """A cluster's conference on a half-year, and its report. Texts have one point per line, as printed."""

    period = models.OneToOneField("figures.Period", on_delete=models.PROTECT, related_name="conference")
    held_on = models.DateField(_("ngày họp"), null=True, blank=True)
    place = LineField(_("địa điểm"), max_length=200, blank=True)
    chairs = LinesField(_("đồng chủ trì"), blank=True)
    attendance = LinesField(_("thành phần dự"), blank=True)
    agenda = LinesField(_("chương trình hội nghị"), blank=True)
    legal_basis = LinesField(_("căn cứ"), blank=True)
    situation = LinesField(_("tình hình chung"), blank=True)
    alliance_work = LinesField(_("nhiệm vụ của Liên minh HTX các tỉnh"), blank=True)
    emulation_work = LinesField(_("công tác thi đua, khen thưởng"), blank=True)
    difficulties = LinesField(_("khó khăn, hạn chế"), blank=True)
    causes = LinesField(_("nguyên nhân"), blank=True)
    solutions = LinesField(_("nhiệm vụ, giải pháp trọng tâm"), blank=True)
    proposals = LinesField(_("đề xuất, kiến nghị"), blank=True)
    names_organisations = models.BooleanField(
        _("kèm danh sách HTX, liên hiệp HTX, tổ hợp tác tăng, giảm trong kỳ"), default=False
    )
    recipients = LinesField(_("nơi nhận"), blank=True)
    signed_at_place = LineField(_("nơi ký"), max_length=80, blank=True)
    signer_post = LineField(_("chức vụ người ký"), max_length=160, blank=True, has_lines=True)
    signer_name = LineField(_("người ký"), max_length=80, blank=True)
    # Entered after signing: a report without them is a draft.
    number = models.PositiveSmallIntegerField(_("số văn bản"), null=True, blank=True)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    published_at = models.DateTimeField(_("ban hành lúc"), null=True, blank=True)
    published_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The whole signed content (layout/report.typ): figures reopened later do not change a published report.
    document = models.JSONField(null=True, blank=True, editable=False)
    is_illustrative = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConferenceManager()

    class Meta:
        verbose_name = _("hội nghị")
        verbose_name_plural = _("hội nghị")
        constraints = [
            models.CheckConstraint(
                name="conference_published_is_numbered",
                condition=Q(published_at=None) | Q(number__isnull=False, signed_on__isnull=False),
                violation_error_message=_("Báo cáo ban hành phải có số và ngày ký."),
            ),
            models.CheckConstraint(
                name="conference_published_is_kept",
                condition=Q(published_at=None) | Q(document__isnull=False),
                violation_error_message=_("Báo cáo ban hành phải được giữ nguyên văn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}"

    @property
    def name(self) -> str:
        # The first half has a `sơ kết`, the year a `tổng kết`.
        if self.period.half == 1:
            return gettext("Hội nghị sơ kết công tác thi đua %s") % self.period.label
        return gettext("Hội nghị tổng kết công tác thi đua năm %s") % self.period.year

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def serial(self) -> str:
        """The report's number and symbol, `05/BC-CTĐ`."""
        return "" if self.number is None else f"{self.number:02}/{self.period.cluster.report_symbol}"
