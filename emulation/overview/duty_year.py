"""The contest of a year on one day: whose its duties are, and their texts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.cross_checks.models import Check
from emulation.year.models import Deadline, EmulationYear
from figures.duties.duties import Duty, DutyText
from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term
from provinces.clusters.succession import Territories
from vietnamese.dates import format_date


class ContestDutyKind(StrEnum):
    """The duties of the contest. Reminders are stored by these values: do not change them."""

    PLEDGE = "pledge"
    MOVEMENT = "movement"
    SELF_SCORE = "self_score"
    CROSS_CHECK = "cross_check"
    ANSWER = "answer"
    VOTE = "vote"
    DOSSIER = "dossier"
    ASSIGN = "assign"
    COUNCIL = "council"
    POLL = "poll"
    DECIDE = "decide"
    CHANGE = "change"


@dataclass(frozen=True)
class DutyYear:
    """The contest of a year on one day; what several duties need is read from the database once."""

    contest_year: EmulationYear
    today: dt.date

    @cached_property
    def members(self) -> list[Province]:
        return list(self.contest_year.members)

    @cached_property
    def ring(self) -> list[Check]:
        """The checks between the members."""
        ring = Check.objects.filter(year=self.contest_year).between(self.members)
        return list(ring.select_related("checker", "checked"))

    @cached_property
    def officer_keys(self) -> dict[int, dict[str, set[int]]]:
        """Keys of the provinces' officers, by province and role."""
        keys: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        # Of members that merged after the year, the officers of the successor complete the parts.
        territories = Territories.load()
        active = Officer.objects.filter(is_active=True, role__in=Officer.PROVINCIAL_ROLES)
        for pk, province, role in active.values_list("pk", "province", "role"):
            for part in territories.ended_in(province, self.today) if province else ():
                keys[part][role].add(pk)
        return keys

    @cached_property
    def post_holders(self) -> dict[str, int]:
        terms = Term.objects.filter(cluster=self.contest_year.cluster_id, year=self.contest_year.year)
        return dict(terms.values_list("post", "officer"))

    def duty(
        self,
        kind: ContestDutyKind,
        until: dt.date,
        title: str,
        page: Sequence[str | int],
        remarks: Iterable[str] = (),
        *,
        province: Province | None = None,
        owed_by: frozenset[int] | None = None,
        is_optional: bool = False,
    ) -> Duty:
        """A duty of those officers or, without any, of those who run the year.

        `page` is the URL name of the page where it is done, with its arguments after the year.
        """
        name, *args = page
        url = reverse(f"emulation:{name}", args=[self.contest_year.year, *args])
        return Duty(
            kind,
            f"emulation-{self.contest_year.year}",
            until,
            province,
            head=self.post_holders.get(Term.Post.HEAD),
            deputy=self.post_holders.get(Term.Post.DEPUTY),
            text=DutyText(title, _("Đến hết ngày %s") % format_date(until), tuple(remarks), url),
            owed_by=owed_by,
            is_optional=is_optional,
        )

    def province_duty(
        self,
        province: Province,
        kind: ContestDutyKind,
        until: dt.date,
        title: str,
        page: Sequence[str | int],
        remarks: Iterable[str] = (),
        *,
        roles: Iterable[str] = Officer.PROVINCIAL_ROLES,
        is_optional: bool = False,
    ) -> Duty:
        keys = self.officer_keys.get(province.pk, {})
        owed_by = frozenset(pk for role in roles for pk in keys.get(role, ()))
        return self.duty(
            kind, until, title, page, remarks, province=province, owed_by=owed_by, is_optional=is_optional
        )

    def overdue_remarks(self, deadline: Deadline) -> list[str]:
        if self.today <= deadline.due_on:
            return []
        return [_("Đã hết thời hạn nên không làm tiếp được. Đề nghị Tổ giúp việc của Cụm gia hạn.")]
