"""Rows of the contest with plain defaults."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from emulation.awards.models import Dossier
from emulation.awards.title_models import Title
from emulation.council.services import settle_scores
from emulation.criteria.models import Criterion
from emulation.pledges.models import Pledge
from emulation.results.models import FinalScore
from emulation.self_scores.models import ScoreSheet
from emulation.year.models import Deadline, EmulationYear
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province


def make_year(cluster: Cluster, year: int = 2023, **values: object) -> EmulationYear:
    """All parts are open from the first day of the year to the last."""
    contest_year = EmulationYear.objects.create(cluster=cluster, year=year, **values)
    for part in Deadline.Part.values:
        Deadline.objects.create(
            year=contest_year, part=part, opens_on=dt.date(year, 1, 1), due_on=dt.date(year, 12, 31)
        )
    return contest_year


def make_criterion(contest_year: EmulationYear, label: str = "", **values: Any) -> Criterion:
    """A judged criterion of 10 points, the last of its group, unless `values` differ.

    Without a label it is called “Truyền thông”, a later one of the year “Truyền thông 2” and so on.
    """
    if not label:
        earlier = contest_year.criteria.filter(label__startswith="Truyền thông").count()
        label = f"Truyền thông {earlier + 1}" if earlier else "Truyền thông"
    parent = values.get("parent")
    values.setdefault("position", 1 + contest_year.criteria.filter(parent=parent).count())
    values.setdefault("kind", Criterion.Kind.JUDGED)
    values.setdefault("maximum", Decimal(10))
    bands = values.pop("bands", ())
    criterion = Criterion.objects.create(year=contest_year, label=label, **values)
    for at_least, points in bands:
        criterion.bands.create(at_least=at_least, points=points)
    return criterion


def make_final(
    criterion: Criterion, province: Province, by: Officer, points: str, reason: str = ""
) -> FinalScore:
    """Bypasses the service."""
    return FinalScore.objects.create(
        criterion=criterion, province=province, points=Decimal(points), reason=reason, changed_by=by
    )


def settle_provisionally(contest_year: EmulationYear, by: Officer) -> EmulationYear:
    """Settle by rules that allow a provisional result, because figures are missing."""
    EmulationYear.objects.filter(pk=contest_year.pk).update(allows_provisional=True)
    return settle_scores(contest_year=contest_year, reason="Kịp hội nghị tổng kết.", by=by)


def make_pledge(
    contest_year: EmulationYear,
    province: Province,
    by: Officer,
    targets: Mapping[str, int | Decimal] = MappingProxyType({}),
    state: str = "draft",
) -> Pledge:
    """Bypasses the services. The year asks for the indicators in `targets`."""
    values: dict[str, Any] = {"state": state}
    if state != Pledge.State.DRAFT:
        values |= {"sent_at": timezone.now(), "sent_by": by}
    if state == Pledge.State.SIGNED:
        values |= {"signer": "Trần Văn A", "signed_on": dt.date(contest_year.year, 1, 5), "signed_by": by}
    pledge = Pledge.objects.create(year=contest_year, province=province, version=1, **values)
    for code, value in targets.items():
        indicator = Indicator.objects.get(code=code)
        contest_year.pledged_indicators.get_or_create(indicator=indicator)
        pledge.targets.create(indicator=indicator, value=value)
    return pledge


def make_sheet(
    contest_year: EmulationYear, province: Province, *, sent_by: Officer | None = None, **values: Any
) -> ScoreSheet:
    """Sent if `sent_by` is given, else only begun."""
    if sent_by is not None:
        values |= {"state": ScoreSheet.State.SENT, "sent_by": sent_by, "sent_at": timezone.now()}
    return ScoreSheet.objects.create(year=contest_year, province=province, **values)


def make_sheets(contest_year: EmulationYear, by: Officer) -> None:
    """A sent sheet of every member that has none: without it there is no rank."""
    for province in contest_year.members.exclude(score_sheets__year=contest_year):
        make_sheet(contest_year, province, sent_by=by)


def make_sent_dossier(contest_year: EmulationYear, province: Province) -> Dossier:
    title = Title.objects.create(name="Bằng khen")
    title.kinds.create(kind="person")
    return Dossier.objects.create(
        year=contest_year, province=province, title=title, kind="person", name="Nguyễn Văn An", state="sent"
    )
