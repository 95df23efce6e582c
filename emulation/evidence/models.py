"""Files that a province puts behind its movements, scores and dossiers."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vietnamese.numbers import format_number


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of(self, year: int, province: int) -> "EvidenceQuerySet":
        """What that province put by in that contest; both by key."""
        return self.filter(year=year, province=province)

    def bytes_together(self) -> int:
        """How much room they take; 0 where there are none."""
        return self.aggregate(together=Sum("size"))["together"] or 0


class Evidence(models.Model):
    """A file of one province in one year. Its bytes lie in the private folder, under `stored`.

    What it is was told by its content, once; it is served as that and as nothing else.
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
    SHOWN = (Kind.PDF, Kind.PNG, Kind.JPEG, Kind.WEBP)

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    province = models.ForeignKey(
        "provinces.Province", verbose_name=_("tỉnh, thành phố"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("nội dung"), max_length=200, blank=True)
    name = models.CharField(_("tên tệp"), max_length=200)
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
        """What it is served as."""
        return self.CONTENT_TYPES[self.Kind(self.kind)]

    @property
    def is_shown(self) -> bool:
        """Whether a browser shows it; everything else is saved to the reader's machine."""
        return self.kind in self.SHOWN

    @property
    def size_label(self) -> str:
        """`1,4 MB`, `12 kB`."""
        return size_label(self.size)


def size_label(size: int) -> str:
    """A number of bytes as people read it: up to a megabyte in kB, rounded up."""
    if size < 1 << 20:
        return f"{format_number(-(-size // 1024))} kB"
    return f"{format_number(round(Decimal(size) / (1 << 20), 1).normalize())} MB"


def most_bytes() -> int:
    """How large one file may be."""
    return int(settings.EVIDENCE_FILE_MB) << 20


def most_together() -> int:
    """How much one province may put by in one year, in bytes."""
    return int(settings.EVIDENCE_TOTAL_MB) << 20
