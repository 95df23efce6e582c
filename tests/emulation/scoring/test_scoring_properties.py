"""Properties of points for any figures."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from emulation.criteria.models import Criterion
from emulation.scoring.points import compute
from emulation.scoring.rule import ScoringRule
from emulation.scoring.targets import Target
from figures.submissions.yearly import WhyMissing, Yearly

Kind = Criterion.Kind
CODES = ["coop.new", "coop.total", "alliance.classes", "alliance.member_coops"]
PROVINCES = ["an-giang", "bac-lieu", "ca-mau", "can-tho", "hau-giang", "kien-giang", "soc-trang"]

points = st.decimals(min_value="0.01", max_value="100", places=2)
amounts = st.decimals(min_value=-1000, max_value=10**9, places=2)
figures = st.one_of(
    st.builds(lambda value: Yearly(value, why_missing="", missing=()), amounts),
    st.sampled_from([Yearly(why_missing=lack) for lack in WhyMissing]),
)
KEYS = [(province, code) for province in PROVINCES for code in CODES]
values = st.fixed_dictionaries(dict.fromkeys(KEYS, figures))
targets = st.dictionaries(st.sampled_from(KEYS), st.builds(Target, amounts))


@st.composite
def rules(draw) -> ScoringRule:
    """A rule of any computed kind; its bands may even give more than the maximum."""
    kind = draw(st.sampled_from([Kind.BANDED, Kind.COUNTED, Kind.PLEDGED, Kind.BEST]))
    numerator, denominator = draw(st.permutations(CODES))[:2]
    shares = st.decimals(min_value=0, max_value=200, places=1)
    bands = draw(st.dictionaries(shares, points, max_size=5)) if kind == Kind.BANDED else {}
    return ScoringRule(
        kind=kind,
        maximum=draw(points),
        numerator=numerator,
        denominator=denominator if kind == Kind.BANDED else "",
        points_each=draw(points) if kind == Kind.COUNTED else None,
        bands=tuple(bands.items()),
    )


@given(rules(), values, targets)
def test_points_are_within_zero_and_the_maximum_or_have_a_reason(rule, values, targets):
    for province in PROVINCES:
        result = compute(rule, province, values, targets)
        assert (result.value is None) == bool(result.why)
        if result.value is not None:
            assert 0 <= result.value <= rule.maximum
            assert result.value == round(result.value, 2)


@given(rules(), values, targets, st.randoms())
def test_points_do_not_depend_on_the_order_of_provinces_and_bands(rule, values, targets, random):
    shuffled = list(values.items())
    random.shuffle(shuffled)
    bands = list(rule.bands)
    random.shuffle(bands)
    other = ScoringRule(
        rule.kind, rule.maximum, rule.numerator, rule.denominator, rule.points_each, tuple(bands)
    )
    for province in PROVINCES:
        assert compute(other, province, dict(shuffled), targets) == compute(rule, province, values, targets)


@given(st.lists(rules(), min_size=1, max_size=6), values, targets, st.sampled_from(CODES), figures)
def test_points_depend_only_on_the_rule_s_own_indicators(table, values, targets, code, figure):
    changed = values | {("hau-giang", code): figure}
    for rule in table:
        for province in PROVINCES:
            same = compute(rule, province, changed, targets) == compute(rule, province, values, targets)
            # Another province's figure counts only for rules that compare with the best.
            is_own = province == "hau-giang" or rule.kind == Kind.BEST
            assert same or (code in (rule.numerator, rule.denominator) and is_own)


@given(
    st.integers(1, 10**6),
    st.sampled_from([60, 80]),
    st.sampled_from([Decimal(-1), Decimal(0), Decimal(1)]),
)
def test_published_bands_have_exact_edges_for_any_number_of_cooperatives(total, edge, off):
    bands = ((Decimal(80), Decimal(4)), (Decimal(60), Decimal(3)), (Decimal(0), Decimal(2)))
    rule = ScoringRule(Kind.BANDED, Decimal(4), "alliance.member_coops", "coop.total", bands=bands)
    members = Decimal(total * edge) / 100 + off / 100
    values = {
        ("x", "alliance.member_coops"): Yearly(members, why_missing="", missing=()),
        ("x", "coop.total"): Yearly(Decimal(total), why_missing="", missing=()),
    }
    below, above = {60: (2, 3), 80: (3, 4)}[edge]
    assert compute(rule, "x", values, {}).value == (below if off < 0 else above)
