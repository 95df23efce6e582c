from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Officer(AbstractUser):
    """A person who logs in, with one role; provincial roles belong to one province."""

    class Role(models.TextChoices):
        ENTRY = "entry", _("Cán bộ nhập liệu")
        LEADER = "leader", _("Lãnh đạo Liên minh HTX tỉnh")
        SECRETARY = "secretary", _("Tổ giúp việc Cụm")
        OBSERVER = "observer", _("Liên minh HTX Việt Nam (theo dõi)")
        ADMINISTRATOR = "administrator", _("Quản trị hệ thống")

    PROVINCIAL_ROLES = (Role.ENTRY, Role.LEADER)

    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    province = models.ForeignKey(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
    )

    REQUIRED_FIELDS = ["role"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        constraints = [
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

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        # Vietnamese names begin with the family name.
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def title(self) -> str:
        """The role with its province: `Cán bộ nhập liệu, Hậu Giang`."""
        role = self.get_role_display()
        return f"{role}, {self.province}" if self.province else str(role)
