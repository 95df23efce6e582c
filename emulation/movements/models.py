import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.succession import own_or_merged
from web.edit_conflicts import fingerprint
from web.model_fields import KeyedModel, KeyField, LineField, LinesField


class MovementQuerySet(models.QuerySet["Movement"]):
    def launched(self) -> "MovementQuerySet":
        """Includes closed ones."""
        return self.exclude(state=Movement.State.PLANNED)

    def readable_by(self, officer: Officer, contest_year: EmulationYear) -> "MovementQuerySet":
        """The year's movements that the officer may read; the files behind their activities ask this, too.

        A planned one is a draft: of its province, or of the cluster's.
        """
        movements = self.filter(year=contest_year)
        if officer.role == Officer.Role.SECRETARY:
            return movements
        readable = ~Q(state=Movement.State.PLANNED)
        if officer.role in Officer.PROVINCIAL_ROLES:
            readable |= own_or_merged(officer.province_id)
        if runs_year(officer, contest_year):
            readable |= Q(province=None)
        return movements.filter(readable)


class Movement(KeyedModel):
    """A movement of one province or, without a province, of the whole cluster.

    Reward money is in triệu đồng: 0 means none, blank means not decided. A movement without resources or
    reward money needs a reason to be launched: the cluster's conference of 2023 criticised such movements.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Chưa phát động")
        LAUNCHED = "launched", _("Đang thực hiện")
        CLOSED = "closed", _("Đã tổng kết")

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.PROTECT,
        related_name="movements",
    )
    province = models.ForeignKey(
        Province,
        verbose_name=_("tỉnh, thành phố phát động"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name = LineField(_("tên phong trào"), max_length=200)
    name_key = KeyField(of="name")
    aim = LinesField(_("mục tiêu"), max_length=2000)
    begins_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    scope = LineField(_("phạm vi, đối tượng"), max_length=300)
    resources = LinesField(_("nguồn lực"), max_length=1000, blank=True)
    reward_money = models.DecimalField(
        _("tiền thưởng (triệu đồng)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.PLANNED)
    launched_on = models.DateField(_("ngày phát động"), null=True, blank=True)
    unfunded_reason = LinesField(_("lý do vẫn phát động"), max_length=1000, blank=True)
    results = LinesField(_("kết quả"), max_length=4000, blank=True)
    closed_on = models.DateField(_("ngày tổng kết"), null=True, blank=True)
    version = models.PositiveIntegerField(_("lần lưu"), default=1)
    changed_by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người lưu"), on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("phong trào")
        verbose_name_plural = _("phong trào")
        # The cluster's movements first, then the provinces in their order.
        ordering = [F("province__position").asc(nulls_first=True), "begins_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="movement_name_once_a_province",
                fields=["year", "province", "name_key"],
                violation_error_message=_("Tỉnh đã có phong trào tên này trong năm."),
            ),
            models.UniqueConstraint(
                name="movement_name_once_in_the_cluster",
                fields=["year", "name_key"],
                condition=Q(province=None),
                violation_error_message=_("Cụm đã có phong trào tên này trong năm."),
            ),
            models.CheckConstraint(
                name="movement_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi."),
            ),
            models.CheckConstraint(
                name="movement_money_not_negative",
                condition=Q(reward_money=None) | Q(reward_money__gte=0),
                violation_error_message=_("Tiền thưởng không được âm."),
            ),
            models.CheckConstraint(
                name="movement_state_known",
                condition=Q(state="planned", launched_on=None, closed_on=None)
                | Q(state="launched", launched_on__isnull=False, closed_on=None)
                | Q(state="closed", launched_on__isnull=False, closed_on__isnull=False),
                violation_error_message=_("Trạng thái và ngày phát động, tổng kết không khớp nhau."),
            ),
            models.CheckConstraint(
                name="movement_without_means_has_reason",
                condition=Q(state="planned")
                | ~Q(unfunded_reason="")
                | (~Q(resources="") & Q(reward_money__isnull=False)),
                violation_error_message=_(
                    "Phong trào chưa nêu nguồn lực hoặc tiền thưởng: phải ghi lý do vẫn phát động."
                ),
            ),
            models.CheckConstraint(
                name="movement_closed_with_results",
                condition=~Q(state="closed") | ~Q(results=""),
                violation_error_message=_("Tổng kết phong trào phải ghi kết quả."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_day(self) -> dt.date:
        """On which something could be done: not before the launch."""
        return max(self.begins_on, self.launched_on or self.begins_on)

    @property
    def last_day(self) -> dt.date:
        return min(self.ends_on, self.closed_on or self.ends_on)

    @property
    def lacks(self) -> list[str]:
        """Which of resources and reward money are blank, as words for a sentence."""
        lacks = []
        if not self.resources:
            lacks.append(str(_("nguồn lực")))
        if self.reward_money is None:
            lacks.append(str(_("tiền thưởng")))
        return lacks


class Registration(models.Model):
    """A province that takes part; `units` may be unknown."""

    movement = models.ForeignKey(
        Movement, verbose_name=_("phong trào"), on_delete=models.CASCADE, related_name="registrations"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("tỉnh, thành phố"), on_delete=models.PROTECT, related_name="+"
    )
    units = models.PositiveIntegerField(_("số đơn vị đăng ký"), null=True, blank=True)
    registered_by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người đăng ký"), on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(_("đăng ký lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("đăng ký tham gia")
        verbose_name_plural = _("đăng ký tham gia")
        ordering = ["province__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="registration_once_a_province",
                fields=["movement", "province"],
                violation_error_message=_("Tỉnh đã đăng ký tham gia phong trào này."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province}: {self.movement}"


class Activity(models.Model):
    movement = models.ForeignKey(
        Movement, verbose_name=_("phong trào"), on_delete=models.PROTECT, related_name="activities"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("tỉnh, thành phố"), on_delete=models.PROTECT, related_name="+"
    )
    held_on = models.DateField(_("ngày"))
    what = LineField(_("nội dung"), max_length=500, has_lines=True)
    evidence = models.ManyToManyField(
        "emulation.Evidence", verbose_name=_("minh chứng"), blank=True, related_name="activities"
    )
    recorded_by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người ghi"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    # NULL if it was never corrected.
    changed_at = models.DateTimeField(_("sửa lúc"), null=True, editable=False)
    changed_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người sửa"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("hoạt động")
        verbose_name_plural = _("hoạt động")
        ordering = ["-held_on", "-pk"]
        constraints = [
            # So that a second click adds none.
            models.UniqueConstraint(
                name="activity_once",
                fields=["movement", "province", "held_on", "what"],
                violation_error_message=_("Hoạt động này đã được ghi."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def version(self) -> str:
        return fingerprint([self.held_on, self.what, *sorted(file.pk for file in self.evidence.all())])
