from decimal import Decimal

from emulation.council import services as council_services
from emulation.criteria.models import Criterion
from emulation.criteria.tree import read_tree
from emulation.pledges import signing
from emulation.rules import services as rules_services
from tests.emulation.factories import make_criterion, make_year
from tests.figures.factories import make_catalogue

Kind = Criterion.Kind
RULES = "/emulation/2023/rules/"


def page(client) -> str:
    return client.get(RULES).content.decode()


def test_criterion_against_a_pledge_needs_a_pledged_indicator(contest, client_for, secretary):
    catalogue, client = make_catalogue(), client_for(secretary)
    make_criterion(
        contest, "Thành lập mới", kind=Kind.BEST, maximum=Decimal(100), numerator=catalogue["coop.new"]
    )
    assert "giao ước của năm không có chỉ tiêu" not in page(client)  # nothing is chosen yet
    signing.choose_indicators(contest_year=contest, indicators=[catalogue["group.new"]], by=secretary)
    error = "1 Thành lập mới: giao ước của năm không có chỉ tiêu “HTX thành lập mới”, nên không có gì để so."
    assert error in page(client)
    assert error in client.post(f"{RULES}lock/", follow=True).content.decode()
    signing.choose_indicators(contest_year=contest, indicators=[catalogue["coop.new"]], by=secretary)
    assert error not in page(client)


def test_indicators_of_locked_rules_stay_pledged(contest, client_for, secretary):
    catalogue = make_catalogue()
    make_criterion(contest, kind=Kind.PLEDGED, maximum=Decimal(100), numerator=catalogue["coop.new"])
    rules_services.lock_rules(contest_year=contest, by=secretary)
    data = {"indicators": [catalogue["group.new"].pk]}
    response = client_for(secretary).post("/emulation/2023/pledges/indicators/", data)
    assert "so kết quả với giao ước của các chỉ tiêu sau" in response.content.decode()
    assert not contest.pledged_indicators.exists()


def test_second_click_moves_a_criterion_no_further(contest, client_for, secretary):
    rows = [make_criterion(contest, label) for label in ("Một", "Hai", "Ba")]
    client = client_for(secretary)
    assert 'name="at" value="3"' in page(client)
    for _click in range(2):
        client.post(f"{RULES}{rows[2].pk}/move/", {"to": "up", "at": "3"})
    assert [node.criterion.label for node in read_tree(contest).scale] == ["Một", "Ba", "Hai"]


def test_tie_rule_is_copied_with_its_criteria(contest, cluster, secretary):
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


def test_existing_tie_rule_is_not_replaced(contest, cluster, secretary):
    make_criterion(contest, maximum=Decimal(100))
    council_services.save_tie_rule(contest_year=contest, steps=[("penalty", None)], by=secretary)
    later = make_year(cluster, 2024)
    council_services.save_tie_rule(contest_year=later, steps=[("improvement", None)], by=secretary)
    rules_services.copy_rules(contest_year=later, by=secretary)
    assert [step.kind for step in later.tie_steps.all()] == ["improvement"]
