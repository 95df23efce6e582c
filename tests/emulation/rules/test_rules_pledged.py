"""Rules and pledges fit each other; rules are copied whole; a second click does nothing twice."""

from decimal import Decimal

import pytest

from emulation.council import services as council_services
from emulation.criteria.models import Criterion
from emulation.criteria.tree import read_tree
from emulation.pledges import signing
from emulation.rules import services as rules_services
from tests.emulation.factories import make_criterion, make_year
from tests.figures.factories import make_catalogue

pytestmark = pytest.mark.postgresql

Kind = Criterion.Kind
RULES = "/emulation/2023/rules/"


def page(client) -> str:
    return client.get(RULES).content.decode()


def test_what_is_measured_against_a_pledge_must_be_pledged(contest, client_for, secretary):
    catalogue, client = make_catalogue(), client_for(secretary)
    make_criterion(
        contest, "Thành lập mới", kind=Kind.BEST, maximum=Decimal(100), numerator=catalogue["coop.new"]
    )
    assert "giao ước của năm không có chỉ tiêu" not in page(client)  # nothing is chosen yet
    signing.choose_indicators(contest_year=contest, indicators=[catalogue["group.new"]], by=secretary)
    said = "1 Thành lập mới: giao ước của năm không có chỉ tiêu “HTX thành lập mới”, nên không có gì để so."
    assert said in page(client)
    assert said in client.post(f"{RULES}lock/", follow=True).content.decode()
    signing.choose_indicators(contest_year=contest, indicators=[catalogue["coop.new"]], by=secretary)
    assert said not in page(client)


def test_locked_rules_keep_what_they_measure_against_in_the_pledges(contest, client_for, secretary):
    catalogue = make_catalogue()
    make_criterion(contest, kind=Kind.PLEDGED, maximum=Decimal(100), numerator=catalogue["coop.new"])
    rules_services.lock_rules(contest_year=contest, by=secretary)
    chosen = {"indicators": [catalogue["group.new"].pk]}
    refused = client_for(secretary).post("/emulation/2023/pledges/indicators/", chosen)
    assert "so kết quả với giao ước của các chỉ tiêu sau" in refused.content.decode()
    assert not contest.pledged_indicators.exists()


def test_a_second_click_moves_a_criterion_no_further(contest, client_for, secretary):
    rows = [make_criterion(contest, label) for label in ("Một", "Hai", "Ba")]
    client = client_for(secretary)
    assert 'name="at" value="3"' in page(client)
    for _click in range(2):
        client.post(f"{RULES}{rows[2].pk}/move/", {"to": "up", "at": "3"})
    assert [node.criterion.label for node in read_tree(contest).scale] == ["Một", "Ba", "Hai"]


def test_the_rule_for_equal_totals_is_copied_with_the_criteria_it_names(contest, cluster, secretary):
    first = make_criterion(contest, "Tham mưu", maximum=Decimal(100))
    steps = [("penalty", None), ("criterion", first.pk)]
    council_services.save_tie_rule(contest_year=contest, steps=steps, by=secretary)
    later = make_year(cluster, 2024)
    rules_services.copy_rules(contest_year=later, by=secretary)
    copied = later.criteria.get()
    assert list(later.tie_steps.values_list("kind", "criterion")) == [
        ("penalty", None),
        ("criterion", copied.pk),
    ]
    assert contest.tie_steps.get(kind="criterion").criterion == first


def test_a_rule_for_equal_totals_that_is_there_stays(contest, cluster, secretary):
    make_criterion(contest, maximum=Decimal(100))
    council_services.save_tie_rule(contest_year=contest, steps=[("penalty", None)], by=secretary)
    later = make_year(cluster, 2024)
    council_services.save_tie_rule(contest_year=later, steps=[("improvement", None)], by=secretary)
    rules_services.copy_rules(contest_year=later, by=secretary)
    assert [step.kind for step in later.tie_steps.all()] == ["improvement"]
