"""The secret vote: what is voted on, among whom, and who may vote. No row of it is a ballot."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.votes.share import Share
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from web.model_fields import KeyedModel, KeyField, LineField

MOST_NOMINEES = 40


class Poll(KeyedModel):
    """One secret ballot of a year: for the flag (Cờ thi đua) or for certificates (Bằng khen).

    While it is open, only `sealed` holds its counts, and no query can read them (`emulation.votes.urn`).
    Closing the vote writes all of them at once.
    """

    class Purpose(models.TextChoices):
        FLAG = "flag", gettext_lazy("Đề nghị tặng Cờ thi đua")
        CERTIFICATE = "certificate", gettext_lazy("Đề nghị tặng Bằng khen")

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Đang chuẩn bị")
        OPEN = "open", gettext_lazy("Đang bỏ phiếu")
        CLOSED = "closed", gettext_lazy("Đã kiểm phiếu")
        VOID = "void", gettext_lazy("Không thành")

    class Void(models.TextChoices):
        NO_QUORUM = "no_quorum", gettext_lazy("Số người bỏ phiếu chưa đủ mức tối thiểu.")
        UNREADABLE = (
            "unreadable",
            gettext_lazy("Không mở được hòm phiếu: khóa bảo mật của hệ thống đã thay đổi."),
        )
        MISMATCH = "mismatch", gettext_lazy("Số phiếu trong hòm không bằng số người đã bỏ phiếu.")

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=gettext_lazy("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="polls",
    )
    purpose = models.CharField(
        gettext_lazy("bỏ phiếu để"), max_length=12, choices=Purpose, default=Purpose.FLAG
    )
    title = LineField(gettext_lazy("nội dung bỏ phiếu"), max_length=200)
    title_key = KeyField(of="title")
    # Above 1 if the same vote is held again after a void one.
    round = models.PositiveSmallIntegerField(gettext_lazy("lần"), default=1)
    places = models.PositiveSmallIntegerField(gettext_lazy("số đơn vị được chọn"), default=1)
    quorum = models.CharField(
        gettext_lazy("số người bỏ phiếu tối thiểu"), max_length=12, choices=Share, default=Share.TWO_THIRDS
    )
    needs = models.CharField(
        gettext_lazy("số phiếu để được đề nghị"), max_length=12, choices=Share, default=Share.MORE_THAN_HALF
    )
    state = models.CharField(
        gettext_lazy("trạng thái"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    # Of the draft; nothing of it changes once the vote is open. NULL for drafts from before the columns.
    changed_at = models.DateTimeField(gettext_lazy("sửa lúc"), null=True, editable=False)
    changed_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=gettext_lazy("người sửa"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    why_void = models.CharField(
        gettext_lazy("lý do không thành"), max_length=12, choices=Void, blank=True, editable=False
    )
    sealed = models.BinaryField(null=True)
    ballots = models.PositiveSmallIntegerField(gettext_lazy("số phiếu thu về"), null=True, editable=False)
    blanks = models.PositiveSmallIntegerField(gettext_lazy("số phiếu trắng"), null=True, editable=False)
    place = LineField(gettext_lazy("nơi họp"), max_length=120, blank=True)
    chair = LineField(gettext_lazy("chủ trì"), max_length=120, blank=True)
    clerk = LineField(gettext_lazy("người kiểm phiếu"), max_length=120, blank=True)

    class Meta:
        verbose_name = gettext_lazy("cuộc bỏ phiếu")
        verbose_name_plural = gettext_lazy("các cuộc bỏ phiếu")
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="poll_once_a_round",
                fields=["year", "title_key", "round"],
                violation_error_message=gettext_lazy("Năm này đã có cuộc bỏ phiếu mang nội dung đó."),
            ),
            models.CheckConstraint(
                name="poll_flag_goes_to_one",
                condition=Q(purpose="flag", places=1)
                | Q(purpose="certificate", places__gte=1, places__lte=MOST_NOMINEES),
                violation_error_message=gettext_lazy(
                    "Cờ thi đua đề nghị cho một đơn vị; Bằng khen cho từ 1 đến 40 đơn vị."
                ),
            ),
            models.CheckConstraint(
                name="poll_shares_known",
                condition=Q(quorum__in=Share.values, needs__in=Share.values),
                violation_error_message=gettext_lazy("Tỷ lệ không có trong danh sách."),
            ),
            models.CheckConstraint(
                name="poll_sealed_while_open_alone",
                condition=Q(state="open", sealed__isnull=False) | ~Q(state="open") & Q(sealed=None),
                violation_error_message=gettext_lazy("Chỉ cuộc bỏ phiếu đang mở mới có hòm phiếu."),
            ),
            models.CheckConstraint(
                name="poll_steps_in_order",
                condition=Q(state="draft", opened_at=None, opened_by=None, closed_at=None, closed_by=None)
                | Q(state="open", opened_at__isnull=False, opened_by__isnull=False, closed_at=None)
                & Q(closed_by=None)
                | Q(state__in=["closed", "void"], opened_at__lte=F("closed_at"), opened_by__isnull=False)
                & Q(closed_by__isnull=False),
                violation_error_message=gettext_lazy("Bỏ phiếu phải mở trước, rồi mới đóng."),
            ),
            models.CheckConstraint(
                name="poll_counts_once_closed",
                condition=Q(state="closed", ballots__gte=F("blanks"), why_void="")
                | Q(state="void", ballots=None, blanks=None) & ~Q(why_void="")
                | Q(state__in=["draft", "open"], ballots=None, blanks=None, why_void=""),
                violation_error_message=gettext_lazy("Chỉ cuộc bỏ phiếu đã kiểm mới có số phiếu."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        if self.round == 1:
            return self.title
        return _("%(title)s (lần %(round)s)") % {"title": self.title, "round": self.round}

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Nominee(KeyedModel):
    """A member of the cluster or, by name, anybody else."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="nominees")
    position = models.PositiveSmallIntegerField(gettext_lazy("thứ tự"))
    province = models.ForeignKey(
        Province,
        verbose_name=gettext_lazy("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    label = LineField(gettext_lazy("tên"), max_length=200, blank=True)
    label_key = KeyField(of="label")
    # NULL until the poll is closed.
    votes = models.PositiveSmallIntegerField(gettext_lazy("số phiếu"), null=True, editable=False)

    class Meta:
        verbose_name = gettext_lazy("đơn vị được giới thiệu")
        verbose_name_plural = gettext_lazy("các đơn vị được giới thiệu")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="nominee_one_a_position",
                fields=["poll", "position"],
                violation_error_message=gettext_lazy("Hai đơn vị không đứng cùng một chỗ."),
            ),
            models.UniqueConstraint(
                name="nominee_province_once",
                fields=["poll", "province"],
                violation_error_message=gettext_lazy("Đơn vị này đã có trong danh sách."),
            ),
            models.UniqueConstraint(
                name="nominee_name_once",
                fields=["poll", "label_key"],
                condition=~Q(label_key=""),
                violation_error_message=gettext_lazy("Tên này đã có trong danh sách."),
            ),
            models.CheckConstraint(
                name="nominee_is_a_province_or_a_name",
                condition=Q(province__isnull=False, label="") | Q(province=None) & ~Q(label=""),
                violation_error_message=gettext_lazy("Chọn một tỉnh hoặc ghi tên, không ghi cả hai."),
            ),
        ]

    def __str__(self) -> str:
        return self.province.alliance_name if self.province else self.label


class Seat(models.Model):
    """Who may vote, and whether they did.

    It never says when: a ballot whose time is known could be told apart.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="seats")
    officer = models.ForeignKey(
        Officer, verbose_name=gettext_lazy("người bỏ phiếu"), on_delete=models.PROTECT, related_name="+"
    )
    has_voted = models.BooleanField(gettext_lazy("đã bỏ phiếu"), default=False, editable=False)

    class Meta:
        verbose_name = gettext_lazy("người bỏ phiếu")
        verbose_name_plural = gettext_lazy("những người bỏ phiếu")
        ordering = ["officer__province__position", "officer__username"]
        constraints = [
            models.UniqueConstraint(
                name="seat_one_each",
                fields=["poll", "officer"],
                violation_error_message=gettext_lazy("Người này đã có trong danh sách bỏ phiếu."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.officer)
