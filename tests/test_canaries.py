"""A canary in every field of every draft: no address shows another's, to anybody, in any form."""

import datetime as dt
import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import reverse

from emulation.awards.models import Dossier
from emulation.cross_checks.models import Check, CheckScore
from emulation.evidence import storage
from emulation.evidence.models import Evidence
from emulation.movements.models import Movement
from emulation.pledges.models import Pledge, PledgeTarget
from emulation.results.models import FinalScore
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.votes.models import Nominee, Poll
from figures.submissions.models import Figure, Submission
from provinces.register.models import Organisation
from reports.conference.models import Conference
from tests.address_table import CAST, TABLE, Url
from tests.emulation.awards.dossier_rows import make_certificate, make_dossier
from tests.emulation.evidence.evidence_files import PDF, make_evidence
from tests.emulation.factories import make_criterion, make_pledge, make_sheet, make_year
from tests.emulation.movements.movement_rows import make_movement
from tests.emulation.votes.polls import make_leaders, make_poll
from tests.figures.factories import make_catalogue, make_period, make_reported
from tests.papers.pdf_measure import words
from tests.test_authorisation import client_of, people

__all__ = ["client_of", "people"]  # fixtures

pytestmark = pytest.mark.long

OWN = {"own", "leader"}
RUNNERS = {"secretary", "head", "deputy"}

# Who reads the draft besides nobody: its own people, and the secretary where they compete with nobody.
READERS: dict[type[models.Model], set[str]] = {
    Submission: OWN | {"secretary"},
    Figure: OWN | {"secretary"},
    Pledge: OWN | {"secretary"},
    PledgeTarget: OWN | {"secretary"},
    Movement: OWN | {"secretary"},
    ScoreSheet: OWN,
    SelfScore: OWN,
    Check: OWN,
    CheckScore: OWN,
    Dossier: OWN,
    Evidence: OWN,
    FinalScore: {"secretary"},  # head and deputy have not sent their own self-scores
    Poll: RUNNERS,
    Nominee: RUNNERS,
    Conference: RUNNERS | {"observer"},
}
# The secretary reads along what was returned.
READERS_OF_RETURNED = READERS | {Dossier: OWN | {"secretary"}}
# Rows that belong to one with a draft state, or have a state themselves, but hold nothing of a draft.
NO_DRAFT = {
    "figures.Period": "the cluster's calendar",
    "figures.Step": "written by one who has read what it is about, for those who may read it",
    "figures.NamedCell": "as a step",
    "figures.Change": "written by the database from what is planted here",
    "figures.ExplainedFinding": "a number of the cell's",
    "figures.Reminder": "dates",
    "figures.PublishedFigure": "printed in a report",
    "figures.AcceptedFigure": "what was accepted, which all may read while it is being corrected",
    "emulation.DossierStep": "as a step",
    "emulation.Activity": "recorded for all to see",
    "emulation.Registration": "recorded for all to see",
    "emulation.PledgedMovement": "written when the pledge is sent",
    "emulation.TargetChange": "of a signed pledge; until it is agreed: tests/emulation/pledges",
    "emulation.Seat": "who may vote",
    **dict.fromkeys(
        ("provinces.RegisterImport", "provinces.ImportChunk"),
        "its officer's alone: tests/provinces/register_import",
    ),
}
# Written by the program, or by somebody other than the draft's author.
NOT_TYPED = {"return_reason", "search_text", "sha256", "stored", "decision_number"}
NOT_TYPED |= {"signer", "answer"}


# The same letter as the DOCX, but slower to read.
SAME_AS_DOCX = {f"emulation:{name}-pdf" for name in ("dossier", "dossiers", "proposals", "results")} | {
    "emulation:vote-minutes"
}


@dataclass
class Canary:
    model: type[models.Model]
    field: str
    readers: set[str]
    texts: tuple[str, ...]  # as a page, a paper or a file may write it


@dataclass
class Planted:
    readers: dict[type[models.Model], set[str]]
    walkers: Sequence[str]
    canaries: list[Canary] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)

    def plant(self, row: models.Model, *, without: str = "typed", as_part_of: Any = None) -> None:
        """Fill every field of the row that somebody types."""
        model = type(row)
        readers = self.readers[as_part_of or model]
        self.rows.setdefault(model, []).append(row)
        values: dict[str, Any] = {}
        for column in model._meta.concrete_fields:
            if (
                column.name in NOT_TYPED | {without}
                or column.choices
                or column.is_relation
                or column.primary_key
            ):
                continue
            number = next(self.numbers)
            if isinstance(column, models.CharField | models.TextField):
                values[column.name] = text = f"két{number:03}"
                self.canaries.append(Canary(model, column.name, readers, (text,)))
            elif isinstance(column, models.DecimalField):
                values[column.name] = Decimal(f"{100 + number}.75")
                written = f"{values[column.name].normalize()}"
                self.canaries.append(
                    Canary(model, column.name, readers, (written, written.replace(".", ",")))
                )
        if model is Submission:
            values["version"] = row.version + 1  # type: ignore[attr-defined]
        model._default_manager.filter(pk=row.pk).update(**values)


def with_drafts() -> set[type[models.Model]]:
    """Models with a state, and those whose rows belong to one of them."""
    stated = {
        model
        for model in apps.get_models()
        if any(column.name == "state" and column.choices for column in model._meta.concrete_fields)
    }
    belonging = {
        model
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if column.is_relation and column.related_model in stated and not issubclass(model, Organisation)
    }
    return {model for model in stated | belonging if not model._meta.auto_created}


def test_every_model_with_a_draft_has_a_canary():
    """A new one fails here until somebody decides who reads its drafts."""
    listed = {apps.get_model(label) for label in NO_DRAFT}
    assert with_drafts() - set(READERS) <= listed
    assert not listed & set(READERS)


@pytest.fixture(params=["draft", "returned"])
def planted(request, cluster, provinces, people, hau_giang, officer_hg, settings, tmp_path) -> Planted:
    cache.clear()
    settings.EVIDENCE_ROOT = tmp_path
    state = request.param
    # What was returned is tried by one of each right: head and deputy have the same, officer and leader too.
    returned = READERS_OF_RETURNED, [who for who in CAST if who not in ("leader", "deputy")]
    planted = Planted(*returned) if state == "returned" else Planted(READERS, CAST)
    make_catalogue()
    period, contest = make_period(cluster), make_year(cluster, 2023)
    contest.deadlines.update(due_on=dt.date(2999, 12, 31))
    secretary, criterion = people["secretary"], make_criterion(contest)
    submission = make_reported(period, hau_giang, officer_hg, {"coop.total": "12", "coop.new": "3"}, state)
    readable, unreadable = submission.figures.all()
    planted.plant(readable)
    type(unreadable).objects.filter(pk=unreadable.pk).update(value=None, answer="blank")
    planted.plant(unreadable, without="value")  # a text that is no number stays as it was typed
    rows: list[models.Model] = [submission]
    pledge = make_pledge(contest, hau_giang, officer_hg, {"coop.new": 20})
    rows += [pledge, *pledge.targets.all()]
    values = {"state": "returned", "return_reason": "Thiếu."} if state == "returned" else {}
    sheet = make_sheet(contest, hau_giang, **values)
    score = sheet.scores.create(criterion=criterion, changed_by=officer_hg)
    grounds = make_evidence(contest, hau_giang, officer_hg, stored=storage.save(PDF))
    score.evidence.add(grounds)
    rows += [
        sheet,
        score,
        grounds,
        make_evidence(contest, hau_giang, officer_hg, "khac.pdf", stored=storage.save(PDF)),
    ]
    check = Check.objects.create(
        year=contest, checker=hau_giang, checked=provinces["soc-trang"], state="open"
    )
    rows += [check, CheckScore.objects.create(check_of=check, criterion=criterion)]
    dossier = make_dossier(contest, hau_giang, officer_hg, make_certificate())
    Dossier.objects.update(state=state)
    dossier.evidence.add(make_evidence(contest, hau_giang, officer_hg, "ho-so.pdf", stored=storage.save(PDF)))
    planted.plant(dossier.evidence.get(), as_part_of=Dossier)
    rows += [dossier, make_movement(contest, officer_hg, hau_giang)]
    leaders = make_leaders(provinces)
    poll = make_poll(contest, secretary, [], leaders)
    rows += [poll, Nominee.objects.create(poll=poll, label="An", position=9)]
    final = FinalScore.objects.create(
        criterion=criterion, province=hau_giang, points=Decimal(1), changed_by=secretary
    )
    rows += [final, Conference.objects.create(period=period)]
    for row in rows:
        planted.plant(row)
    planted.rows[type(criterion)] = [criterion]
    return planted


def addresses(url: Url, planted: Planted) -> Iterator[str]:
    """The address as in the table, of another province, or of each planted row."""
    if url.model is None:
        paths = [reverse(url.name, args=url.args)]
        if "soc-trang" not in url.args and "hau-giang" in url.args:
            args = ["soc-trang" if arg == "hau-giang" else arg for arg in url.args]
            paths.append(reverse(url.name, args=args))
    elif url.name.startswith(("emulation:activity", "emulation:movement-register")):
        paths = []
    else:
        paths = [reverse(url.name, args=[*url.args, row.pk]) for row in planted.rows.get(url.model, [])]
    for path in paths:
        yield path
        if url.name in ("reports:dashboard", "reports:report-pdf"):
            yield f"{path}?scope=all"


def texts_at(client: Client, address: str) -> Iterator[tuple[str, str]]:
    """What stands at the address, and in the files that its page offers."""
    text = text_of(client.get(address))
    yield address, text
    for link in set(re.findall(r'href="([^"]*\?[^"]*_export=csv[^"]*)"', text)):
        url = urljoin(address, unescape(link))
        yield url, text_of(client.get(url))


def text_of(response: Any) -> str:
    content = b"".join(response) if response.streaming else response.content
    if content == PDF:
        return "evidence"
    if content.startswith(b"%PDF"):
        return words(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(
                re.sub(rb"<[^>]+>", b" ", parts.read(name)).decode(errors="replace")
                for name in parts.namelist()
            )
    return unescape(content.decode(errors="replace"))


def found_in(text: str, canary: Canary) -> bool:
    return any(
        word in text and re.search(rf"(?<![\d.,]){re.escape(word)}(?!\d)", text) for word in canary.texts
    )


def test_no_canary_of_a_draft_reaches_another(planted, client_of):
    seen_by_readers: set[type[models.Model]] = set()
    escaped = []
    for who in planted.walkers:
        client: Client = client_of(who)
        forbidden = [canary for canary in planted.canaries if who not in canary.readers]
        allowed = [canary for canary in planted.canaries if who in canary.readers]
        for url in TABLE:
            if set(url.get.split()) - {"login"} == {"405"} or url.name in SAME_AS_DOCX:
                continue
            for address in addresses(url, planted):
                for where, text in texts_at(client, address):
                    escaped += [
                        (who, where, c.model.__name__, c.field) for c in forbidden if found_in(text, c)
                    ]
                    seen_by_readers |= {c.model for c in allowed if found_in(text, c)}
    assert escaped == []
    # The walk sees what it must see, so it would see what it must not.
    assert set(READERS) - seen_by_readers <= {ScoreSheet, Check, Pledge}, "these have no typed field"
