import datetime as dt
from typing import Any, ClassVar

from asgiref.sync import sync_to_async
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.accounts.passwords import normalised_password
from vietnamese.folding import name_key
from web.model_fields import KeyedModel, KeyField, LineField


class OfficerManager(UserManager["Officer"]):
    use_in_migrations = False

    def _create_user_object(
        self, username: str, email: str | None, password: str | None, **fields: Any
    ) -> Any:
        # Django hashes the password of a new account without `set_password`.
        account = super()._create_user_object(username, email, None, **fields)  # type: ignore[misc]
        account.set_password(password)
        # Made by a command: the demo, or an administrator at the console who chose the password.
        account.must_change_password = False
        return account

    def get_by_natural_key(self, username: str | None) -> "Officer":
        """Look up a login's name. Another case is the same name: telephones begin a word with a capital."""
        accounts = self.filter(Q(username=username) | Q(username_key=name_key(username or "")))
        # An account from before the key may have the name itself, and another its key.
        account = min(accounts, key=lambda account: account.username != username, default=None)
        if account is None:
            raise Officer.DoesNotExist
        return account


def _django_label(field: str) -> Any:
    return AbstractUser._meta.get_field(field).verbose_name  # type: ignore[union-attr]


class Officer(KeyedModel, AbstractUser):
    """A person who logs in, with one role; provincial roles belong to one province."""

    class Role(models.TextChoices):
        ENTRY = "entry", _("Cán bộ nhập liệu")
        LEADER = "leader", _("Lãnh đạo Liên minh HTX tỉnh")
        SECRETARY = "secretary", _("Tổ giúp việc Cụm")
        OBSERVER = "observer", _("Liên minh HTX Việt Nam (theo dõi)")
        ADMINISTRATOR = "administrator", _("Quản trị hệ thống")

    PROVINCIAL_ROLES = (Role.ENTRY, Role.LEADER)

    username_key = KeyField(of="username")
    # Django's own, but behind the gate: officers' names are printed.
    first_name = LineField(_django_label("first_name"), max_length=150, blank=True)
    last_name = LineField(_django_label("last_name"), max_length=150, blank=True)
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    province = models.ForeignKey(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
    )

    # Whoever knows a password that somebody else set can act in its owner's name.
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False, editable=False)

    REQUIRED_FIELDS = ["role"]

    objects: ClassVar[OfficerManager] = OfficerManager()

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        constraints = [
            models.UniqueConstraint(
                name="officer_username_unique_in_every_spelling",
                fields=["username_key"],
                violation_error_message=_(
                    "Tên đăng nhập này đã có, chỉ khác chữ hoa, chữ thường hoặc dấu gạch. Chọn tên khác."
                ),
            ),
            models.CheckConstraint(
                name="officer_of_a_province_has_one",
                condition=Q(role__in=["entry", "leader"], province__isnull=False)
                | Q(~Q(role__in=["entry", "leader"]), province=None),
                violation_error_message=_(
                    "Cán bộ và lãnh đạo tỉnh phải có tỉnh; các vai trò khác không có tỉnh."
                ),
            ),
            models.CheckConstraint(
                name="officer_role_known",
                condition=Q(role__in=["entry", "leader", "secretary", "observer", "administrator"]),
                violation_error_message=_("Vai trò không có trong danh sách."),
            ),
        ]

    def set_password(self, raw_password: str | None) -> None:
        """Set a password that must be changed at once; the owner's own form takes that back."""
        super().set_password(raw_password and normalised_password(raw_password))
        self.must_change_password = True

    def check_password(self, raw_password: str | None) -> bool:
        if raw_password is None:
            return super().check_password(None)
        normalised = normalised_password(raw_password)
        if super().check_password(normalised):
            return True
        # A password that was hashed as it was typed, before it was normalised.
        return normalised != raw_password and super().check_password(raw_password)

    async def acheck_password(self, raw_password: str | None) -> bool:
        return await sync_to_async(self.check_password)(raw_password)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        # Vietnamese names begin with the family name.
        return f"{self.last_name} {self.first_name}".strip()

    def province_on(self, day: dt.date) -> Any:
        """The province that the officer stood for on that day: before a merger, it was a part of today's.

        Queries only for a day on which today's province did not exist yet, and none if
        `former_provinces__province` is prefetched.
        """
        if self.province is None or self.province.established_on <= day:
            return self.province
        later = [former for former in self.former_provinces.all() if former.until > day]
        return min(later, key=lambda former: former.until).province if later else self.province

    @property
    def title(self) -> str:
        """The role with its province: `Cán bộ nhập liệu, Hậu Giang`."""
        return self._titled(str(self.province) if self.province else "")

    def title_on(self, day: dt.date) -> str:
        """The title as it was on that day: history is under the names of its time."""
        return self._titled(str(self.province_on(day) or ""))

    @property
    def dated_title(self) -> str:
        """The title, with the last day of a province that ended: its successor may have its name."""
        return self._titled(self.province.dated_name if self.province else "")

    def _titled(self, province: str) -> str:
        role = self.get_role_display()
        return f"{role}, {province}" if province else str(role)


class FormerProvince(models.Model):
    """The province that an account stood for until the day on which its province merged into another."""

    officer = models.ForeignKey(
        Officer, verbose_name=_("tài khoản"), on_delete=models.CASCADE, related_name="former_provinces"
    )
    province = models.ForeignKey(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        related_name="former_officers",
    )
    until = models.DateField(_("đến trước ngày"))

    class Meta:
        verbose_name = _("đơn vị trước khi hợp nhất")
        verbose_name_plural = _("đơn vị trước khi hợp nhất")
        constraints = [
            models.UniqueConstraint(
                name="former_province_once",
                fields=["officer", "province"],
                violation_error_message=_("Tài khoản đã có đơn vị này."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}, {self.province}"


class AccessEntry(models.Model):
    """A line of the account's log: who got in or tried to, and what others changed. Only `services` adds one.

    A refused attempt under a name that no account has is kept without the name: people type passwords there.
    """

    class What(models.TextChoices):
        LOGIN = "login", _("Đăng nhập")
        REFUSED = "refused", _("Đăng nhập không thành công")
        CREATED = "created", _("Lập tài khoản")
        RESET = "reset", _("Người khác đặt lại mật khẩu")
        CHANGED = "changed", _("Tự đổi mật khẩu")
        RIGHTS = "rights", _("Đổi vai trò hoặc trạng thái")

    officer = models.ForeignKey(
        Officer, verbose_name=_("tài khoản"), on_delete=models.CASCADE, null=True, related_name="log"
    )
    what = models.CharField(_("việc"), max_length=10, choices=What)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    by = models.ForeignKey(
        Officer, verbose_name=_("người làm"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    address = models.GenericIPAddressField(_("địa chỉ mạng"), null=True)
    device = LineField(_("thiết bị"), max_length=60, blank=True)
    times = models.PositiveIntegerField(_("số lần"), default=1)
    details = LineField(_("nội dung"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("dòng nhật ký đăng nhập")
        verbose_name_plural = _("nhật ký đăng nhập")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["officer", "-at"], name="access_entry_of_an_account")]

    def __str__(self) -> str:
        return f"{self.officer}: {self.get_what_display()}"
