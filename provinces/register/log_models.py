"""The register's log: who changed what, when. The services add lines; the database keeps them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OrganisationLogLine(models.Model):
    """One change, in Vietnamese words as they were on that day."""

    at = models.DateTimeField(_("lúc"), default=timezone.now)
    by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người ghi"), on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("nội dung"), max_length=200)
    before = models.TextField(_("trước"), blank=True)
    after = models.TextField(_("sau"), blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what


class CooperativeLogLine(OrganisationLogLine):
    organisation = models.ForeignKey("provinces.Cooperative", on_delete=models.CASCADE, related_name="log")

    class Meta(OrganisationLogLine.Meta):
        verbose_name = _("dòng nhật ký của hợp tác xã")
        verbose_name_plural = _("dòng nhật ký của hợp tác xã")


class UnionLogLine(OrganisationLogLine):
    organisation = models.ForeignKey(
        "provinces.CooperativeUnion", on_delete=models.CASCADE, related_name="log"
    )

    class Meta(OrganisationLogLine.Meta):
        verbose_name = _("dòng nhật ký của liên hiệp hợp tác xã")
        verbose_name_plural = _("dòng nhật ký của liên hiệp hợp tác xã")


class GroupLogLine(OrganisationLogLine):
    organisation = models.ForeignKey(
        "provinces.CooperativeGroup", on_delete=models.CASCADE, related_name="log"
    )

    class Meta(OrganisationLogLine.Meta):
        verbose_name = _("dòng nhật ký của tổ hợp tác")
        verbose_name_plural = _("dòng nhật ký của tổ hợp tác")
