import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from provinces.clusters.date_order import (
    wrong_days_of_membership,
    wrong_days_of_province,
    wrong_year_of_term,
)
from vietnamese.dates import format_date
from web.model_fields import KeyedModel, KeyField, LineField, SlugField

if TYPE_CHECKING:
    from provinces.accounts.models import Officer


class NaturalKeyManager(models.Manager):
    # Fixtures refer to a row by its slug, which is the same in every database.
    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class Cluster(models.Model):
    """The emulation cluster (cụm thi đua) of provincial cooperative alliances; an installation has one."""

    slug = SlugField(_("mã"), unique=True, error_messages={"unique": _("Mã này đang thuộc một cụm khác.")})
    name = LineField(_("tên đầy đủ"), max_length=200)
    short_name = LineField(_("tên ngắn"), max_length=80)
    parent_body = LineField(_("cơ quan cấp trên"), max_length=200, default="Liên minh HTX Việt Nam")
    report_symbol = LineField(_("ký hiệu báo cáo"), max_length=40, default="BC-CTĐ")

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = _("cụm thi đua")
        verbose_name_plural = _("cụm thi đua")
        constraints = [
            models.UniqueConstraint(
                Value(1),
                name="cluster_only_one",
                violation_error_message=_("Hệ thống này chỉ dành cho một cụm thi đua."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def place_name(self) -> str:
        """`Tây Nam sông Hậu`: the short name without the word for cluster, which many write before it."""
        return self.short_name.removeprefix("Cụm ")

    def head_in(self, year: int) -> "Officer | None":
        """Who leads the cluster in that year and signs its papers."""
        term = self.terms.filter(year=year, post=Term.Post.HEAD).select_related("officer__province").first()
        return term.officer if term else None


class ProvinceQuerySet(models.QuerySet["Province"]):
    def members_on(self, cluster: Cluster, on: dt.date) -> "ProvinceQuerySet":
        return self.filter(
            Q(memberships__left_on=None) | Q(memberships__left_on__gt=on),
            memberships__cluster=cluster,
            memberships__joined_on__lte=on,
        ).order_by("position")

    def existing_on(self, on: dt.date) -> "ProvinceQuerySet":
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), established_on__lte=on)

    def get_by_natural_key(self, slug: str) -> "Province":
        return self.get(slug=slug)


class Province(KeyedModel):
    """A province or centrally run city between two dates.

    The slug is the key. The statistical code is not: 91 was Kiên Giang until 30/6/2025 and is the new
    An Giang since, and 92 and 96 kept their code with another territory (Nghị quyết 202/2025/QH15).
    """

    slug = SlugField(
        _("mã"),
        unique=True,
        parameter="province",
        error_messages={"unique": _("Mã này đang thuộc một tỉnh, thành phố khác.")},
    )
    name = LineField(_("tên"), max_length=80)
    name_key = KeyField(of="name")
    is_city = models.BooleanField(_("thành phố trực thuộc trung ương"), default=False)
    code = LineField(_("mã thống kê"), max_length=4)
    # An order of our own: sorted() puts Đ last, and the database's collation depends on the server.
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    established_on = models.DateField(_("có từ ngày"))
    ended_on = models.DateField(_("đến trước ngày"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("sáp nhập vào"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tỉnh, thành phố")
        verbose_name_plural = _("tỉnh, thành phố")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="province_ends_after_it_began",
                condition=Q(ended_on=None) | Q(ended_on__gt=F("established_on")),
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                name="province_successor_only_when_ended",
                condition=Q(successor=None) | Q(ended_on__isnull=False),
                violation_error_message=_("Tỉnh sáp nhập vào tỉnh khác phải có ngày kết thúc."),
            ),
            models.UniqueConstraint(
                name="province_code_unique_among_existing",
                fields=["code"],
                condition=Q(ended_on=None),
                violation_error_message=_("Mã thống kê này đang thuộc một tỉnh khác."),
            ),
            models.UniqueConstraint(
                name="province_name_unique_among_existing",
                fields=["name_key"],
                condition=Q(ended_on=None),
                violation_error_message=_("Tên này đang thuộc một tỉnh khác."),
            ),
            models.CheckConstraint(
                name="province_succeeds_no_self",
                condition=Q(successor=None) | ~Q(successor=F("id")),
                violation_error_message=_("Một tỉnh không sáp nhập vào chính tỉnh đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Refuse what no constraint can hold, too: namesakes at one time, circles, wrong days."""
        self._require_alone("name", self.name, name_key=self.name_key)
        self._require_alone("code", self.code, code=self.code)
        self._require_no_circle()
        if wrong := wrong_days_of_province(self):
            raise ValidationError(wrong)
        super().validate_constraints(exclude=exclude)

    def _require_alone(self, field: str, read: str, **same: str) -> None:
        if self.established_on is None:
            return
        others = Province.objects.exclude(pk=self.pk).filter(
            Q(ended_on=None) | Q(ended_on__gt=self.established_on), **same
        )
        if self.ended_on is not None:
            others = others.filter(established_on__lt=self.ended_on)
        if other := others.first():
            sentence = _(
                "Đọc được “%(read)s”; trong thời gian đó đã có %(other)s, mã %(slug)s. Sửa ô này hoặc ngày "
                "bắt đầu, ngày kết thúc."
            )
            names = {"read": read, "other": other.dated_name, "slug": other.slug}
            raise ValidationError({field: sentence % names})

    def _require_no_circle(self) -> None:
        names, seen, following = [self.name], {self.pk}, self.successor
        while following is not None and following.pk not in seen:
            names.append(following.dated_name)
            seen.add(following.pk)
            following = following.successor
        if following is not None and following.pk == self.pk:
            sentence = _("Các lần sáp nhập thành vòng: %s. Chọn tỉnh, thành phố khác hoặc để trống.")
            raise ValidationError({"successor": sentence % " → ".join([*names, self.name])})

    @property
    def dated_name(self) -> str:
        """The name for lists that mix provinces of different times: `An Giang (đến 30/6/2025)`."""
        if self.ended_on is None:
            return self.name
        last_day = self.ended_on - dt.timedelta(days=1)
        return _("%(name)s (đến %(day)s)") % {"name": self.name, "day": format_date(last_day)}

    def name_by(self, day: dt.date) -> str:
        """The name in a list of that time: with the last day if the province had ended by then."""
        return self.dated_name if self.ended_on is not None and self.ended_on <= day else self.name

    @cached_property
    def merged_in(self) -> frozenset[int]:
        """The keys of all provinces that go on in this one by today; a query for each merger in turn."""
        today, found, newest = timezone.localdate(), set[int](), {self.pk}
        while newest:
            parts = Province.objects.filter(successor__in=newest, ended_on__lte=today)
            newest = set(parts.values_list("pk", flat=True)) - found
            found |= newest
        return frozenset(found)

    @cached_property
    def is_taken_over(self) -> bool:
        """Whether it has ended in a merger that was recorded as one, with what becomes of its accounts.

        Where only the dates were entered, its officers go on until somebody says who follows them.
        """
        if self.ended_on is None or self.successor_id is None or self.ended_on > timezone.localdate():
            return False
        return Province.objects.filter(pk=self.successor_id, merger__isnull=False).exists()

    @property
    def alliance_name(self) -> str:
        """`Liên minh HTX tỉnh Hậu Giang`."""
        pattern = _("Liên minh HTX thành phố %s") if self.is_city else _("Liên minh HTX tỉnh %s")
        return pattern % self.name


class Membership(models.Model):
    """A province's alliance in a cluster; the day of leaving is the first day outside."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("cụm thi đua"), on_delete=models.PROTECT, related_name="memberships"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("tỉnh, thành phố"), on_delete=models.PROTECT, related_name="memberships"
    )
    joined_on = models.DateField(_("vào cụm ngày"))
    left_on = models.DateField(_("rời cụm ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("đơn vị thành viên của cụm")
        verbose_name_plural = _("đơn vị thành viên của cụm")
        constraints = [
            models.UniqueConstraint(
                name="membership_once_at_a_time",
                fields=["province"],
                condition=Q(left_on=None),
                violation_error_message=_("Tỉnh này đang thuộc một cụm."),
            ),
            models.CheckConstraint(
                name="membership_left_after_it_joined",
                condition=Q(left_on=None) | Q(left_on__gt=F("joined_on")),
                violation_error_message=_("Ngày rời cụm phải sau ngày vào cụm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.cluster}"

    def clean(self) -> None:
        super().clean()
        if wrong := wrong_days_of_membership(self):
            raise ValidationError(wrong)

    def overlaps(self, other: "Membership") -> bool:
        return (other.left_on is None or self.joined_on < other.left_on) and (
            self.left_on is None or other.joined_on < self.left_on
        )

    def is_in_year(self, year: int) -> bool:
        """Whether the province is a member on some day of that year."""
        last_day = None if self.left_on is None else self.left_on - dt.timedelta(days=1)
        return self.joined_on.year <= year and (last_day is None or last_day.year >= year)

    def holds_on(self, date: dt.date) -> bool:
        return self.joined_on <= date and (self.left_on is None or date < self.left_on)


class Term(models.Model):
    """Who leads the cluster in a year: a post belongs to a year, not to an account."""

    class Post(models.TextChoices):
        HEAD = "head", _("Cụm trưởng")
        DEPUTY = "deputy", _("Cụm phó")

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("cụm thi đua"), on_delete=models.PROTECT, related_name="terms"
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    post = models.CharField(_("chức danh"), max_length=10, choices=Post)
    officer = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người giữ"), on_delete=models.PROTECT, related_name="terms"
    )

    class Meta:
        verbose_name = _("nhiệm kỳ điều hành cụm")
        verbose_name_plural = _("nhiệm kỳ điều hành cụm")
        constraints = [
            models.UniqueConstraint(
                name="term_one_holder_a_year",
                fields=["cluster", "year", "post"],
                violation_error_message=_("Năm này đã có người giữ chức danh đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.year}: {self.officer}"

    def clean(self) -> None:
        super().clean()
        if wrong := wrong_year_of_term(self):
            raise ValidationError(wrong)
