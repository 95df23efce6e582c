from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One entry of a half-year's chain. Only triggers add entries, and nothing changes or removes one.

    The triggers see every write: by services, `update()`, bulk operations, imports and raw SQL.
    """

    class What(models.TextChoices):
        CELL = "cell", _("Số liệu")
        REPORT = "report", _("Báo cáo")
        STEP = "step", _("Bước xử lý")
        NAMED = "named", _("Ô được nêu")

    # No other index than the chain's: every save of a cell would pay for it, and chains are short.
    submission = models.ForeignKey(
        "figures.Submission", on_delete=models.PROTECT, related_name="changes", db_index=False
    )
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    # Empty if the row's version did not grow with the write, as with raw SQL: then the writer is unknown.
    by = models.ForeignKey(
        "provinces.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    what = models.CharField(max_length=10, choices=What)
    indicator = models.ForeignKey(
        "figures.Indicator",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    step = models.ForeignKey(
        "figures.Step", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # The row's content as JSON (see `contents`); empty before an insert and after a delete.
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("thay đổi")
        verbose_name_plural = _("lịch sử thay đổi")
        constraints = [
            models.UniqueConstraint(
                name="change_once_a_number",
                fields=["submission", "number"],
                violation_error_message=_("Nhật ký của báo cáo đã có dòng mang số này."),
            ),
            models.CheckConstraint(
                name="change_names_what_it_is_about",
                condition=Q(what="cell", indicator__isnull=False, step=None)
                | Q(what="report", indicator=None, step=None)
                | Q(what="step", indicator=None, step__isnull=False)
                | Q(what="named", indicator__isnull=False, step__isnull=False),
                violation_error_message=_("Dòng nhật ký phải ghi nội dung thay đổi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.number}"
