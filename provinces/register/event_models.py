"""What happened to an organisation, by day; and the spans of time that follow from it."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.register.models import ALLIANCE, BeginKind, EndKind, LegalState
from web.model_fields import LineField, LinesField


class EventKind(models.TextChoices):
    """Values of beginnings, states and ends are those of `BeginKind`, `LegalState` and `EndKind`."""

    FOUNDED = "founded", _("Thành lập mới")
    SPLIT_OFF = "split_off", _("Thành lập do chia, tách")
    UNITED = "united", _("Thành lập do hợp nhất")
    CONVERTED_INTO = "converted_into", _("Chuyển đổi từ loại hình khác")
    MOVED_IN = "moved_in", _("Chuyển đến từ tỉnh khác")
    RESUMED = "active", _("Hoạt động trở lại")
    SUSPENDED = "suspended", _("Tạm ngừng kinh doanh")
    NOT_AT_ADDRESS = "not_at_address", _("Không hoạt động tại địa chỉ đã đăng ký")
    REVOKED = "revoked", _("Bị thu hồi giấy chứng nhận đăng ký")
    REORGANISING = "reorganising", _("Bắt đầu thủ tục giải thể, chia, hợp nhất, sáp nhập")
    BANKRUPTCY = "bankruptcy", _("Bắt đầu thủ tục phá sản")
    JOINED_ALLIANCE = "joined_alliance", _("Vào Liên minh HTX")
    LEFT_ALLIANCE = "left_alliance", _("Ra khỏi Liên minh HTX")
    JOINED_UNION = "joined_union", _("Vào liên hiệp HTX")
    LEFT_UNION = "left_union", _("Ra khỏi liên hiệp HTX")
    SEPARATED = "separated", _("Tách một phần thành đơn vị khác")
    TOOK_OVER = "took_over", _("Nhận sáp nhập đơn vị khác")
    RENAMED = "renamed", _("Đổi tên")
    RENUMBERED = "renumbered", _("Đổi mã số đăng ký")
    DISSOLVED = "dissolved", _("Giải thể")
    BANKRUPT = "bankrupt", _("Phá sản")
    DIVIDED = "divided", _("Bị chia")
    MERGED = "merged", _("Sáp nhập, hợp nhất vào đơn vị khác")
    CONVERTED = "converted", _("Chuyển đổi sang loại hình khác")
    MOVED = "moved", _("Chuyển đi tỉnh khác")
    CEASED = "ceased", _("Chấm dứt hoạt động")


BEGINNINGS = tuple(EventKind(kind.value) for kind in BeginKind)
STATES = tuple(EventKind(state.value) for state in LegalState if state != LegalState.ENDED)
ENDS = tuple(EventKind(kind.value) for kind in EndKind)
OF_UNIONS = (EventKind.JOINED_UNION, EventKind.LEFT_UNION)
LEAVINGS = (EventKind.LEFT_ALLIANCE, EventKind.LEFT_UNION)


class OrganisationEvent(models.Model):
    """One event. Without a day it was before everything that has one: old registers do not know it."""

    TELLING = ("kind", "happened_on")  # as of other rows; events of unions differ in the union, too

    kind = models.CharField(_("sự kiện"), max_length=20, choices=EventKind)
    happened_on = models.DateField(_("ngày"), null=True, blank=True)
    decision = LineField(_("số quyết định, văn bản"), max_length=120, blank=True)
    # Of a new name or number, the former one.
    other = LineField(_("đơn vị liên quan, tên hoặc mã số cũ"), max_length=200, blank=True)
    note = LinesField(_("ghi chú"), max_length=1000, blank=True)
    entered_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người ghi"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("ghi lúc"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        ordering = ["happened_on", "pk"]
        indexes = [
            models.Index(fields=["organisation", "happened_on"], name="%(class)s_by_day"),
            models.Index(fields=["kind", "happened_on"], name="%(class)s_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="%(class)s_begins_once",
                fields=["organisation"],
                condition=Q(kind__in=[kind.value for kind in BEGINNINGS]),
                violation_error_message=_("Đơn vị này đã ghi thành lập; sửa sự kiện đã ghi."),
            ),
            models.UniqueConstraint(
                name="%(class)s_ends_once",
                fields=["organisation"],
                condition=Q(kind__in=[kind.value for kind in ENDS]),
                violation_error_message=_("Đơn vị này đã ghi chấm dứt; sửa sự kiện đã ghi."),
            ),
            models.CheckConstraint(
                name="%(class)s_ends_on_a_day",
                condition=Q(happened_on__isnull=False) | ~Q(kind__in=[kind.value for kind in ENDS]),
                violation_error_message=_("Chưa nhập ngày; chấm dứt hoạt động phải có ngày."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def telling(self) -> tuple[str, dt.date | None]:
        return self.kind, self.happened_on


class CooperativeEvent(OrganisationEvent):
    organisation = models.ForeignKey(
        "provinces.Cooperative", on_delete=models.CASCADE, related_name="events", db_index=False
    )
    union = models.ForeignKey(
        "provinces.CooperativeUnion",
        verbose_name=_("liên hiệp HTX"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="member_events",
    )

    class Meta(OrganisationEvent.Meta):
        verbose_name = _("sự kiện của hợp tác xã")
        verbose_name_plural = _("sự kiện của hợp tác xã")
        constraints = [
            *OrganisationEvent.Meta.constraints,
            models.CheckConstraint(
                name="cooperativeevent_names_its_union",
                condition=Q(union__isnull=False, kind__in=[kind.value for kind in OF_UNIONS])
                | Q(union=None) & ~Q(kind__in=[kind.value for kind in OF_UNIONS]),
                violation_error_message=_("Việc vào hoặc ra khỏi liên hiệp phải có tên liên hiệp."),
            ),
        ]


class UnionEvent(OrganisationEvent):
    organisation = models.ForeignKey(
        "provinces.CooperativeUnion", on_delete=models.CASCADE, related_name="events", db_index=False
    )

    class Meta(OrganisationEvent.Meta):
        verbose_name = _("sự kiện của liên hiệp hợp tác xã")
        verbose_name_plural = _("sự kiện của liên hiệp hợp tác xã")


class GroupEvent(OrganisationEvent):
    organisation = models.ForeignKey(
        "provinces.CooperativeGroup", on_delete=models.CASCADE, related_name="events", db_index=False
    )

    class Meta(OrganisationEvent.Meta):
        verbose_name = _("sự kiện của tổ hợp tác")
        verbose_name_plural = _("sự kiện của tổ hợp tác")


class SpanQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> "SpanQuerySet":
        """The spans that hold at the end of that day."""
        begun = Q(since=None) | Q(since__lte=day)
        return self.filter(begun, Q(until=None) | Q(until__gt=day))


class Span(models.Model):
    """From a day on, and until the day before another; computed from events, never entered."""

    since = models.DateField(_("từ ngày"), null=True)
    until = models.DateField(_("đến trước ngày"), null=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_in_order",
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]


class OrganisationSpan(Span):
    """In a legal state other than active, or a member of the alliance."""

    class What(models.TextChoices):
        SUSPENDED = "suspended", _("Tạm ngừng kinh doanh")
        NOT_AT_ADDRESS = "not_at_address", _("Không hoạt động tại địa chỉ đã đăng ký")
        REVOKED = "revoked", _("Bị thu hồi giấy chứng nhận đăng ký")
        REORGANISING = "reorganising", _("Đang làm thủ tục giải thể, chia, hợp nhất, sáp nhập")
        BANKRUPTCY = "bankruptcy", _("Đang làm thủ tục phá sản")
        ALLIANCE = ALLIANCE, _("Thành viên Liên minh HTX")

    what = models.CharField(_("nội dung"), max_length=20, choices=What)

    class Meta(Span.Meta):
        abstract = True
        indexes = [
            models.Index(fields=["organisation", "what", "since", "until"], name="%(class)s_life"),
            models.Index(fields=["what", "since", "until", "organisation"], name="%(class)s_what"),
        ]

    def __str__(self) -> str:
        return str(self.get_what_display())


class CooperativeSpan(OrganisationSpan):
    organisation = models.ForeignKey(
        "provinces.Cooperative", on_delete=models.CASCADE, related_name="spans", db_index=False
    )


class UnionSpan(OrganisationSpan):
    organisation = models.ForeignKey(
        "provinces.CooperativeUnion", on_delete=models.CASCADE, related_name="spans", db_index=False
    )


class GroupSpan(OrganisationSpan):
    organisation = models.ForeignKey(
        "provinces.CooperativeGroup", on_delete=models.CASCADE, related_name="spans", db_index=False
    )


class UnionMembership(Span):
    """A cooperative, of whatever province, as member of a union."""

    union = models.ForeignKey(
        "provinces.CooperativeUnion", on_delete=models.CASCADE, related_name="memberships"
    )
    cooperative = models.ForeignKey(
        "provinces.Cooperative", on_delete=models.CASCADE, related_name="memberships"
    )

    def __str__(self) -> str:
        return f"{self.cooperative} – {self.union}"
