"""The movements named in a pledge (phong trào đăng ký), as they were when it was sent."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from web.model_fields import KeyedModel, KeyField, LineField


class PledgedMovement(KeyedModel):
    """A copy of a movement as a province pledged it or, without a province, the whole cluster.

    It is a copy so that a signed paper does not change when the movement does.
    """

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="pledged_movements",
    )
    province = models.ForeignKey(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # NULL after the movement was removed, which is possible only before its launch.
    movement = models.ForeignKey(
        "emulation.Movement",
        verbose_name=_("phong trào"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    name = LineField(_("tên phong trào"), max_length=200)
    name_key = KeyField(of="name")
    begins_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))

    class Meta:
        verbose_name = _("phong trào đăng ký")
        verbose_name_plural = _("phong trào đăng ký")
        ordering = [F("province__position").asc(nulls_first=True), "begins_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="pledged_movement_name_once_a_province",
                fields=["year", "province", "name_key"],
                violation_error_message=_("Tỉnh đã đăng ký phong trào tên này."),
            ),
            models.UniqueConstraint(
                name="pledged_movement_name_once_in_the_cluster",
                fields=["year", "name_key"],
                condition=Q(province=None),
                violation_error_message=_("Cụm đã đăng ký phong trào tên này."),
            ),
            models.CheckConstraint(
                name="pledged_movement_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
