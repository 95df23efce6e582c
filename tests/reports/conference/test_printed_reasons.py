"""Every reason that a report prints was given for the number and the finding beside it.

In each example a province and those who check it act at random: it edits a number, leaves its explanation,
writes another or says that the old one holds; the number is sent, returned, accepted and reopened, and the
number of the year before is corrected.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.sheet.loading import load_sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.workflow import reopening, services
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.conference.models import Conference
from reports.conference.report.sources import NoFiguresError, read_sources
from tests.figures.factories import RIGHT, entries, make_period, make_reported
from vietnamese.numbers import format_number
from web.refusals import RefusedError

CODE = "coop.profit"
NUMBERS = [700, 1000, 1500, 2000, 2_000_000]  # against 1.000 a fall, nothing, two rises, and another unit
texts = st.sampled_from(["leave", "leave", "write", "again", "clear"])
edits = st.tuples(st.just("edit"), st.sampled_from(NUMBERS), texts)
corrections = st.tuples(st.just("year ago"), st.sampled_from([0, 1000, 1300, 3000]), st.just(""))
steps = st.tuples(
    st.sampled_from(["submit", "submit", "approve", "accept", "send_back", "reopen"]), st.just(0), st.just("")
)
acts = st.lists(st.one_of(edits, edits, steps, steps, corrections), min_size=3, max_size=15)
AS_SEEN = [
    ("edit", 2000, "write"),
    ("submit", 0, ""),
    ("send_back", 0, ""),
    ("edit", 1000, "leave"),
    ("submit", 0, ""),
    ("approve", 0, ""),
    ("accept", 0, ""),
]
BACK_TO_THE_OLD_NUMBER = [
    *AS_SEEN,
    ("reopen", 0, ""),
    ("edit", 2000, "leave"),
    *((act, 0, "") for act in ("submit", "approve", "accept")),
]
HOLDS_FOR_ANOTHER = [
    ("edit", 2000, "write"),
    ("edit", 1500, "leave"),
    ("edit", 1500, "again"),
    ("submit", 0, ""),
]
BACK_AFTER_IT_HELD_FOR_ANOTHER = [
    ("edit", 2000, "write"),
    ("edit", 700, "again"),
    ("edit", 2000, "leave"),
    ("submit", 0, ""),
]
RISE_BECOMES_A_FALL = [("edit", 2000, "write"), ("submit", 0, ""), ("year ago", 3000, "")]


@dataclass
class Cast:
    officer: Officer
    leader: Officer
    secretary: Officer


@dataclass
class Play:
    """A half-year, and for which numbers and questions each text was given; it holds for the last."""

    submission: Submission
    cast: Cast
    given_for: dict[str, list[tuple[Decimal, str]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def figure(self) -> Figure:
        return Figure.objects.get(submission=self.submission, indicator__code=CODE)

    @property
    def question(self) -> str:
        """What the number asks, by hand: 1.000 times the year before, or a change beyond −25 % and +40 %."""
        value = self.figure.value
        before = Figure.objects.get(submission__period__year=2022, indicator__code=CODE).value
        if not before:
            return ""
        if value / before > 300:
            return "unit"
        change = (value - before) / before * 100
        return "rise" if change > 40 else "fall" if change < -25 else ""

    def act(self, act: str, number: int, text: str) -> None:
        self.submission = Submission.objects.select_related("period").get(pk=self.submission.pk)
        by = {"approve": self.cast.leader, "submit": self.cast.officer}.get(act, self.cast.secretary)
        match act:
            case "edit":
                self._edit(number, text)
            case "year ago":
                figures = Figure.objects.filter(submission__period__year=2022, indicator__code=CODE)
                figures.update(value=number)
            case "reopen":
                until = timezone.localdate() + dt.timedelta(days=1)
                reopening.reopen(submission=self.submission, reason="Sót.", until=until, by=by)
            case "send_back":
                cells = {Indicator.objects.get(code=CODE): "Xem lại."}
                services.send_back(submission=self.submission, cells=cells, by=by)
            case _:
                getattr(services, act)(submission=self.submission, by=by)

    def _edit(self, number: int, text: str) -> None:
        shown = CellEntry.of(self.figure)
        entry = replace(shown, text=format_number(Decimal(number)))
        kept = self.figure.explanation
        if text == "write":
            entry = replace(entry, explanation=f"Giải trình {len(self.given_for) + 1}.")
        elif text == "again" and kept:
            entry = replace(entry, explanation=kept, is_confirmed=True)
        elif text == "clear":
            entry = replace(entry, explanation="")
        entry_services.save_cells(
            submission=self.submission,
            entries={CODE: entry},
            seen={CODE: shown.fingerprint},
            by=self.cast.officer,
        )
        if text == "write" or (text == "again" and kept):
            self.given_for[entry.explanation].append((Decimal(number), self.question))

    @property
    def printed(self) -> list[str]:
        conference = Conference.objects.of(self.submission.period)
        try:
            sources = read_sources(conference, officer=None, accepted_only=False)
        except NoFiguresError:
            return []
        return [explanation.text for explanation in sources.explanations if explanation.code == CODE]

    def assert_reasons_are_true(self) -> None:
        self.submission.refresh_from_db()
        figure = self.figure
        here = (figure.value, self.question)
        is_given = bool(self.question) and here in self.given_for[figure.explanation][-1:]
        if self.submission.keeps_accepted:
            # The report counts the number accepted before, and has its reason beside it.
            kept = self.submission.accepted_figures.get(indicator__code=CODE)
            given = [
                text for text, answers in self.given_for.items() if any(n == kept.value for n, _q in answers)
            ]
            assert set(self.printed) <= set(given), kept.value
        else:
            is_printed = is_given and self.submission.is_reported
            assert self.printed == ([figure.explanation] if is_printed else []), here
        row = next(row for row in load_sheet(self.submission).entered if row.indicator.code == CODE)
        assert row.standing_explanation == (figure.explanation if is_given else "")
        assert bool(row.unexplained) == (bool(self.question) and not is_given)


@pytest.fixture
def cast(
    period: Period,
    indicators: dict[str, Indicator],
    hau_giang: Province,
    officer_hg: Officer,
    leader_hg: Officer,
    secretary: Officer,
) -> Cast:
    """And the half-year a year before, accepted, with a profit of 1.000."""
    make_reported(make_period(period.cluster, "2022-H1"), hau_giang, officer_hg, {CODE: "1.000"})
    return Cast(officer_hg, leader_hg, secretary)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
@example(acts=AS_SEEN)
@example(acts=BACK_TO_THE_OLD_NUMBER)
@example(acts=HOLDS_FOR_ANOTHER)
@example(acts=BACK_AFTER_IT_HELD_FOR_ANOTHER)
@example(acts=RISE_BECOMES_A_FALL)
def test_every_printed_reason_was_given_for_what_it_stands_beside(
    period: Period, hau_giang: Province, cast: Cast, acts: list[tuple[str, int, str]]
) -> None:
    with transaction.atomic():
        submission = entry_services.start(period=period, province=hau_giang, by=cast.officer)
        cells = entries(RIGHT | {CODE: "1.000"})
        entry_services.save_cells(submission=submission, entries=cells, by=cast.officer)
        play = Play(submission, cast)
        for act in acts:
            try:
                with transaction.atomic():
                    play.act(*act)
            except (PermissionDenied, RefusedError):
                continue
            play.assert_reasons_are_true()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("acts", "printed"),
    [
        (AS_SEEN, []),
        (BACK_TO_THE_OLD_NUMBER, ["Giải trình 1."]),
        (HOLDS_FOR_ANOTHER, ["Giải trình 1."]),
        (RISE_BECOMES_A_FALL, []),
    ],
)
def test_reason_of_a_number_is_printed_beside_that_number_alone(
    period: Period, hau_giang: Province, cast: Cast, acts: list[tuple[str, int, str]], printed: list[str]
) -> None:
    submission = entry_services.start(period=period, province=hau_giang, by=cast.officer)
    cells = entries(RIGHT | {CODE: "1.000"})
    entry_services.save_cells(submission=submission, entries=cells, by=cast.officer)
    play = Play(submission, cast)
    for act in acts:
        play.act(*act)
    play.submission.refresh_from_db()
    assert play.printed == printed
