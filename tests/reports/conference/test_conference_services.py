"""Saving a conference, and publishing its report once."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.workflow.reopening import reopen
from papers.typeset import TypesettingError
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.conference.models import Conference
from reports.conference.publication.services import publish_report, save_conference
from reports.conference.report.document import report_document
from reports.conference.report.sources import NoFiguresError
from reports.conference.report.typesetting import typeset
from tests.figures.factories import RIGHT, make_period, make_reported
from tests.papers.pdf_measure import words
from web.edit_conflicts import EditConflictError
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql

SIGNED_ON = dt.date(2023, 7, 5)


@pytest.fixture
def accepted(
    indicators: dict[str, Indicator], period: Period, an_giang: Province, secretary: Officer
) -> Submission:
    """One province of seven, accepted."""
    return make_reported(period, an_giang, secretary, RIGHT)


def publish(period: Period, by: Officer, *, number: int = 5, version: int = 0) -> Conference:
    return publish_report(period=period, number=number, signed_on=SIGNED_ON, seen=version, by=by)


def test_save_records_who_and_counts_versions(period: Period, secretary: Officer, head: Officer) -> None:
    save_conference(period=period, texts={"place": "Rạch Giá"}, seen=0, by=secretary)
    saved = save_conference(period=period, texts={"chairs": "Ông A"}, seen=1, by=head)

    assert (saved.place, saved.chairs, saved.version, saved.changed_by) == ("Rạch Giá", "Ông A", 2, head)


def test_save_over_another_version_raises_with_the_stored_row(period: Period, secretary: Officer) -> None:
    save_conference(period=period, texts={"place": "Rạch Giá"}, seen=0, by=secretary)

    with pytest.raises(EditConflictError) as conflict:
        save_conference(period=period, texts={"place": "Cà Mau"}, seen=0, by=secretary)

    assert conflict.value.stored.place == "Rạch Giá"
    assert Conference.objects.get().place == "Rạch Giá"


@pytest.mark.parametrize("who", ["officer_hg", "leader_hg", "observer", "administrator"])
def test_save_by_others_is_refused(who: str, period: Period, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        save_conference(period=period, texts={}, seen=0, by=request.getfixturevalue(who))

    assert not Conference.objects.exists()


@pytest.mark.parametrize("who", ["secretary", "leader_hg", "observer", "administrator"])
def test_publishing_by_others_is_refused(
    who: str, accepted: Submission, period: Period, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        publish(period, request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["head", "deputy"])
def test_head_and_deputy_of_the_year_publish(
    who: str, accepted: Submission, period: Period, request: pytest.FixtureRequest
) -> None:
    published = publish(period, request.getfixturevalue(who))

    text = words(typeset(report_document(published)))
    assert "Số: 05/BC-CTĐ" in text
    assert "ngày 05 tháng 7 năm 2023" in text
    assert "chưa có số liệu của Bạc Liêu, Cà Mau, Cần Thơ, Hậu Giang, Kiên Giang và Sóc Trăng." in text


def test_head_of_another_year_does_not_publish(
    accepted: Submission, head: Officer, cluster: object, secretary: Officer, an_giang: Province
) -> None:
    other = make_period(accepted.period.cluster, "2024-H1")
    make_reported(other, an_giang, secretary, RIGHT)

    with pytest.raises(PermissionDenied):
        publish(other, head)


def test_published_report_stays_as_it_was_signed(
    accepted: Submission, period: Period, head: Officer, secretary: Officer
) -> None:
    publish(period, head)
    before = typeset(report_document(Conference.objects.get()))
    reopen(submission=accepted, reason="sửa số HTX", until=timezone.localdate(), by=secretary)

    assert typeset(report_document(Conference.objects.get())) == before


def test_published_report_is_not_saved_or_published_again(
    accepted: Submission, period: Period, head: Officer, secretary: Officer
) -> None:
    publish(period, head)

    with pytest.raises(RefusedError, match="05/BC-CTĐ ngày 05/7/2023"):
        publish(period, head, number=6, version=1)
    with pytest.raises(RefusedError, match="không sửa"):
        save_conference(period=period, texts={"place": "Cà Mau"}, seen=1, by=secretary)


def test_number_is_unique_in_a_year(
    accepted: Submission, period: Period, head: Officer, secretary: Officer, an_giang: Province
) -> None:
    publish(period, head)
    other = make_period(period.cluster, "2023-H2")
    make_reported(other, an_giang, secretary, RIGHT)

    with pytest.raises(RefusedError, match="Số 5 của năm 2023 đã dùng"):
        publish(other, head)


def test_report_changed_meanwhile_is_not_published(
    accepted: Submission, period: Period, head: Officer, secretary: Officer
) -> None:
    save_conference(period=period, texts={"place": "Rạch Giá"}, seen=0, by=secretary)

    with pytest.raises(EditConflictError):
        publish(period, head, version=0)

    assert not Conference.objects.get().is_published


def test_report_without_accepted_figures_is_not_published(
    indicators: dict[str, Indicator], period: Period, an_giang: Province, head: Officer
) -> None:
    make_reported(period, an_giang, head, RIGHT, "approved")

    with pytest.raises(NoFiguresError):
        publish(period, head)

    assert not Conference.objects.exists()


def test_report_that_cannot_be_printed_is_not_published(
    accepted: Submission, period: Period, head: Officer
) -> None:
    Conference.objects.create(period=period, difficulties="khó 中")

    with pytest.raises(TypesettingError):
        publish(period, head)

    assert not Conference.objects.get().is_published


def test_report_whose_figures_change_during_typesetting_is_not_published(
    accepted: Submission,
    period: Period,
    head: Officer,
    secretary: Officer,
    can_tho: Province,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def typeset_slowly(document: dict[str, object]) -> bytes:
        make_reported(period, can_tho, secretary, RIGHT)
        return typeset(document)

    monkeypatch.setattr("reports.conference.publication.services.typeset", typeset_slowly)

    with pytest.raises(RefusedError, match="thay đổi trong lúc lập báo cáo"):
        publish(period, head)

    assert not Conference.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_typesetting_locks_nothing(
    accepted: Submission, period: Period, head: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typeset_outside_a_transaction(document: dict[str, object]) -> bytes:
        assert not connection.in_atomic_block
        return typeset(document)

    monkeypatch.setattr("reports.conference.publication.services.typeset", typeset_outside_a_transaction)

    assert publish(period, head).is_published


def test_publishing_locks_the_cluster_and_its_reports(
    accepted: Submission, period: Period, head: Officer
) -> None:
    with CaptureQueriesContext(connection) as queries:
        publish(period, head)

    if connection.features.has_select_for_no_key_update:  # SQLite locks the whole database instead
        locked = [q["sql"] for q in queries if "FOR NO KEY UPDATE" in q["sql"]]
        assert [name in sql for name, sql in zip(("cluster", "submission"), locked, strict=True)] == [
            True
        ] * 2


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("conference_published_is_numbered", {"document": {}}),
        ("conference_published_is_kept", {"number": 5, "signed_on": SIGNED_ON}),
    ],
)
def test_incomplete_published_row_is_refused_by_the_database(
    constraint: str, fields: dict[str, object], period: Period
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Conference.objects.create(period=period, published_at=timezone.now(), **fields)
