"""Warnings of a title's rules about a proposal.

Earlier awards are known only as far as they were recorded here: rules warn, the council decides.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.awards.title_models import TitleRule


@dataclass(frozen=True)
class EarlierAward:
    """A title that the nominee got before; `title` is its key, `year` the year of the contest."""

    title: int
    name: str
    year: int
    number: str = ""
    decided_on: dt.date | None = None


def earlier_awards(dossier: Dossier) -> list[EarlierAward]:
    """Return the nominee's other awards that were recorded here, the latest first."""
    awarded = Dossier.objects.awarded().of_nominee(dossier).exclude(pk=dossier.pk)
    rows = awarded.order_by("-year__year", "-decided_on").values_list(
        "title_id", "title__name", "year__year", "decision_number", "decided_on"
    )
    return [EarlierAward(*row) for row in rows]


def warnings(dossier: Dossier, rules: list[TitleRule], earlier: list[EarlierAward]) -> list[str]:
    """Return a sentence for each rule that the nominee's earlier awards do not meet.

    "Not again within n years" counts the dossier's own year as the first: a title proposed in 2023, not to be
    given again within 2 years, must not have been given for 2022. A required title may be of the same year or
    of the n years before it.
    """
    sentences = []
    for rule in rules:
        forbids = rule.kind == TitleRule.Kind.NOT_AGAIN
        since = dossier.year.year - rule.years + forbids
        title = rule.title_id if forbids else rule.earlier_id
        matching = [
            award for award in earlier if award.title == title and since <= award.year <= dossier.year.year
        ]
        if forbids and matching:
            sentences.append(
                _("Đã được tặng %(title)s năm %(year)s; quy định không đề nghị lại trong %(years)d năm.")
                % {"title": rule.title, "year": matching[0].year, "years": rule.years}
            )
        if not forbids and not matching:
            sentences.append(
                _("Chưa thấy %(title)s trong %(years)d năm trước; quy định phải có trước khi đề nghị.")
                % {"title": rule.earlier, "years": rule.years}
            )
    return sentences
