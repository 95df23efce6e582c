"""The contest's charts agree with the score table, and only readers of the scores see them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from emulation.council import services
from emulation.criteria.models import Criterion
from emulation.criteria.tree import build_tree
from emulation.results.table import Cell, ScoreTable, make_table
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.charts.chart import Chart
from reports.charts.style import EDGE, FIELD, PAPER
from reports.contest.rank_chart import YearRanks, ranks_over_years
from reports.contest.score_chart import points_by_criterion
from reports.contest.score_marks_chart import own_check_final
from tests.emulation.factories import make_criterion, make_final, make_sheets, make_year
from tests.reports.tables import seven

URL = "/emulation/2023/"
Kind = Criterion.Kind
SETTLED = EmulationYear(year=2022)


def points(own: str = "", check: str = "", final: str = "", **others: Any) -> Cell:
    return Cell(*(Decimal(text) if text else None for text in (own, check, final)), **others)


def scores(*columns: Sequence[Cell]) -> ScoreTable:
    """A column for each province: its cells of 1.1 and 1.2 (parts of a group), of 2, and of the bonus."""
    criteria = [
        Criterion(pk=1, position=1, kind=Kind.GROUP, label="Tham mưu", maximum=Decimal(60)),
        Criterion(pk=2, position=1, parent_id=1, kind=Kind.JUDGED, label="Cơ chế", maximum=Decimal(40)),
        Criterion(pk=3, position=2, parent_id=1, kind=Kind.JUDGED, label="Phối hợp", maximum=Decimal(20)),
        Criterion(pk=4, position=2, kind=Kind.JUDGED, label="<b>Tuyên truyền", maximum=Decimal(40)),
        Criterion(pk=5, position=3, kind=Kind.BONUS, label="Sáng kiến", maximum=Decimal(3)),
    ]
    provinces = seven()[: len(columns)]
    cells = {
        (pk, province.pk): cell
        for province, column in zip(provinces, columns, strict=True)
        for pk, cell in zip((2, 3, 4, 5), column, strict=False)
    }
    return make_table(build_tree(criteria), provinces, cells, [province.pk for province in provinces])


AN_GIANG = [points("35", "30", "30"), points("15", "15", "14.5"), points("30", "28", "28"), points(final="3")]
BAC_LIEU = [points("38", "37", "38"), points("18", "18", "18"), points("32", "31", "30")]


def bars(chart: Chart) -> list[list[float | None]]:
    return [list(trace.x) for trace in chart.figure.data if trace.type == "bar"]


def marks(chart: Chart) -> list[list[float | None]]:
    return [list(t.x) for t in chart.figure.data if t.type == "scatter" and t.mode == "markers"]


def label_texts(chart: Chart) -> list[str]:
    traces = (t for t in chart.figure.data if t.type == "scatter" and t.mode == "text")
    return [text.strip("\u00a0") for trace in traces for text in trace.text]


def test_bars_are_divided_by_first_level_criterion_without_bonus() -> None:
    chart = points_by_criterion(SETTLED, scores(AN_GIANG, BAC_LIEU), [1, 0])
    assert bars(chart) == [[56, 44.5], [30, 28]]
    assert list(chart.figure.layout.yaxis.ticktext) == ["Bạc Liêu", "An Giang"]
    assert label_texts(chart) == ["86,00", "72,50"]
    assert [head.text for head in chart.figure.layout.annotations] == ["1", "2"]
    assert [head.x for head in chart.figure.layout.annotations] == [28, 71]
    assert chart.caption == (
        "Điểm, thi đua năm 2022, 2/2 tỉnh. Xếp theo thứ hạng, chưa tính điểm thưởng và điểm trừ."
    )


def test_table_has_a_row_for_each_criterion_and_their_sum() -> None:
    chart = points_by_criterion(SETTLED, scores(AN_GIANG, BAC_LIEU), [1, 0])
    assert chart.headers == ("Tiêu chí", "Bạc Liêu", "An Giang")
    assert [(row.label, *(cell.text for cell in row.cells)) for row in chart.rows] == [
        ("1 Tham mưu", "56,00", "44,50"),
        ("2 <b>Tuyên truyền", "30,00", "28,00"),
        ("Cộng", "86,00", "72,50"),
    ]
    page = render_to_string("reports/charts/chart.html", {"chart": chart})
    assert "<b>" not in page
    assert "Bạc Liêu 86,00" in chart.description


def test_unsettled_points_are_hatched_and_count_as_in_the_table() -> None:
    unsettled = [points("35"), points("15", "13"), points("30", "28", "28", is_provisional=True)]
    chart = points_by_criterion(SETTLED, scores(BAC_LIEU, unsettled), [0, 1])
    # 1: settled, and own 35 with the checker's 13. 2: settled, and settled on figures that may change.
    assert bars(chart) == [[56, None], [None, 48], [30, None], [None, 28]]
    solid, hatched, *_others = chart.figure.data
    assert hatched.marker.pattern.shape == "-"
    assert solid.marker.pattern.shape is None
    assert "Sọc ngang: tạm tính." in chart.caption


def test_province_without_points_has_a_row_and_lowers_the_coverage() -> None:
    chart = points_by_criterion(SETTLED, scores(BAC_LIEU, [points()] * 3), [0, 1])
    assert label_texts(chart) == ["86,00", "…"]
    assert "1/2 tỉnh" in chart.caption


def test_year_without_points_has_charts_without_picture() -> None:
    nothing = scores([points()] * 3)
    assert points_by_criterion(SETTLED, nothing, [0]).spec is None
    assert own_check_final(SETTLED, nothing, [0]).spec is None


def test_year_without_criteria_has_no_charts() -> None:
    empty = make_table(build_tree([]), seven(), {}, [])
    assert points_by_criterion(SETTLED, empty, list(range(7))) is None
    assert own_check_final(SETTLED, empty, list(range(7))) is None


def test_province_has_three_marks_and_its_final_points() -> None:
    chart = own_check_final(SETTLED, scores(AN_GIANG, BAC_LIEU), [1, 0])
    own, _halo, check, final = marks(chart)
    assert (own, check, final) == ([88, 80], [86, 73], [86, 72.5])
    assert label_texts(chart) == ["86,00", "72,50"]
    assert [cell.text for cell in chart.rows[1].cells] == ["80,00", "73,00", "72,50"]
    assert [(line.x0, line.x1) for line in chart.figure.layout.shapes] == [(86, 88), (72.5, 80)]
    assert "Bạc Liêu tự chấm 88,00, chấm chéo 86,00, thống nhất 86,00" in chart.description


def test_unknown_points_have_no_mark() -> None:
    chart = own_check_final(
        SETTLED, scores([points("35", is_provisional=True), points("15"), points("30")]), [0]
    )
    own, stripe, _halo, check, final = marks(chart)
    assert (own, check, final) == ([80], [None], [None])
    assert stripe == [80]
    assert "gạch ngang: tạm tính" in chart.caption
    assert label_texts(chart) == ["…"]


def ranked(year: int, *order: int, **values: Any) -> YearRanks:
    """Ranks of the seven provinces, in their order."""
    ranks = {province.pk: rank for province, rank in zip(seven(), order, strict=False) if rank}
    return YearRanks(EmulationYear(year=year, **values), ranks)


def test_ranks_need_two_years() -> None:
    assert ranks_over_years(seven(), []) is None
    assert ranks_over_years(seven(), [ranked(2022, 1, 2, 3, 4, 5, 6, 7)]) is None


def test_rank_lines_are_labelled_at_both_ends() -> None:
    years = [ranked(2021, 2, 1, 3), ranked(2022, 1, 2, 2, is_illustrative=True)]
    chart = ranks_over_years(seven()[:3], years, own=2)
    lines = {trace.hovertext[0].split(",")[0]: trace for trace in chart.figure.data[:3]}
    assert [list(lines[name].y) for name in ("An Giang", "Bạc Liêu", "Cà Mau")] == [[2, 1], [1, 2], [3, 2]]
    assert list(chart.figure.layout.yaxis.ticktext) == ["1 Bạc Liêu", "2 An Giang", "3 Cà Mau"]
    assert label_texts(chart) == ["1 An Giang", "2 Bạc Liêu", "2 Cà Mau"]
    assert (lines["Bạc Liêu"].line.color, lines["An Giang"].line.color) == (FIELD, EDGE)
    assert list(lines["Bạc Liêu"].marker.color) == [FIELD, PAPER]
    assert chart.caption == "Hạng, năm 2021 đến năm 2022. Riêng các năm đã chốt điểm. Điểm rỗng: minh họa."


def test_year_of_a_provisional_result_is_marked() -> None:
    years = [ranked(2021, 2, 1), ranked(2022, 1, 2, provisional_reason="Kịp hội nghị.")]
    chart = ranks_over_years(seven()[:2], years)
    assert chart.note == "Riêng các năm đã chốt điểm. * Kết quả tạm thời."
    assert list(chart.figure.layout.xaxis.ticktext) == ["2021", "2022*"]
    whole = ranks_over_years(seven()[:2], [ranked(2021, 2, 1), ranked(2022, 1, 2)])
    assert "tạm thời" not in whole.note
    assert list(whole.figure.layout.xaxis.ticktext) == ["2021", "2022"]


def test_missing_year_is_a_gap_between_the_ranks_and_not_a_step() -> None:
    years = [ranked(2019, 2, 1), ranked(2021, 1, 2), ranked(2022, 2, 1)]
    chart = ranks_over_years(seven()[:2], years)
    line = next(trace for trace in chart.figure.data if trace.hovertext[0].startswith("An Giang"))
    assert list(line.x) == [2019, None, 2021, 2022]
    assert list(line.y) == [2, None, 1, 2]
    assert list(chart.figure.layout.xaxis.ticktext) == ["2019", "2020", "2021", "2022"]


def test_province_outside_a_contest_has_no_rank_that_year() -> None:
    chart = ranks_over_years(seven()[:3], [ranked(2021, 2, 1), ranked(2022, 0, 2, 1)])
    assert {row.label: [cell.text for cell in row.cells] for row in chart.rows} == {
        "Cà Mau": ["×", "1"],
        "Bạc Liêu": ["1", "2"],
        "An Giang": ["2", "×"],
    }
    assert label_texts(chart) == ["1 Cà Mau", "2 Bạc Liêu"]


def settle(
    cluster: Cluster, year: int, provinces: dict[str, Province], by: Officer, **points_by_slug: str
) -> None:
    """One judged criterion of 100 points: every province has 80, or the points given by its slug."""
    contest = make_year(cluster, year, rules_locked_at=timezone.now())
    criterion = make_criterion(contest, maximum=Decimal(100))
    for slug, province in provinces.items():
        make_final(criterion, province, by, points_by_slug.get(slug.replace("-", "_"), "80"))
    make_sheets(contest, by)
    services.settle_scores(contest_year=contest, by=by)


def test_settled_year_has_charts_for_every_reader(cluster, provinces, secretary, officer_hg, client_for):
    settle(cluster, 2023, provinces, secretary, can_tho="91.5")
    page = client_for(officer_hg).get(URL).content.decode()
    assert "Hình 1. Điểm theo tiêu chí cấp một" in page
    assert "Hình 2. Tự chấm, chấm chéo và thống nhất" in page
    assert "Hình 3" not in page  # a single year has no trend
    assert "Cần Thơ 91,50" in page
    assert '<a href="/emulation/" aria-current="page">Thi đua' in page
    assert f'<a href="{URL}" aria-current="page">Tổng quan</a>' in page


def test_page_has_the_ranks_of_settled_years_up_to_its_own(
    cluster, provinces, secretary, officer_hg, client_for
):
    settle(cluster, 2021, provinces, secretary, can_tho="91.5")
    settle(cluster, 2022, provinces, secretary, hau_giang="92")
    settle(cluster, 2023, provinces, secretary, ca_mau="93")
    client = client_for(officer_hg)
    page = client.get("/emulation/2022/").content.decode()
    assert "Hình 3. Thứ hạng qua các năm" in page
    assert "Hậu Giang năm 2021 2, năm 2022 1" in page
    assert "năm 2023 1" not in page


def test_unsettled_scores_are_drawn_only_for_contest_runners(
    cluster, provinces, secretary, officer_hg, observer, client_for
):
    contest = make_year(cluster, 2023, is_illustrative=True)
    criterion = make_criterion(contest)
    make_final(criterion, provinces["hau-giang"], secretary, "7.25")
    page = client_for(secretary).get(URL).content.decode()
    assert "Điểm chưa chốt" in page
    assert "Hậu Giang 7,25 (minh họa)" in page
    for officer in (officer_hg, observer):
        page = client_for(officer).get(URL).content.decode()
        assert page.count("Hình ") == 0
        assert "7,25" not in page
        assert "Điểm theo tỉnh" not in page


@pytest.mark.parametrize("criteria", [1, 5])
def test_query_count_does_not_grow_with_the_criteria(
    criteria, cluster, provinces, secretary, client_for, django_assert_max_num_queries
):
    contest = make_year(cluster, 2023)
    for _number in range(criteria):
        criterion = make_criterion(contest)
        for province in provinces.values():
            make_final(criterion, province, secretary, "8")
    client = client_for(secretary)
    client.get(URL)
    with django_assert_max_num_queries(54):
        assert client.get(URL).status_code == 200


def test_comparison_without_points_is_left_out(cluster, provinces, secretary, client_for):
    make_criterion(make_year(cluster, 2023))
    page = client_for(secretary).get(URL).content.decode()
    assert "Tự chấm, chấm chéo và thống nhất" not in page
