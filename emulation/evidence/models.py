from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.clusters.succession import own_or_merged
from vietnamese.numbers import format_number
from web.model_fields import KeyedModel, KeyField, LineField


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of(self, year: int, province: int) -> "EvidenceQuerySet":
        """Takes primary keys."""
        return self.filter(year=year, province=province)

    def usable_by(self, year: int, province: int) -> "EvidenceQuerySet":
        """The province's own, and those of the provinces that have merged into it."""
        return self.filter(own_or_merged(province), year=year)

    def total_bytes(self) -> int:
        return self.aggregate(total=Sum("size"))["total"] or 0


class Evidence(KeyedModel):
    """A file of one province in one year; its bytes are in the private folder, under `stored`.

    The content alone decides `kind`, once, and the file is served as nothing else.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        PNG = "png", _("Ảnh PNG")
        JPEG = "jpeg", _("Ảnh JPEG")
        WEBP = "webp", _("Ảnh WebP")
        DOCX = "docx", "Word"
        XLSX = "xlsx", "Excel"
        PPTX = "pptx", "PowerPoint"

    CONTENT_TYPES = {
        Kind.PDF: "application/pdf",
        Kind.PNG: "image/png",
        Kind.JPEG: "image/jpeg",
        Kind.WEBP: "image/webp",
        Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }
    SHOWN_BY_BROWSERS = (Kind.PDF, Kind.PNG, Kind.JPEG, Kind.WEBP)

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    province = models.ForeignKey(
        "provinces.Province", verbose_name=_("tỉnh, thành phố"), on_delete=models.PROTECT, related_name="+"
    )
    title = LineField(_("nội dung"), max_length=200, blank=True)
    name = LineField(_("tên tệp"), max_length=200)
    name_key = KeyField(of="name")
    kind = models.CharField(_("loại tệp"), max_length=10, choices=Kind)
    size = models.PositiveIntegerField(_("dung lượng (byte)"))
    sha256 = models.CharField(_("mã kiểm tra"), max_length=64)
    stored = models.CharField(_("tên trong kho"), max_length=32, unique=True)
    uploaded_by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người tải lên"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("minh chứng")
        verbose_name_plural = _("minh chứng")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="evidence_content_once",
                fields=["year", "province", "sha256"],
                violation_error_message=_("Tệp này đã có trong kho minh chứng của tỉnh."),
            ),
            models.UniqueConstraint(
                name="evidence_name_once",
                fields=["year", "province", "name_key"],
                violation_error_message=_("Tỉnh đã có một tệp minh chứng khác mang tên này."),
            ),
            models.CheckConstraint(
                name="evidence_is_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("Tệp rỗng (0 byte). Chọn lại tệp."),
            ),
            models.CheckConstraint(
                name="evidence_kind_known",
                condition=Q(kind__in=["pdf", "png", "jpeg", "webp", "docx", "xlsx", "pptx"]),
                violation_error_message=_("Loại tệp không có trong danh sách."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def content_type(self) -> str:
        return self.CONTENT_TYPES[self.Kind(self.kind)]

    @property
    def opens_in_browser(self) -> bool:
        return self.kind in self.SHOWN_BY_BROWSERS

    @property
    def size_label(self) -> str:
        return size_label(self.size)


def size_label(size: int) -> str:
    """`1,4 MB`; up to a megabyte in kB, rounded up."""
    if size < 1 << 20:
        return f"{format_number(-(-size // 1024))} kB"
    return f"{format_number(round(Decimal(size) / (1 << 20), 1).normalize())} MB"


def max_file_bytes() -> int:
    return int(settings.EVIDENCE_FILE_MB) << 20


def max_province_bytes() -> int:
    """Limit of one province's files in one year."""
    return int(settings.EVIDENCE_TOTAL_MB) << 20
