"""Verify every chain, and compare every row with its last entry."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction

from figures.history import triggers
from figures.history.contents import CELL, NAMED, REPORT, STEP, WatchedTable
from figures.history.entries import content, digest, same_content
from figures.history.models import Change
from figures.submissions.models import Figure, NamedCell, Step, Submission

_MODELS: tuple[tuple[WatchedTable, type[models.Model]], ...] = (
    (REPORT, Submission),
    (CELL, Figure),
    (STEP, Step),
    (NAMED, NamedCell),
)

# What an entry is about: its kind, and the keys of indicator and step.
Subject = tuple[str, int | None, int | None]


def faults() -> Iterator[str]:
    """What is wrong with the history, in sentences for the operator."""
    for name in triggers.missing(connection):
        yield f"{name} is missing in the database, or is not as it should be"
    submissions = set(Submission.objects.values_list("pk", flat=True))
    chained = set(Change.objects.order_by().values_list("submission_id", flat=True).distinct())
    for pk in sorted(submissions | chained):
        # Locked, so that nobody writes between reading the entries and reading the rows.
        with transaction.atomic():
            locked = Submission.objects.select_for_update(of=("self",)).filter(pk=pk)
            submission = locked.select_related("period", "province").first()
            name = f"{submission.period.slug} {submission.province.slug}" if submission else f"half-year {pk}"
            yield from [f"{name}: {fault}" for fault in _faults_of(pk)]


def _faults_of(submission: int) -> Iterator[str]:
    number, previous = 0, ""
    last: dict[Subject, dict[str, Any]] = {}
    for change in Change.objects.filter(submission_id=submission).order_by("number"):
        number += 1
        if change.number != number:
            yield f"entries {number} to {change.number - 1} are missing"
            number = change.number
        if change.previous != previous:
            yield f"entry {number} does not follow from the one before it"
        if change.hash != digest(change):
            yield f"entry {number} is not as it was written"
        subject = (change.what, change.indicator_id, change.step_id)
        if not same_content(content(change.what, change.before), last.get(subject, {})):
            yield f"entry {number} does not begin where the entry before it left {_name(subject)}"
        previous, last[subject] = change.hash, content(change.what, change.after)
    for watched, model in _MODELS:
        path = f"step__{watched.submission}" if watched.of_step else watched.submission
        for row in model._default_manager.filter(**{path: submission}).order_by("pk"):
            indicator, step = (
                getattr(row, column) if column else None for column in (watched.indicator, watched.step)
            )
            subject = (watched.what, indicator, step)
            entered = last.pop(subject, {})
            stored = {name: getattr(row, name) for name in watched.content}
            if not same_content(entered, stored):
                yield f"{_name(subject)} is not as its last entry left it"
    for subject, entered in last.items():
        if entered:
            yield f"{_name(subject)} is gone, and no entry says so"


def _name(subject: Subject) -> str:
    what, indicator, step = subject
    if indicator is not None and step is not None:
        return f"{what} cell {indicator} of step {step}"
    key = step if indicator is None else indicator
    return what if key is None else f"{what} {key}"
