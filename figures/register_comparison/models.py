from django.db import models
from django.utils.translation import gettext_lazy as _

from vietnamese.dates import format_date


class CompleteRegister(models.Model):
    """A province says that its list of one kind holds every organisation, from a day on.

    From then on a number that differs from what the list counts must be explained. What a list counts that is
    not complete is shown beside the number, and nothing is asked. The newest row of a list holds; the others
    are kept, so that who said what, and when, can be read.
    """

    class Ledger(models.TextChoices):
        """The first part of the codes that the list can count; the alliance's are cooperatives'."""

        COOPERATIVES = "coop", _("Danh sách HTX")
        UNIONS = "union", _("Danh sách liên hiệp HTX")
        GROUPS = "group", _("Danh sách tổ hợp tác")

    province = models.ForeignKey("provinces.Province", on_delete=models.CASCADE, related_name="+")
    ledger = models.CharField(_("danh sách"), max_length=10, choices=Ledger)
    since = models.DateField(_("đầy đủ từ ngày"), null=True, blank=True)  # none: it is not complete
    changed_by = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["province", "ledger"], name="complete_register_of_province")]

    def __str__(self) -> str:
        return (
            f"{self.get_ledger_display()}, {self.province}: {format_date(self.since) if self.since else '–'}"
        )
