"""Whose the duties of a contest are, and how they are told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.year.models import Deadline, EmulationYear
from figures.duties.duties import Duty, DutyText
from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term
from vietnamese.dates import format_date


class Kind(StrEnum):
    """What is owed in the contest. Reminders are stored by these words, so they stay as they are."""

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


@dataclass(frozen=True)
class DutyYear:
    """The contest of a year on one day; what several of its parts ask of the database is asked once."""

    contest_year: EmulationYear
    today: dt.date

    @cached_property
    def members(self) -> list[Province]:
        """The provinces that take part."""
        return list(self.contest_year.members)

    @cached_property
    def people(self) -> dict[int, dict[str, set[int]]]:
        """The keys of the provinces' officers, by province and role."""
        found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        active = Officer.objects.filter(is_active=True, role__in=Officer.PROVINCIAL_ROLES)
        for pk, province, role in active.values_list("pk", "province", "role"):
            found[province or 0][role].add(pk)
        return found

    @cached_property
    def posts(self) -> dict[str, int]:
        """Who holds the year's posts, by their keys."""
        terms = Term.objects.filter(cluster=self.contest_year.cluster_id, year=self.contest_year.year)
        return dict(terms.values_list("post", "officer"))

    def duty(
        self,
        kind: Kind,
        until: dt.date,
        said: DutyText,
        *,
        province: Province | None = None,
        owed_by: frozenset[int] | None = None,
    ) -> Duty:
        """A duty of those officers or, where none are named, of who runs the year."""
        return Duty(
            kind,
            f"emulation-{self.contest_year.year}",
            until,
            province,
            head=self.posts.get(Term.Post.HEAD),
            deputy=self.posts.get(Term.Post.DEPUTY),
            text=said,
            owed_by=owed_by,
        )

    def own(
        self, kind: Kind, province: Province, until: dt.date, said: DutyText, *roles: Officer.Role
    ) -> Duty:
        """A duty of that province's officers, who enter, and leaders, who send; or of those roles alone."""
        known = self.people.get(province.pk, {})
        owed_by = frozenset(pk for role in roles or Officer.PROVINCIAL_ROLES for pk in known.get(role, ()))
        return self.duty(kind, until, said, province=province, owed_by=owed_by)

    def said(
        self, what: str, until: dt.date, page: str, *args: str | int, remarks: Iterable[str] = ()
    ) -> DutyText:
        """The words of a duty; `page` of the contest's pages is where it is done."""
        url = reverse(f"emulation:{page}", args=[self.contest_year.year, *args])
        return DutyText(what, _("Đến hết ngày %s") % format_date(until), tuple(remarks), url)

    def closed(self, deadline: Deadline) -> list[str]:
        """What to know of a part whose days are over: its page takes nothing any more."""
        if self.today <= deadline.due_on:
            return []
        return [_("Đã hết thời hạn nên không làm tiếp được. Đề nghị Tổ giúp việc của Cụm gia hạn.")]
