"""A file on its way into the register; what was written is in the register and its log."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.model_fields import LineField


class RegisterImport(models.Model):
    """One file of one officer, until it is written, cancelled or swept away."""

    class Kind(models.TextChoices):
        COOPERATIVES = "cooperatives", _("hợp tác xã")
        GROUPS = "groups", _("tổ hợp tác")
        UNIONS = "unions", _("liên hiệp hợp tác xã")
        COOPERATIVE_PRODUCTS = "cooperative-products", _("sản phẩm của hợp tác xã")
        GROUP_PRODUCTS = "group-products", _("sản phẩm của tổ hợp tác")
        UNION_PRODUCTS = "union-products", _("sản phẩm của liên hiệp hợp tác xã")
        COOPERATIVE_CHAINS = "cooperative-chains", _("liên kết chuỗi của hợp tác xã")
        GROUP_CHAINS = "group-chains", _("liên kết chuỗi của tổ hợp tác")
        UNION_CHAINS = "union-chains", _("liên kết chuỗi của liên hiệp hợp tác xã")
        COOPERATIVE_EVENTS = "cooperative-events", _("sự kiện của hợp tác xã")
        GROUP_EVENTS = "group-events", _("sự kiện của tổ hợp tác")
        UNION_EVENTS = "union-events", _("sự kiện của liên hiệp hợp tác xã")
        UNION_MEMBERS = "union-members", _("thành viên của liên hiệp hợp tác xã")

    class State(models.TextChoices):
        CHECKING = "checking", _("đang kiểm tra")
        CHECKED = "checked", _("đã kiểm tra, chưa ghi")
        APPLIED = "applied", _("đã ghi")
        CANCELLED = "cancelled", _("đã hủy")

    officer = models.ForeignKey("provinces.Officer", on_delete=models.CASCADE, related_name="+")
    province = models.ForeignKey("provinces.Province", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    file_name = LineField(_("tên tệp"), max_length=200, prints=False)
    columns = models.JSONField(default=list)  # keys of `columns`, in the file's order
    notes = models.JSONField(default=list)  # sentences about what is not read
    lines = models.PositiveIntegerField(_("số dòng"))
    state = models.CharField(max_length=20, choices=State, default=State.CHECKING)
    counts = models.JSONField(default=dict)  # by `Outcome`
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("lần nhập danh sách")
        verbose_name_plural = _("lần nhập danh sách")

    def __str__(self) -> str:
        return self.file_name


class ImportChunk(models.Model):
    """Some thousands of lines; `outcomes` says what becomes of each, once they are checked."""

    of = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    rows = models.JSONField()  # as `source.SourceRow`
    is_checked = models.BooleanField(default=False)
    outcomes = models.JSONField(default=list)  # as `accounting.Outcome`

    class Meta:
        ordering = ["number"]
        verbose_name = _("phần của lần nhập danh sách")
        verbose_name_plural = _("phần của lần nhập danh sách")
        constraints = [
            models.UniqueConstraint(
                name="importchunk_once",
                fields=["of", "number"],
                violation_error_message=_("Phần này của tệp đã có."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.number}"
