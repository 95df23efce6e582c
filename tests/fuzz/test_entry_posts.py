"""Ten thousand random requests at the entry form and at its cells, by an officer who may enter.

Each is answered without a server error and written whole or not at all; in the whole database nothing changes
but what the form has fields for, and the history of that is whole. FUZZ_SEED repeats a run, FUZZ_POSTS
shortens or lengthens it.
"""

import json
import os
import random
import sys
from collections import Counter

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from figures.catalogue.models import Indicator
from figures.history.verify import faults
from figures.submissions.cell_entries import CellEntry, entries_in
from figures.submissions.models import Figure
from tests.figures.factories import BEFORE, make_period, make_reported
from tests.figures.pages import entry_url, open_form
from tests.fuzz.requests import NARRATIVE, Fuzz
from web.expired_forms import signature_of

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]

SEED, POSTS = int(os.environ.get("FUZZ_SEED", "2023")), int(os.environ.get("FUZZ_POSTS", "10000"))
CONTENT = ("answer", "value", "typed", "is_estimate")
REASONS = ("note", "explanation", "noted_for", "explained_for")
# Every request may change its session, with login and messages, and its receipt.
REQUEST_TABLES = {"django_session", "web_receipt"}
# What explanations answered is written with them.
WITH_CELLS = {"figures_explainedfinding"}
# The columns that the form may change in its own half-year.
CHANGEABLE = {
    "figures_figure": {"id", *CONTENT, *REASONS, "version", "changed_at", "changed_by_id"},
    "figures_submission": {"version", "changed_at", "changed_by_id", "is_estimate", *NARRATIVE},
}


def cells(submission):
    """Code → (version, changed at, content as the form shows it)."""
    return {
        figure.indicator.code: [figure.version, figure.changed_at, *_shown(figure)]
        for figure in Figure.objects.filter(submission=submission).select_related("indicator")
    }


def _shown(figure):
    content = [getattr(figure, name) for name in CONTENT]
    # A reason that was given for another answer is no content of the cell.
    return [*content, figure.note_shown, figure.explanation_shown]


def current_fingerprints(submission):
    """The fingerprints in a form opened now."""
    return {
        f.indicator.code: CellEntry.of(f).fingerprint for f in submission.figures.select_related("indicator")
    }


def texts(submission):
    submission.refresh_from_db()
    return [submission.is_estimate, *(getattr(submission, name) for name in NARRATIVE)]


def protected_rows(submission):
    """All rows of all tables, without the columns that the form may change."""
    rows = Counter()
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - REQUEST_TABLES - WITH_CELLS:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            names = [column[0] for column in cursor.description]
            own = "submission_id" if table == "figures_figure" else "id"
            for row in cursor.fetchall():
                fields = dict(zip(names, row, strict=True))
                if fields.get(own) == submission.pk:
                    fields = {n: v for n, v in fields.items() if n not in CHANGEABLE.get(table, set())}
                rows[table, json.dumps(fields, default=str)] += 1
    return rows


def assert_only_cells_and_history_added(before, after, submission):
    assert not before - after
    for table, row in after - before:
        fields = json.loads(row)
        assert fields["submission_id"] == submission.pk
        if table == "figures_change":
            assert fields["what"] in ("cell", "report"), row
        else:
            assert table == "figures_figure", row
            assert fields["is_illustrative"] in (False, 0), row


def assert_consistent(sent, response, before, after, indicators):
    """Only sent cells changed, at one moment; a refusal changed nothing; a saved cell holds what was sent."""
    changed = {code for code in after if before.get(code) != after[code]}
    assert changed <= set(sent.names)
    assert len({after[code][1] for code in changed}) <= 1
    for code in changed:
        assert after[code][0] == (before[code][0] if code in before else 0) + 1
    if "/cells/" in sent.path:
        assert changed <= {sent.path.split("/cells/")[1].strip("/")}
    if response.status_code not in (200, 302, 409):
        assert not changed
    if response.status_code == 302 and sent.fields is not None:
        post = QueryDict(sent.body)
        try:
            seen = json.loads(post.get("seen", "{}"))
        except (ValueError, RecursionError):
            seen = {}
        for code, entry in entries_in(post, indicators).items():
            if f"{code}.theirs" in post or (isinstance(seen, dict) and seen.get(code) == entry.fingerprint):
                continue
            content = [*entry.read(), entry.is_estimate, entry.note, entry.explanation]
            assert after[code][2:] == content if code in after else entry == CellEntry(), code


@pytest.mark.parametrize("at", ["form", "cells"])
def test_random_requests_change_only_what_the_form_may_change(
    at, client_for, cluster, draft, indicators, hau_giang, can_tho, officer_hg, officer_ct, capsys
):
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)
    make_reported(draft.period, can_tho, officer_ct, BEFORE, "submitted")
    client: Client = client_for(officer_hg)
    client.raise_request_exception = False
    entered = list(Indicator.objects.asked_in(draft.period.slug).entered())
    codes = [indicator.code for indicator in entered]
    fuzz = Fuzz(random.Random(f"{SEED} {at}"), entry_url(), codes, signature_of(officer_hg))  # noqa: S311
    statuses, protected = Counter(), protected_rows(draft)
    before, narrative = cells(draft), texts(draft)
    seen = opened = json.loads(open_form(client)["seen"])
    assert opened.items() >= current_fingerprints(draft).items()
    for number in range(POSTS // 2):
        if fuzz.dice.random() < 0.2:
            seen = opened | current_fingerprints(draft)
        sent = fuzz.request(seen, at_cell=at == "cells")
        description = (
            f"request {number} of FUZZ_SEED={SEED} at the {at}: {sent.path} {sent.content_type[:80]!r}"
        )
        response = client.generic("POST", sent.path, sent.body, sent.content_type)
        assert response.status_code < 500, f"{description} {sent.body[:500]!r}"
        statuses[response.status_code] += 1
        after, narrative_now = cells(draft), texts(draft)
        assert_consistent(sent, response, before, after, entered)
        if at == "cells" or response.status_code not in (302, 409):
            assert narrative_now == narrative, description
        before, narrative = after, narrative_now
        if number % 100 == 0:
            assert_only_cells_and_history_added(protected, protected_rows(draft), draft)
    assert_only_cells_and_history_added(protected, protected_rows(draft), draft)
    assert list(faults()) == []
    with capsys.disabled():
        sys.stdout.write(
            f"\n{POSTS // 2} requests at the {at}, FUZZ_SEED={SEED}: {dict(sorted(statuses.items()))}\n"
        )
    assert len(statuses) >= 3, "the requests were all alike"
