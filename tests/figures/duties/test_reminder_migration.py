"""Migrating reminders to one subject instead of a period or a contest."""

import datetime as dt

import pytest
from django.utils import timezone

from figures.duties.models import Reminder
from tests.migrating import latest_migrations, migrate_to

DAY = dt.date(2023, 7, 5)


@pytest.mark.django_db(transaction=True)
def test_subject_survives_the_migration_there_and_back(period, hau_giang, officer_hg, secretary):
    now = timezone.now()
    rows = [
        ("2023-H1", "enter", hau_giang, officer_hg),
        ("2023-H1", "lock", None, secretary),
        ("emulation-2023", "pledge", hau_giang, officer_hg),
        ("emulation-2024", "council", None, secretary),
    ]
    for subject, kind, province, officer in rows:
        Reminder.objects.create(
            subject=subject, kind=kind, province=province, officer=officer, day=DAY, tried_at=now, sent_at=now
        )
    before = list(Reminder.objects.order_by("pk").values())
    try:
        earlier = migrate_to(("figures", "0015_receipts_to_web"))
        old = earlier.get_model("figures", "Reminder").objects.order_by("pk")
        assert list(old.values_list("kind", "period", "contest")) == [
            ("enter", period.pk, None),
            ("lock", period.pk, None),
            ("pledge", None, 2023),
            ("council", None, 2024),
        ]
    finally:
        migrate_to(*latest_migrations())
    assert list(Reminder.objects.order_by("pk").values()) == before
