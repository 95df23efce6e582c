"""The contest of a merger's year, closed by the three."""

from decimal import Decimal

import pytest

from emulation.council import services as council
from emulation.council.services import FinalEntry
from emulation.cross_checks import services as checks
from emulation.cross_checks.models import Check
from emulation.cross_checks.services import CheckEntry
from emulation.results.loading import load_ranking, load_whole_table, table_for_reader
from emulation.results.open_inputs import open_inputs
from emulation.results.paper import score_letter
from figures.periods.models import Period
from reports.conference.models import Conference
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import typeset
from tests.emulation.successors.merger_year import MERGED, PAGES, get, self_score, slugs
from tests.papers.pdf_measure import words

pytestmark = pytest.mark.postgresql


def test_the_year_is_closed_by_the_three(signed, three, heads, secretary, judged, against_pledge, client_for):
    for slug, points in (("an-giang-2025", "8"), ("ca-mau-2025", "7"), ("can-tho-2025", "9")):
        page = f"/emulation/2025/scores/{slug}/"
        assert get(client_for, heads[slug], page)
        self_score(signed, three[slug], judged, points, heads[slug])
    checks.draw_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)
    checks.publish_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)
    for check in Check.objects.filter(year=signed).select_related("checker", "checked", "year"):
        by = heads[check.checker.slug]
        assert get(client_for, by, f"/emulation/2025/checks/{check.checked.slug}/")
        entries = {judged.pk: CheckEntry(Decimal(7), "Thiếu hai bài.")}
        saved = checks.save_check(check=check, entries=entries, seen=check.version, by=by)
        checks.send_check(check=saved, seen=saved.version, by=by)
    assert open_inputs(signed) == []
    table = load_whole_table(signed)
    assert set(slugs(table.provinces)) == set(MERGED)
    for province in table.provinces:
        column = table.provinces.index(province)
        entries = {
            row.node.criterion.pk: FinalEntry(row.cells[column].counting, "Thống nhất theo chấm chéo.")
            for row in table.scored
        }
        council.save_finals(contest_year=signed, province=province, entries=entries, by=secretary)
    council.settle_scores(contest_year=signed, by=secretary)
    signed.refresh_from_db()
    assert signed.scores_are_settled
    assert set(slugs(signed.members)) == set(MERGED), "settled after the merger"
    ranking = load_ranking(signed, table_for_reader(signed))
    # against the pledge: 30 of 30, 30 of 70, 40 of 180; the checkers gave everybody 7
    assert [(str(ranked.province), ranked.rank) for ranked in ranking] == [
        ("An Giang", 1),
        ("Cà Mau", 2),
        ("Cần Thơ", 3),
    ]
    for officer in (secretary, heads["ca-mau-2025"]):
        for path in PAGES:
            response = client_for(officer).get(f"/emulation/2025/{path}", follow=True)
            assert response.status_code == 200, path
    results = get(client_for, heads["ca-mau-2025"], "/emulation/2025/results/")
    assert "gộp từ An Giang (đến 30/6/2025), Kiên Giang (đến 30/6/2025)" in results
    assert client_for(secretary).get("/emulation/2025/board/").status_code == 200
    document = report_document(Conference.objects.of(Period.objects.get(half=2)))
    contest_part, pledged = document["emulation"], document["pledges"]
    assert [row["province"] for row in contest_part["ranking"]] == ["An Giang", "Cà Mau", "Cần Thơ"]
    assert len(contest_part["merger_notes"]) == 3
    assert [row["province"] for row in pledged["rows"]] == ["An Giang", "Cà Mau", "Cần Thơ"]
    assert pledged["indicators"][0]["total"]["target"] == "280"
    assert pledged["indicators"][0]["total"]["expected"] == 3
    printed = words(typeset(document))
    assert "điểm thi đua năm 2025 của 03 đơn vị đã được chốt" in printed
    assert "Cần Thơ: gộp từ Cần Thơ (đến 30/6/2025), Hậu Giang (đến 30/6/2025)" in printed
    first = report_document(Conference.objects.of(Period.objects.get(half=1)))
    assert len(first["pledges"]["rows"]) == 7
    assert first["pledges"]["indicators"][0]["total"]["expected"] == 7
    letter = score_letter(signed, table_for_reader(signed), ranking)
    assert any("gộp từ" in getattr(block, "text", "") for block in letter.body)
