"""Database constraints, and what periods, submissions and indicators compute."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.duties.models import Reminder
from figures.history import triggers
from figures.history.models import Change
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.accepted_models import AcceptedFigure
from figures.submissions.models import ExplainedFinding, Figure, NamedCell, Step, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.figures.factories import local, make_figure, make_period, make_submission

pytestmark = pytest.mark.postgresql

Cast = dict[str, Any]


@pytest.fixture
def cast(
    cluster: Cluster,
    period: Period,
    indicators: dict[str, Indicator],
    hau_giang: Province,
    officer_hg: Officer,
) -> Cast:
    """The objects that the writes below need."""
    return {
        "cluster": cluster,
        "period": period,
        "indicators": indicators,
        "province": hau_giang,
        "officer": officer_hg,
        "submission": make_submission(period, hau_giang),
    }


def indicator(cast: Cast, **fields: Any) -> Indicator:
    fields = {"code": "coop.another", "position": 99, "kind": "stock"} | fields
    return Indicator.objects.create(section=cast["indicators"]["coop.total"].section, **fields)


def figure(cast: Cast, **fields: Any) -> Figure:
    return make_figure(cast["submission"], cast["indicators"]["coop.new"], cast["officer"], **fields)


def step(cast: Cast, **fields: Any) -> Step:
    return Step.objects.create(
        submission=cast["submission"], by=cast["officer"], from_state="draft", to_state="draft", **fields
    )


def named_cell(cast: Cast, step: Step) -> NamedCell:
    return NamedCell.objects.create(step=step, indicator=total(cast))


def change(cast: Cast, **fields: Any) -> Change:
    """An entry added without a write; number 1 is the half-year's creation."""
    fields = {"number": 99, "at": NOW, "what": "report"} | fields
    return Change.objects.create(submission=cast["submission"], **fields)


def change_without_triggers(cast: Cast, **fields: Any) -> Change:
    triggers.remove(connection)  # rolled back with the transaction
    return change(cast, **fields)


def reminder(cast: Cast, **fields: Any) -> Reminder:
    fields = {"kind": "enter", "day": dt.date(2023, 7, 5), "tried_at": NOW} | fields
    fields = {"province": cast["province"], "subject": "2023-H1"} | fields
    return Reminder.objects.create(officer=cast["officer"], **fields)


def explained(cast: Cast, rule: str = "range") -> ExplainedFinding:
    figure, _created = Figure.objects.get_or_create(
        submission=cast["submission"], indicator=total(cast), defaults={"changed_by": cast["officer"]}
    )
    return ExplainedFinding.objects.create(figure=figure, rule=rule)


def kept(cast: Cast, **fields: Any) -> AcceptedFigure:
    fields = {"answer": "known", "value": 5} | fields
    return AcceptedFigure.objects.create(submission=cast["submission"], indicator=total(cast), **fields)


def series_break() -> SeriesBreak:
    return SeriesBreak.objects.create(from_on=dt.date(2024, 7, 1), cause="Luật mới", cause_en="New law")


def published(cast: Cast, **fields: Any) -> None:
    for value in (1, 2):
        PublishedFigure.objects.create(
            period=cast["period"], indicator=cast["indicators"]["coop.total"], value=value, **fields
        )


def opening(cast: Cast, **fields: Any) -> Indicator:
    position = Indicator.objects.count() + 100
    fields = {"kind": "opening", "ledger": "coop", "ledger_role": "opening", "position": position} | fields
    return indicator(cast, code=f"opening-{position}", **fields)


def total(cast: Cast) -> Indicator:
    return cast["indicators"]["coop.total"]


REFUSED: list[tuple[str, Callable[[Cast], object]]] = [
    ("indicator_position_unique_in_section", lambda c: indicator(c, position=total(c).position)),
    ("indicator_ratio_has_both_terms", lambda c: indicator(c, kind="ratio", numerator=total(c))),
    ("indicator_ratio_has_both_terms", lambda c: indicator(c, kind="stock", denominator=total(c))),
    ("indicator_ledger_and_role_together", lambda c: indicator(c, ledger="coop")),
    ("indicator_ledger_and_role_together", lambda c: indicator(c, ledger_role="increase")),
    ("indicator_one_closing_a_ledger", lambda c: indicator(c, ledger="coop", ledger_role="closing")),
    ("indicator_soft_range_together", lambda c: indicator(c, soft_low=10, soft_high=-10)),
    ("indicator_soft_range_together", lambda c: indicator(c, soft_low=-10)),
    ("indicator_soft_range_together", lambda c: indicator(c, soft_high=10)),
    ("indicator_plausible_range", lambda c: indicator(c, plausible_low=7)),
    ("indicator_plausible_range", lambda c: indicator(c, plausible_high=7)),
    ("indicator_plausible_range", lambda c: indicator(c, plausible_per=total(c))),
    ("indicator_plausible_range", lambda c: indicator(c, plausible_low=7, plausible_high=7)),
    ("indicator_plausible_range", lambda c: indicator(c, plausible_low=7, plausible_high=7000)),
    ("indicator_plausible_range", lambda c: indicator(c, plausible_low=-7, plausible_high=7)),
    ("indicator_one_opening_a_ledger", lambda c: [opening(c), opening(c)]),
    ("indicator_opening_is_of_its_kind", lambda c: opening(c, kind="stock")),
    ("indicator_opening_is_of_its_kind", lambda c: opening(c, ledger_role="increase")),
    ("indicator_kind_known", lambda c: indicator(c, kind="guess")),
    ("period_once_a_half", lambda c: make_period(c["cluster"], "2023-H1")),
    ("period_half_is_1_or_2", lambda c: make_period(c["cluster"], "2023-H3")),
    ("period_dates_in_order", lambda c: make_period(c["cluster"], "2023-H2", due_on=dt.date(2023, 1, 1))),
    ("period_dates_in_order", lambda c: make_period(c["cluster"], "2023-H2", closes_on=dt.date(2024, 1, 4))),
    (
        "period_dates_in_order",
        lambda c: make_period(c["cluster"], "2023-H2", corrections_until=dt.date(2024, 1, 31)),
    ),
    ("period_state_known", lambda c: make_period(c["cluster"], "2023-H2", state="ajar")),
    ("change_once_a_number", lambda c: change_without_triggers(c, number=1)),
    ("change_names_what_it_is_about", lambda c: change(c, what="cell")),
    ("change_names_what_it_is_about", lambda c: change(c, what="step", indicator=total(c))),
    ("explained_finding_once_a_cell", lambda c: [explained(c), explained(c)]),
    ("explained_finding_names_its_rule", lambda c: explained(c, rule="")),
    ("reminder_once_a_day", lambda c: [reminder(c), reminder(c)]),
    (
        "reminder_of_no_province_once_a_day",
        lambda c: [reminder(c, kind="lock", province=None) for _twice in range(2)],
    ),
    ("reminder_says_of_what", lambda c: reminder(c, kind="")),
    ("reminder_says_of_what", lambda c: reminder(c, subject="")),
    ("reminder_sent_or_failed", lambda c: reminder(c, sent_at=NOW, failure="down")),
    ("submission_once_a_period", lambda c: make_submission(c["period"], c["province"])),
    ("submission_state_known", lambda c: Submission.objects.update(state="lost", first_submitted_at=NOW)),
    ("submission_reported_has_its_time", lambda c: Submission.objects.update(state="submitted")),
    ("submission_keeps_accepted_while_reopened", lambda c: Submission.objects.update(keeps_accepted=True)),
    ("accepted_figure_once_a_submission", lambda c: [kept(c), kept(c)]),
    ("accepted_figure_value_only_for_a_number", lambda c: kept(c, answer="unknown")),
    ("accepted_figure_value_only_for_a_number", lambda c: kept(c, answer="blank", value=None)),
    ("step_back_has_a_reason", lambda c: step(c, action="reopen")),
    ("step_back_has_a_reason", lambda c: step(c, action="comment")),
    ("named_cell_once_a_step", lambda c: [named_cell(c, step) for step in [step(c, action="return")] * 2]),
    ("figure_once_a_submission", lambda c: [figure(c), figure(c)]),
    ("figure_value_only_for_a_number", lambda c: figure(c, answer="known")),
    ("figure_value_only_for_a_number", lambda c: figure(c, answer="unknown", value=0)),
    ("figure_value_only_for_a_number", lambda c: figure(c, answer="blank", value=5)),
    ("figure_value_only_for_a_number", lambda c: figure(c, answer="guessed")),
    ("figure_typed_only_without_a_number", lambda c: figure(c, cell="5", typed="five")),
    ("indicator_ends_after_it_begins", lambda c: Indicator.objects.update(last_period="2001-H1")),
    ("series_break_once", lambda c: [series_break(), series_break()]),
    ("published_once_a_province", lambda c: published(c, province=c["province"])),
    ("published_once_a_cluster", lambda c: published(c)),
]
NOW = timezone.now()


@pytest.mark.parametrize(("constraint", "write"), REFUSED)
def test_database_refuses(cast: Cast, constraint: str, write: Callable[[Cast], object]) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(cast)
    # SQLite names the columns of a broken UNIQUE instead of the constraint.
    assert constraint in str(refused.value) or "UNIQUE constraint failed" in str(refused.value)


def test_every_constraint_of_figures_is_among_those_tried() -> None:
    named = {c.name for model in apps.get_app_config("figures").get_models() for c in model._meta.constraints}
    assert {name for name, __ in REFUSED} == named


def test_submission_with_cells_cannot_be_deleted(cast: Cast) -> None:
    figure(cast)
    with pytest.raises(IntegrityError):
        cast["submission"].delete()


# Periods


@pytest.mark.parametrize(
    ("slug", "label", "short", "following"),
    [
        ("2023-H1", "6 tháng đầu năm 2023", "6T đầu 2023", "6 tháng cuối năm 2023"),
        ("2023-H2", "6 tháng cuối năm 2023", "6T cuối 2023", "6 tháng đầu năm 2024"),
    ],
)
def test_period_is_named_without_dots_in_its_year(slug: str, label: str, short: str, following: str) -> None:
    period = Period(year=int(slug[:4]), half=int(slug[-1]))
    assert (period.slug, str(period), period.short_label, period.next_label) == (
        slug,
        label,
        short,
        following,
    )


@pytest.mark.parametrize(
    ("slug", "previous", "year_ago"),
    [("2023-H1", "2022-H2", "2022-H1"), ("2023-H2", "2023-H1", "2022-H2")],
)
def test_period_knows_the_halves_it_is_compared_with(slug: str, previous: str, year_ago: str) -> None:
    period = Period(year=int(slug[:4]), half=int(slug[-1]))
    assert (period.previous_slug, period.year_ago_slug) == (previous, year_ago)


def test_period_is_found_on_the_axis_of_time() -> None:
    for half in (1, 2):
        period = Period(year=2023, half=half)
        assert Period.at(period.index).slug == period.slug


def test_period_is_found_by_its_slug(period: Period) -> None:
    assert Period.objects.with_slug("2023-H1").get() == period


@pytest.mark.parametrize(
    "slug", ["2023", "2023-H3", "2023-h1", "2.023-H1", "2023-H1 ", "", "٢٠٢٣-H1", "2022-H1"]
)
def test_unknown_slug_finds_no_period(period: Period, slug: str) -> None:
    assert not Period.objects.with_slug(slug).exists()


def test_earlier_periods_come_latest_first(period: Period, cluster: Cluster) -> None:
    for slug in ("2021-H2", "2022-H2", "2022-H1", "2023-H2"):
        make_period(cluster, slug)
    earlier = [p.slug for p in Period.objects.before(period)]
    assert earlier == ["2022-H2", "2022-H1", "2021-H2"]


@pytest.mark.parametrize(
    ("state", "on", "takes"),
    [
        ("open", dt.date(2023, 6, 9), False),
        ("open", dt.date(2023, 6, 10), True),
        ("open", dt.date(2023, 7, 15), True),
        ("open", dt.date(2023, 7, 16), False),
        ("planned", dt.date(2023, 7, 1), False),
        ("locked", dt.date(2023, 7, 1), False),
    ],
)
def test_open_period_takes_figures_from_its_first_day_through_its_last(
    state: str, on: dt.date, takes: bool
) -> None:
    assert (
        Period(state=state, opens_on=dt.date(2023, 6, 10), closes_on=dt.date(2023, 7, 15)).takes_figures(on)
        is takes
    )


# Submissions


@pytest.mark.parametrize(
    ("sent", "days"),
    [
        (local(2023, 7, 4, 8), 0),
        (local(2023, 7, 5, 23, 59), 0),
        (local(2023, 7, 6, 0, 1), 1),  # still the 5th in Greenwich
        (local(2023, 7, 15, 8), 10),
    ],
)
def test_days_late_are_counted_in_local_days(cast: Cast, sent: dt.datetime, days: int) -> None:
    submission = cast["submission"]
    submission.first_submitted_at = sent.astimezone(dt.UTC)  # as the database gives it back
    assert submission.days_late(today=dt.date(2024, 1, 1)) == days


def test_unsent_submission_is_late_as_of_today(cast: Cast) -> None:
    assert cast["submission"].days_late(today=dt.date(2023, 7, 5)) == 0
    assert cast["submission"].days_late(today=dt.date(2023, 7, 8)) == 3


def test_reported_and_accepted_filter_by_state(cast: Cast, provinces: dict[str, Province]) -> None:
    period = cast["period"]
    states = ["submitted", "approved", "accepted", "locked", "returned"]
    others = [p for p in provinces.values() if p != cast["province"]]
    for state, province in zip(states, others, strict=False):
        make_submission(period, province, state)
    assert {s.state for s in Submission.objects.reported()} == {"submitted", "approved", "accepted", "locked"}
    assert {s.state for s in Submission.objects.accepted()} == {"accepted", "locked"}


def test_reopened_submission_takes_figures_until_its_day_though_the_period_is_locked(cast: Cast) -> None:
    submission = cast["submission"]
    submission.state, submission.reopened_until = "returned", dt.date(2023, 9, 30)
    submission.period.state = Period.State.LOCKED
    assert submission.is_editable(dt.date(2023, 9, 30))
    assert not submission.is_editable(dt.date(2023, 10, 1))


# Indicators and cells


def test_indicators_are_asked_from_their_first_period_to_their_last(cast: Cast) -> None:
    indicator(cast, first_period="2023-H1", last_period="2023-H2")
    for slug, asked in [("2022-H2", False), ("2023-H1", True), ("2023-H2", True), ("2024-H1", False)]:
        assert Indicator.objects.asked_in(slug).filter(code="coop.another").exists() is asked


def test_ratio_is_not_entered(cast: Cast) -> None:
    assert not Indicator.objects.entered().filter(code="coop.capital_per_coop").exists()


@pytest.mark.parametrize(
    ("top", "bottom", "ratio"),
    [(1, 4, Decimal(25)), (0, 4, Decimal(0)), (1, 0, None), (None, 4, None), (1, None, None)],
)
def test_ratio_needs_both_terms_and_a_denominator_above_zero(
    top: int | None, bottom: int | None, ratio: Decimal | None
) -> None:
    share = Indicator(factor=100)
    terms = [None if term is None else Decimal(term) for term in (top, bottom)]
    assert share.quotient(*terms) == ratio


def test_label_is_vietnamese_unless_the_page_is_english(cast: Cast) -> None:
    assert str(total(cast)) == "Tổng số HTX"
    with translation.override("en"):
        assert str(total(cast)) == "Tổng số HTX (English)"


def test_filled_cells_are_those_with_an_answer_and_no_open_question(cast: Cast) -> None:
    cells = {
        "coop.total": {"cell": "0"},
        "coop.new": {"cell": ""},
        "coop.dissolved": {"cell": "1.2.3"},
        "coop.active": {"answer": "unknown"},
        "coop.inactive": {"answer": "not_applicable", "typed": "12"},
    }
    for code, fields in cells.items():
        make_figure(cast["submission"], cast["indicators"][code], cast["officer"], **fields)
    filled = Figure.objects.filled().values_list("indicator__code", flat=True)
    assert set(filled) == {"coop.total", "coop.active"}


@pytest.mark.parametrize("value", ["0", "-0.5", "2269266.1234", "12345678901.25"])
def test_amount_is_stored_exactly(cast: Cast, value: str) -> None:
    stored = make_figure(
        cast["submission"],
        cast["indicators"]["coop.profit"],
        cast["officer"],
        answer="known",
        value=Decimal(value),
    )
    stored.refresh_from_db()
    assert stored.value == Decimal(value)
