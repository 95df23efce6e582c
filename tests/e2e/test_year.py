"""A year of the contest in the browser, from the rules to the report; one province fills in long forms."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from provinces.clusters.models import Cluster, Province
from reports import demo
from tests.e2e.year import awards, board, council, halves, movements, pledges, report, rules, scores
from tests.e2e.year.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(browser, live_server, settings, tmp_path):
    """A server with 2022 reported and nothing of 2023 begun."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EVIDENCE_ROOT = tmp_path
    cache.clear()
    call_command("loaddata", "cluster", "catalogue", "titles", verbosity=0)
    cluster = Cluster.objects.get()
    provinces = list(Province.objects.members_on(cluster, demo.PUBLISHED_ON))
    officers = demo.create_accounts(provinces)
    demo.appoint(officers)
    for slug in ("2022-H1", "2022-H2"):
        demo.load_half_year(slug, cluster, provinces, officers)
    return str(live_server.url)


def test_year_from_the_rules_to_the_report(open_browser, site):
    desk = Desk(open_browser(), site)
    rules.open_year(desk)
    pledges.choose_indicators(desk)
    rules.write_rules(desk)
    board.expect_task(desk, "hau-giang", "Đăng ký và gửi giao ước thi đua năm 2023")
    pledges.register_targets(desk)
    pledges.sign(desk)
    board.expect_no_task(desk, "hau-giang-lead", "giao ước thi đua")

    movements.launch_with_means(desk)
    movements.launch_without_means(desk)
    halves.open_half(desk, 1)
    halves.report_all(desk, 1)
    halves.look_at_the_first_half(desk)
    movements.work_in_it(desk)
    movements.sum_up(desk)
    board.look_at_the_middle(desk)
    halves.open_half(desk, 2)
    halves.report_all(desk, 2)
    halves.look_at_the_year(desk)

    board.expect_task(desk, "soc-trang", "Tự chấm điểm thi đua năm 2023")
    scores.score_themselves(desk)
    board.expect_no_task(desk, "soc-trang", "Tự chấm điểm")
    board.expect_task(desk, "secretary", "Phân công và công bố chấm chéo năm 2023")
    ring = scores.draw_the_ring(desk)
    scores.check_each_other(desk, ring)
    rules.set_dates(desk, answers_from=-1)
    board.expect_task(desk, "hau-giang", "1 tiêu chí được chấm khác điểm tự chấm.")
    scores.object_to_it(desk)

    council.agree(desk)
    by_rank = council.settle(desk)
    council.drill_down(desk)
    council.look_at_the_charts(desk)

    awards.vote(desk, by_rank[0])
    awards.commend(desk, by_rank[0])
    board.look_at_the_end(desk)
    report.hold_the_conference(desk)
    report.read_the_report(desk, by_rank)
