"""Each list: which cooperatives are on it on a day, and why."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.register.event_models import ENDS, CooperativeEvent
from provinces.register.fact_models import CooperativeChain, CooperativeFee, CooperativeHalfYear
from provinces.register.legal_minimum import legal_minimum
from provinces.register.models import Cooperative, OrganisationQuerySet, runs_on
from provinces.register_lists.tables import (
    ChainTable,
    DecisionTable,
    FeeTable,
    FewMembersTable,
    ModelTable,
    UndecidedTable,
)

Rows = Callable[[OrganisationQuerySet, dt.date, int], QuerySet[Any]]


@dataclass(frozen=True)
class DecisionList:
    """One list; `rows` makes its rows of some cooperatives, for a day and a year."""

    slug: str
    title: Promise
    about: Promise
    table: type[DecisionTable]
    rows: Rows
    has_year: bool = False

    def newest_year(self, cooperatives: OrganisationQuerySet) -> int | None:
        """The newest year of which fees are known, which the list shows first."""
        if not self.has_year:
            return None
        fees = CooperativeFee.objects.filter(organisation__in=cooperatives)
        return fees.aggregate(year=Max("year"))["year"]


def alliance_members(cooperatives: OrganisationQuerySet, year: int, today: dt.date) -> OrganisationQuerySet:
    """On the last day of the year, or today while it runs."""
    return cooperatives.in_alliance_on(min(today, dt.date(year, 12, 31)))


def paid_up(year: int) -> Q:
    """Whether a cooperative has paid the fee of the year: all that is due, or anything if it is not known."""
    fees = CooperativeFee.objects.filter(organisation=OuterRef("pk"), year=year, paid__gt=0)
    return Q(Exists(fees.filter(Q(due=None) | Q(paid__gte=F("due")))))


def waived(year: int) -> Q:
    return Q(Exists(CooperativeFee.objects.filter(organisation=OuterRef("pk"), year=year, due=0)))


def fee_counts(cooperatives: OrganisationQuerySet, today: dt.date, year: int) -> dict[str, int]:
    """Members of the alliance, those that have paid, and those on the list; one query for all three."""
    members = alliance_members(cooperatives, year, today).annotate(
        has_paid=Case(When(paid_up(year), then=1)), owes=Case(When(~(paid_up(year) | waived(year)), then=1))
    )
    return members.aggregate(members=Count("pk"), paid=Count("has_paid"), owing=Count("owes"))


def _owing(cooperatives: OrganisationQuerySet, today: dt.date, year: int) -> QuerySet[Any]:
    fees = CooperativeFee.objects.filter(organisation=OuterRef("pk"), year=year)
    return (
        alliance_members(cooperatives, year, today)
        .exclude(paid_up(year) | waived(year))
        .annotate(due=Subquery(fees.values("due")[:1]), paid=Subquery(fees.values("paid")[:1]))
        .annotate(owed=F("due") - Coalesce("paid", Decimal(0)))
    )


def _models(cooperatives: OrganisationQuerySet, today: dt.date, year: int) -> QuerySet[Any]:
    return cooperatives.existing_on(today).exclude(model_reasons="")


def _chains(cooperatives: OrganisationQuerySet, today: dt.date, year: int) -> QuerySet[Any]:
    existing = cooperatives.existing_on(today)
    chains = CooperativeChain.objects.filter(runs_on(today), organisation__in=existing)
    return chains.select_related("organisation__province")


def _too_few(cooperatives: OrganisationQuerySet, today: dt.date, year: int) -> QuerySet[Any]:
    """Official members count, of the newest half-year that has them."""
    told = CooperativeHalfYear.objects.filter(organisation=OuterRef("pk"), members__isnull=False)
    newest = told.order_by("-year", "-half").values("members")[:1]
    official = cooperatives.existing_on(today).annotate(official=Coalesce(Subquery(newest), "members"))
    return official.filter(official__lt=legal_minimum(Cooperative, today).least)


def _undecided(cooperatives: OrganisationQuerySet, today: dt.date, year: int) -> QuerySet[Any]:
    ends = CooperativeEvent.objects.filter(organisation=OuterRef("pk"), kind__in=ENDS)
    return cooperatives.exclude(ended_on=None).filter(~Exists(ends.exclude(decision="")))


LISTS = (
    DecisionList(
        "fees",
        _("Chưa đóng đủ hội phí"),
        _("HTX là thành viên Liên minh mà chưa ghi đã đóng đủ hội phí của năm."),
        FeeTable,
        _owing,
        has_year=True,
    ),
    DecisionList(
        "models",
        _("Mô hình đề nghị nhân rộng"),
        _("HTX đang có, được đề nghị nhân rộng, với lý do."),
        ModelTable,
        _models,
    ),
    DecisionList(
        "chains",
        _("Liên kết theo chuỗi giá trị"),
        _("Liên kết còn hiệu lực đến hôm nay, xếp theo sản phẩm."),
        ChainTable,
        _chains,
    ),
    DecisionList(
        "few-members",
        _("Dưới số thành viên tối thiểu"),
        _("HTX đang có mà số thành viên chính thức ít hơn mức tối thiểu của luật hiện hành."),
        FewMembersTable,
        _too_few,
    ),
    DecisionList(
        "undecided",
        _("Chấm dứt chưa có quyết định"),
        _("HTX đã ghi chấm dứt mà chưa ghi số quyết định, văn bản."),
        UndecidedTable,
        _undecided,
    ),
)
BY_SLUG = {each.slug: each for each in LISTS}
