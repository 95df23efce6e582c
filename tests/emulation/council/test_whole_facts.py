"""A year is settled on whole facts, or says on every page and paper that it is not."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.council import services
from emulation.criteria.models import Criterion
from emulation.results.loading import load_ranking, table_for_reader
from emulation.results.models import OpenInput
from emulation.year.models import EmulationYear
from figures.periods.models import Period
from figures.submissions.models import Figure
from tests.conflicts import seen_on
from tests.emulation.factories import make_criterion, make_final
from tests.figures.factories import NOT_KNOWN, make_catalogue, make_period, make_reported
from tests.papers.pdf_measure import words

pytestmark = pytest.mark.postgresql

REASON = "Kịp hội nghị tổng kết."
SETTLE = "/emulation/2023/results/settle/"
MISSING = (
    "6 tháng cuối năm 2023: Cà Mau chưa có số được chấp nhận; 6 tháng cuối năm 2023: Hậu Giang còn số ước"
)


@pytest.fixture
def settleable(contest, cluster, provinces, officer_hg, secretary) -> EmulationYear:
    """Final points for all. Cà Mau's second half is missing, and Hậu Giang's is an estimate."""
    counted = make_criterion(
        contest,
        "Thành lập mới",
        kind=Criterion.Kind.COUNTED,
        maximum=Decimal(100),
        numerator=make_catalogue()["coop.new"],
        points_each=Decimal(1),
    )
    for slug in ("2023-H1", "2023-H2"):
        period = make_period(cluster, slug)
        for province in provinces.values():
            if (slug, province.slug) == ("2023-H2", "ca-mau"):
                continue
            submission = make_reported(period, province, officer_hg, {"coop.new": "5"})
            if (slug, province.slug) == ("2023-H2", "hau-giang"):
                submission.figures.update(is_estimate=True)
    for slug, province in provinces.items():
        make_final(counted, province, secretary, "5" if slug == "ca-mau" else "10")
    EmulationYear.objects.update(rules_locked_at=timezone.now())
    contest.refresh_from_db()
    return contest


def test_settling_on_missing_half_years_is_refused_by_name(settleable, secretary, client_for):
    with pytest.raises(ValidationError, match=MISSING):
        services.settle_scores(contest_year=settleable, reason=REASON, by=secretary)
    page = client_for(secretary).get("/emulation/2023/results/").content.decode()
    assert MISSING in page
    assert SETTLE not in page  # no button
    assert not EmulationYear.objects.get().scores_are_settled


def test_settling_by_rules_that_allow_it_asks_a_reason_which_every_page_prints(
    settleable, secretary, observer, client_for
):
    EmulationYear.objects.update(allows_provisional=True)
    client = client_for(secretary)
    asked = client.post(SETTLE)
    assert MISSING in asked.content.decode()
    assert not EmulationYear.objects.get().scores_are_settled
    assert client.post(SETTLE, {"reason": REASON} | seen_on(client, SETTLE)).status_code == 302
    note = f"Kết quả tạm thời. {MISSING}. Lý do chốt tạm thời: Kịp hội nghị tổng kết."
    reader = client_for(observer)
    for page in ("", "results/", "results/ca-mau/", "pledges/", "log/"):
        assert note in reader.get(f"/emulation/2023/{page}").content.decode(), page
    assert "kết quả của năm" not in reader.get("/emulation/2023/results/").content.decode()
    for listed in (
        "results/?_export=csv",
        "results/?_export=csv&_list=scores",
        "results/ca-mau/?_export=csv",
    ):
        text = b"".join(reader.get(f"/emulation/2023/{listed}").streaming_content).decode()
        assert note in text, listed
    with zipfile.ZipFile(io.BytesIO(reader.get("/emulation/2023/results/table.docx").content)) as packed:
        assert note in packed.read("word/document.xml").decode()
    paper = words(reader.get("/emulation/2023/results/table.pdf").content)
    assert note in paper
    assert "thi đua năm 2023 (kết quả tạm thời)" in paper


def test_ranks_of_a_provisional_result_stay_provisional_when_figures_come_in(
    settleable, cluster, provinces, officer_hg, secretary
):
    EmulationYear.objects.update(allows_provisional=True)
    services.settle_scores(contest_year=settleable, reason=REASON, by=secretary)
    make_reported(Period.objects.get(half=2), provinces["ca-mau"], officer_hg, {"coop.new": "0"})
    settled = EmulationYear.objects.get()
    ranking = load_ranking(settled, table_for_reader(settled))
    assert all(ranked.verdict.startswith("Tạm xếp hạng") for ranked in ranking)
    assert all(ranked.improvement is None for ranked in ranking)


def test_reopening_forgets_what_was_missing(settleable, secretary):
    EmulationYear.objects.update(allows_provisional=True)
    settled = services.settle_scores(contest_year=settleable, reason=REASON, by=secretary)
    assert OpenInput.objects.count() == 2
    reopened = services.reopen_scores(contest_year=settled, reason="Đủ số.", by=secretary)
    assert (reopened.provisional_reason, OpenInput.objects.count()) == ("", 0)


def test_whole_figures_are_settled_without_a_reason(settleable, cluster, provinces, officer_hg, secretary):
    Figure.objects.update(is_estimate=False)
    # An accepted "not known" is the province's last word.
    make_reported(Period.objects.get(half=2), provinces["ca-mau"], officer_hg, {"coop.new": NOT_KNOWN})
    settled = services.settle_scores(contest_year=settleable, by=secretary)
    assert not settled.is_provisional
    assert settled.provisional_note == ""
    ranking = load_ranking(settled, table_for_reader(settled, secretary))
    assert [(ranked.is_whole, ranked.is_provisional) for ranked in ranking] == [(True, False)] * 7


def test_scores_are_not_settled_before_the_councils_first_day(settleable, secretary, client_for):
    settleable.deadlines.filter(part="council").update(opens_on="2999-01-01", due_on="2999-01-02")
    page = client_for(secretary).post(SETTLE, follow=True).content.decode()
    assert "bắt đầu từ ngày 01/01/2999" in page


def test_tied_provinces_read_as_tied(settleable, secretary):
    ranking = load_ranking(settleable, table_for_reader(settleable, secretary))
    first, last = ranking[0], ranking[-1]
    assert first.rank == 1
    assert first.verdict.endswith("đồng hạng")
    assert "đồng hạng" not in last.verdict  # Cà Mau alone


@pytest.mark.parametrize(
    "values",
    [
        {"provisional_reason": "Thiếu số.", "allows_provisional": True},
        {"provisional_reason": "Thiếu số.", "scores_settled_at": "2023-12-31T00:00:00Z"},
    ],
)
def test_only_a_settled_result_by_rules_that_allow_it_is_provisional(contest, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        EmulationYear.objects.update(**values)


@pytest.mark.parametrize("values", [{"half": 3}, {"kind": "late"}])
def test_open_input_names_a_half_year_and_a_kind(values, contest, hau_giang):
    row = OpenInput(year=contest, province=hau_giang, half=1, kind="missing")
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
