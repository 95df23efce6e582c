"""Constraints of the self-scores' tables."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.self_scores.models import ScoreSheet, SelfScore
from tests.emulation.factories import make_criterion, make_sheet

pytestmark = pytest.mark.postgresql

State = ScoreSheet.State


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("score_sheet_(state_known|sent_has_its_time)", {"state": "lost"}),
        ("score_sheet_sent_has_its_time", {"state": State.SENT}),
        ("score_sheet_sent_has_its_time", {"sent_at": timezone.now()}),
        ("score_sheet_returned_has_a_reason", {"state": State.RETURNED}),
    ],
)
def test_sheet_state_without_its_dates_or_reason_is_refused(name, values, contest, hau_giang):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ScoreSheet.objects.create(year=contest, province=hau_giang, **values)


def test_second_sheet_or_second_score_of_a_criterion_is_refused(contest, hau_giang, officer_hg):
    sheet, criterion = make_sheet(contest, hau_giang), make_criterion(contest)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_sheet(contest, hau_giang)
    SelfScore.objects.create(sheet=sheet, criterion=criterion, changed_by=officer_hg)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfScore.objects.create(sheet=sheet, criterion=criterion, changed_by=officer_hg)


@pytest.mark.parametrize("points", ["-0.5", "1000.5"])
def test_points_out_of_range_are_refused(points, contest, hau_giang, officer_hg):
    sheet, criterion = make_sheet(contest, hau_giang), make_criterion(contest)
    with pytest.raises(IntegrityError, match="self_score_points_in_range"), transaction.atomic():
        SelfScore.objects.create(
            sheet=sheet, criterion=criterion, points=Decimal(points), changed_by=officer_hg
        )
