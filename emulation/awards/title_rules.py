"""What the rules of a title have to say about a proposal. They warn; the council decides."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.awards.title_models import TitleRule


@dataclass(frozen=True)
class EarlierAward:
    """A title that the nominee was given: its key, the year of the contest, and by which decision."""

    title: int
    name: str
    year: int
    number: str = ""
    decided_on: dt.date | None = None


def earlier_awards(dossier: Dossier) -> list[EarlierAward]:
    """What the same nominee was given before, by what the system knows, the latest first."""
    given = Dossier.objects.awarded().of_nominee(dossier).exclude(pk=dossier.pk)
    rows = given.order_by("-year__year", "-decided_on").values_list(
        "title_id", "title__name", "year__year", "decision_number", "decided_on"
    )
    return [EarlierAward(*row) for row in rows]


def warnings(dossier: Dossier, rules: list[TitleRule], given: list[EarlierAward]) -> list[str]:
    """Sentences on what a rule asks and the awards known do not show; none where all is well.

    "Not again within n years" counts the dossier's own year as the first: a title asked for in 2023, not to
    be given again within 2 years, must not have been given for 2022. An earlier title may be of the same
    year or of the n years before it.
    """
    found = []
    for rule in rules:
        is_bar = rule.kind == TitleRule.Kind.NOT_AGAIN
        since = dossier.year.year - rule.years + is_bar
        wanted = rule.title_id if is_bar else rule.earlier_id
        had = [award for award in given if award.title == wanted and since <= award.year <= dossier.year.year]
        if is_bar and had:
            found.append(
                _("Đã được tặng %(title)s năm %(year)s; quy định không đề nghị lại trong %(years)d năm.")
                % {"title": rule.title, "year": had[0].year, "years": rule.years}
            )
        if not is_bar and not had:
            found.append(
                _("Chưa thấy %(title)s trong %(years)d năm trước; quy định phải có trước khi đề nghị.")
                % {"title": rule.earlier, "years": rule.years}
            )
    return found
