"""The pledge (đăng ký, giao ước thi đua): a province's targets for a year, and its signature."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.year.events import Event
from figures.catalogue.models import Indicator
from web.model_fields import LineField, LinesField

DIGITS, PLACES = 20, 4  # as in figures.submissions.models.Figure


class PledgedIndicator(models.Model):
    """An indicator that every province sets a target for in that year."""

    # Ratios follow from their terms and classes add up to a whole, so neither can be a target.
    KINDS = (Indicator.Kind.FLOW, Indicator.Kind.STOCK)

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="pledged_indicators",
    )
    indicator = models.ForeignKey(
        "figures.Indicator", verbose_name=_("chỉ tiêu"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("chỉ tiêu giao ước")
        verbose_name_plural = _("chỉ tiêu giao ước")
        ordering = ["indicator__section__position", "indicator__position"]
        constraints = [
            models.UniqueConstraint(
                name="pledged_indicator_once_a_year",
                fields=["year", "indicator"],
                violation_error_message=_("Chỉ tiêu này đã có trong giao ước."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.indicator}"


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def sent(self) -> "PledgeQuerySet":
        return self.exclude(state=Pledge.State.DRAFT)

    def signed(self) -> "PledgeQuerySet":
        return self.filter(state=Pledge.State.SIGNED)


class Pledge(models.Model):
    """A province's pledge for a year. Only `services` and `signing` write it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        SENT = "sent", _("Đã gửi")
        SIGNED = "signed", _("Đã ký")

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="pledges",
    )
    province = models.ForeignKey(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        related_name="pledges",
    )
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    # Counts the saves of the pledge and its targets, so that forms notice edit conflicts.
    version = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    sent_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người gửi"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    signer = LineField(_("người ký"), max_length=120, blank=True)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    # The leader who signed online, or the officer who recorded the signing at the conference.
    signed_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người ghi việc ký"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("giao ước thi đua")
        verbose_name_plural = _("giao ước thi đua")
        ordering = ["year", "province__position"]
        constraints = [
            models.UniqueConstraint(
                name="pledge_once_a_year",
                fields=["year", "province"],
                violation_error_message=_("Tỉnh đã có giao ước của năm này."),
            ),
            models.CheckConstraint(
                name="pledge_state_known",
                condition=Q(state__in=["draft", "sent", "signed"]),
                violation_error_message=_("Trạng thái không có trong danh sách."),
            ),
            models.CheckConstraint(
                name="pledge_sent_has_its_time",
                condition=Q(state="draft", sent_at=None, sent_by=None)
                | Q(state__in=["sent", "signed"], sent_at__isnull=False, sent_by__isnull=False),
                violation_error_message=_("Giao ước đã gửi phải có thời điểm và người gửi."),
            ),
            models.CheckConstraint(
                name="pledge_signed_has_name_and_day",
                condition=(
                    Q(state="signed", signed_on__isnull=False, signed_by__isnull=False) & ~Q(signer="")
                )
                | Q(state__in=["draft", "sent"], signed_on=None, signed_by=None, signer=""),
                violation_error_message=_("Giao ước đã ký phải có người ký và ngày ký."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.year}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED

    @property
    def last_return(self) -> Event | None:
        """Who returned it; None unless it is a draft for that reason."""
        if not self.is_draft:
            return None
        steps = self.year.events.filter(province=self.province, action__in=["pledge.return", "pledge.send"])
        last = steps.select_related("by").last()
        return last if last and last.action == "pledge.return" else None


class PledgeTarget(models.Model):
    """A target in the indicator's unit. Zero is a target; without a target there is no row."""

    pledge = models.ForeignKey(
        Pledge, verbose_name=_("giao ước"), on_delete=models.CASCADE, related_name="targets"
    )
    indicator = models.ForeignKey(
        "figures.Indicator", verbose_name=_("chỉ tiêu"), on_delete=models.PROTECT, related_name="+"
    )
    value = models.DecimalField(_("giao ước"), max_digits=DIGITS, decimal_places=PLACES)

    class Meta:
        verbose_name = _("số giao ước")
        verbose_name_plural = _("số giao ước")
        constraints = [
            models.UniqueConstraint(
                name="pledge_target_once_an_indicator",
                fields=["pledge", "indicator"],
                violation_error_message=_("Chỉ tiêu này đã có số giao ước."),
            ),
            models.CheckConstraint(
                name="pledge_target_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("Số giao ước không được âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge}: {self.indicator_id} = {self.value}"


class TargetChangeQuerySet(models.QuerySet["TargetChange"]):
    def agreed(self) -> "TargetChangeQuerySet":
        return self.filter(is_agreed=True)

    def waiting(self) -> "TargetChangeQuerySet":
        return self.filter(is_agreed=None)


class TargetChange(models.Model):
    """A change of a signed target that the cluster proposed; it counts once the province's leader agrees.

    After the answer a row is never changed.
    """

    pledge = models.ForeignKey(
        Pledge, verbose_name=_("giao ước"), on_delete=models.CASCADE, related_name="changes"
    )
    indicator = models.ForeignKey(
        "figures.Indicator", verbose_name=_("chỉ tiêu"), on_delete=models.PROTECT, related_name="+"
    )
    old = models.DecimalField(_("số cũ"), max_digits=DIGITS, decimal_places=PLACES)
    new = models.DecimalField(_("số mới"), max_digits=DIGITS, decimal_places=PLACES)
    reason = LinesField(_("lý do"), max_length=1000)
    by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người sửa"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    # NULL until the province answers.
    is_agreed = models.BooleanField(_("tỉnh đồng ý"), null=True, blank=True)
    answered_at = models.DateTimeField(_("tỉnh trả lời lúc"), null=True, blank=True)
    # Nobody for changes from the time when no agreement was asked.
    answered_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người trả lời"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answer = LinesField(_("lý do không đồng ý"), max_length=1000, blank=True)

    objects = TargetChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("điều chỉnh giao ước")
        verbose_name_plural = _("điều chỉnh giao ước")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="target_change_changes_something",
                condition=~Q(old=F("new")),
                violation_error_message=_("Số mới phải khác số cũ."),
            ),
            models.CheckConstraint(
                name="target_change_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Điều chỉnh giao ước phải có lý do."),
            ),
            models.UniqueConstraint(
                name="target_change_waits_once_an_indicator",
                fields=["pledge", "indicator"],
                condition=Q(is_agreed=None),
                violation_error_message=_("Chỉ tiêu này đang có một điều chỉnh chờ tỉnh đồng ý."),
            ),
            models.CheckConstraint(
                name="target_change_answered_with_its_time",
                condition=Q(is_agreed=None, answered_at=None, answered_by=None, answer="")
                | Q(is_agreed=True, answered_at__isnull=False, answer="")
                | (Q(is_agreed=False, answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                violation_error_message=_("Trả lời phải có thời điểm; không đồng ý thì phải có lý do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge}: {self.indicator_id} {self.old} → {self.new}"

    @property
    def message_state(self) -> str:
        """The colour and icon of the change on the pledge's page."""
        return {None: "question", True: "explained", False: "returned"}[self.is_agreed]


class Signing(models.Model):
    """The signing of a year's pledges, and the texts of their paper."""

    year = models.OneToOneField(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="signing",
    )
    legal_basis = LinesField(_("căn cứ"), blank=True)
    commitments = LinesField(_("cam kết"), blank=True)
    place = LineField(_("nơi ký"), max_length=200, blank=True)
    held_on = models.DateField(_("ngày ký"), null=True, blank=True)
    opened_at = models.DateTimeField(_("mở ký lúc"), null=True, blank=True)
    opened_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người mở ký"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("việc ký giao ước")
        verbose_name_plural = _("việc ký giao ước")
        constraints = [
            models.CheckConstraint(
                name="signing_opened_by_somebody",
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                violation_error_message=_("Việc mở ký phải có thời điểm và người mở."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.year}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None
