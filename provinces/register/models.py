import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from vietnamese.folding import folded, number_key
from web.model_fields import KeyedModel, KeyField, LineField, LinesField


class Sector(models.TextChoices):
    """Fields of activity, the same seven as the indicators `coop.sector.*`."""

    AGRICULTURE = "agriculture", _("Nông nghiệp")
    INDUSTRY = "industry", _("CN – TTCN")
    CONSTRUCTION = "construction", _("Xây dựng")
    TRANSPORT = "transport", _("GTVT")
    TRADE = "trade", _("TM – DV")
    CREDIT = "credit", _("QTDND")
    OTHER = "other", _("Khác")


class LegalState(models.TextChoices):
    """Source: Nghị định 92/2024/NĐ-CP. Groups have no merger or bankruptcy; they end as CEASED."""

    ACTIVE = "active", _("Đang hoạt động")
    SUSPENDED = "suspended", _("Tạm ngừng kinh doanh")
    NOT_AT_ADDRESS = "not_at_address", _("Không hoạt động tại địa chỉ đã đăng ký")
    REVOKED = "revoked", _("Bị thu hồi giấy chứng nhận đăng ký")
    REORGANISING = "reorganising", _("Đang làm thủ tục giải thể, chia, hợp nhất, sáp nhập")
    BANKRUPTCY = "bankruptcy", _("Đang làm thủ tục phá sản")
    ENDED = "ended", _("Đã giải thể, phá sản, chấm dứt tồn tại")


class BeginKind(models.TextChoices):
    """How an organisation came into a province's register; all but FOUNDED are other increases."""

    FOUNDED = "founded", _("Thành lập mới")
    SPLIT_OFF = "split_off", _("Thành lập do chia, tách")
    UNITED = "united", _("Thành lập do hợp nhất")
    CONVERTED_INTO = "converted_into", _("Chuyển đổi từ loại hình khác")
    MOVED_IN = "moved_in", _("Chuyển đến từ tỉnh khác")


class EndKind(models.TextChoices):
    DISSOLVED = "dissolved", _("Giải thể")
    BANKRUPT = "bankrupt", _("Phá sản")
    DIVIDED = "divided", _("Bị chia")
    MERGED = "merged", _("Sáp nhập, hợp nhất")
    CONVERTED = "converted", _("Chuyển đổi loại hình")
    MOVED = "moved", _("Chuyển đi tỉnh khác")
    CEASED = "ceased", _("Chấm dứt hoạt động")


# The states of an organisation that exists without being active.
OTHER_STATES = tuple(state for state in LegalState if state not in (LegalState.ACTIVE, LegalState.ENDED))
ALLIANCE = "alliance"

# What the year's table counts as founded and dissolved; all else is another increase or decrease.
ENTERING = (BeginKind.SPLIT_OFF, BeginKind.UNITED, BeginKind.CONVERTED_INTO, BeginKind.MOVED_IN)
DISSOLVING = (EndKind.DISSOLVED, EndKind.BANKRUPT, EndKind.CEASED)
LEAVING = (EndKind.DIVIDED, EndKind.MERGED, EndKind.CONVERTED, EndKind.MOVED)


def exists_on(day: dt.date) -> Q:
    """At the end of that day; without a founding date an organisation counts as old."""
    return (Q(founded_on=None) | Q(founded_on__lte=day)) & (Q(ended_on=None) | Q(ended_on__gt=day))


def runs_on(day: dt.date) -> Q:
    """Of a value chain; without a day it has always run, or will run on."""
    return (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))


class OrganisationQuerySet(models.QuerySet):
    def matching(self, text: str) -> "OrganisationQuerySet":
        """Filter by words in name or registration number, without regard to case and diacritics."""
        organisations = self
        for word in folded(text).split():
            organisations = organisations.filter(search_text__contains=word)
        return organisations

    def existing(self) -> "OrganisationQuerySet":
        return self.filter(ended_on=None)

    def existing_on(self, day: dt.date) -> "OrganisationQuerySet":
        return self.filter(exists_on(day))

    def active_on(self, day: dt.date) -> "OrganisationQuerySet":
        """Existing, and in none of the other legal states at the end of that day."""
        return self.existing_on(day).exclude(pk__in=self._keys_on(day, OTHER_STATES))

    def inactive_on(self, day: dt.date) -> "OrganisationQuerySet":
        """Existing, and not active."""
        return self.existing_on(day).filter(pk__in=self._keys_on(day, OTHER_STATES))

    def in_alliance_on(self, day: dt.date) -> "OrganisationQuerySet":
        return self.existing_on(day).filter(pk__in=self._keys_on(day, [ALLIANCE]))

    def in_union_on(self, day: dt.date) -> "OrganisationQuerySet":
        """Of cooperatives: members of a union of their own province."""
        memberships = self._related("memberships").on(day).filter(union__province=F("cooperative__province"))
        return self.existing_on(day).filter(pk__in=memberships.order_by().values("cooperative"))

    def with_ocop_products(self) -> "OrganisationQuerySet":
        return self.filter(Exists(self._rows("products").exclude(ocop_stars=None)))

    def with_chains_on(self, day: dt.date) -> "OrganisationQuerySet":
        return self.filter(Exists(self._rows("chains").filter(runs_on(day))))

    def _keys_on(self, day: dt.date, what: Collection[str]) -> models.QuerySet:
        """Read once from an index, where a condition on each organisation takes a second of a country's."""
        spans: models.QuerySet = self._related("spans").on(day).filter(what__in=what)
        return spans.order_by().values("organisation")

    def _rows(self, name: str) -> models.QuerySet:
        rows: models.QuerySet = self._related(name).filter(organisation=OuterRef("pk"))
        return rows

    def _related(self, name: str) -> Any:
        model: Any = self.model._meta.get_field(name).related_model
        return model._default_manager

    def founded_between(self, first: dt.date, last: dt.date) -> "OrganisationQuerySet":
        return self.begun_between(first, last, [BeginKind.FOUNDED])

    def begun_between(self, first: dt.date, last: dt.date, how: Collection[str]) -> "OrganisationQuerySet":
        return self.filter(founded_on__range=(first, last), began_how__in=how)

    def ended_between(self, first: dt.date, last: dt.date, how: Collection[str]) -> "OrganisationQuerySet":
        return self.filter(ended_on__range=(first, last), ended_how__in=how)


class Organisation(KeyedModel):
    """What all three kinds have: money in triệu đồng. Organisations end, they are never deleted.

    How and when it began and ended, and its legal state, follow from its events; members and capital from its
    latest half-year, if it has any. Only the services write these columns (`projection`).
    """

    name = LineField(_("tên"), max_length=200)
    search_text = models.CharField(max_length=300, editable=False, db_index=True)
    province = models.ForeignKey(
        "provinces.Province", verbose_name=_("tỉnh, thành phố"), on_delete=models.PROTECT
    )
    sector = models.CharField(_("lĩnh vực"), max_length=20, choices=Sector)
    registration_number = LineField(_("mã số đăng ký"), max_length=40, blank=True)
    registration_key = KeyField(of="registration_number", key=number_key, max_length=160)
    address = LineField(_("số nhà, đường, ấp"), max_length=200, blank=True)
    commune = LineField(_("xã, phường"), max_length=100, blank=True)
    # Districts ended on 30/6/2025.
    district = LineField(_("huyện, quận"), max_length=100, blank=True)
    phone = LineField(_("điện thoại"), max_length=60, blank=True)
    representative = LineField(_("người đại diện"), max_length=120, blank=True)
    model_reasons = LinesField(_("lý do đề nghị nhân rộng"), max_length=2000, blank=True)
    founded_on = models.DateField(_("ngày thành lập"), null=True, blank=True)
    began_how = models.CharField(
        _("hình thức thành lập"), max_length=20, choices=BeginKind, default=BeginKind.FOUNDED
    )
    legal_state = models.CharField(
        _("tình trạng pháp lý"), max_length=20, choices=LegalState, default=LegalState.ACTIVE
    )
    members = models.PositiveIntegerField(_("số thành viên"), null=True, blank=True)
    charter_capital = models.DecimalField(
        _("vốn điều lệ"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    working_capital = models.DecimalField(
        _("vốn hoạt động"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    ended_on = models.DateField(_("ngày chấm dứt"), null=True, blank=True)
    ended_how = models.CharField(_("hình thức chấm dứt"), max_length=20, choices=EndKind, blank=True)
    is_illustrative = models.BooleanField(_("minh họa"), default=False, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, editable=False, related_name="+"
    )

    # Managers of the rows of each kind, whose models are named after it.
    events: Any
    spans: Any
    half_years: Any
    fees: Any
    products: Any
    chains: Any
    log: Any

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ended_wholly_or_not",
                condition=Q(ended_on=None, ended_how="") & ~Q(legal_state="ended")
                | Q(ended_on__isnull=False, legal_state="ended") & ~Q(ended_how=""),
                violation_error_message=_("Đơn vị đã chấm dứt phải có cả ngày và hình thức chấm dứt."),
            ),
            models.CheckConstraint(
                name="%(class)s_ended_after_it_was_founded",
                condition=Q(ended_on=None) | Q(founded_on=None) | Q(ended_on__gte=F("founded_on")),
                violation_error_message=_("Ngày chấm dứt phải sau ngày thành lập."),
            ),
            models.CheckConstraint(
                name="%(class)s_capital_not_negative",
                condition=(Q(charter_capital=None) | Q(charter_capital__gte=0))
                & (Q(working_capital=None) | Q(working_capital__gte=0)),
                violation_error_message=_("Vốn không được âm."),
            ),
            models.UniqueConstraint(
                name="%(class)s_registration_unique_in_province",
                fields=["province", "registration_key"],
                condition=~Q(registration_key=""),
                violation_error_message=_("Tỉnh này đã có đơn vị mang mã số đăng ký đó."),
            ),
        ]
        # Counts of a past day, by province, read the index alone.
        indexes = [
            models.Index(fields=["province", "founded_on", "ended_on"], name="%(class)s_life"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold_search_text()
        super().save(*args, **kwargs)

    def fold_search_text(self) -> None:
        """Fill the folded column; bulk writes skip `save` and must call this first."""
        self.search_text = folded(f"{self.name} {self.registration_number}")[:300]

    @property
    def version(self) -> str:
        return self.changed_at.isoformat() if self.changed_at else ""

    @property
    def place(self) -> str:
        """The address in one line."""
        return ", ".join(filter(None, [self.address, self.commune, self.district]))

    @property
    def has_ended(self) -> bool:
        return self.ended_on is not None


class Cooperative(Organisation):
    """A cooperative (HTX); a people's credit fund (QTDND) is one too."""

    class Meta(Organisation.Meta):
        verbose_name = _("hợp tác xã")
        verbose_name_plural = _("hợp tác xã")


class CooperativeUnion(Organisation):
    """A cooperative union (liên hiệp HTX)."""

    class Meta(Organisation.Meta):
        verbose_name = _("liên hiệp hợp tác xã")
        verbose_name_plural = _("liên hiệp hợp tác xã")


class CooperativeGroup(Organisation):
    """A cooperative group (tổ hợp tác): seasonal, registered or not."""

    class Meta(Organisation.Meta):
        verbose_name = _("tổ hợp tác")
        verbose_name_plural = _("tổ hợp tác")
