"""Checks of any figures."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from figures.submissions.models import Figure
from figures.submissions.reasons import NO_REASON, Reason
from figures.validation.checks import check
from figures.validation.findings import CheckedCell, ComparisonValues, Finding, Severity
from tests.figures.factories import catalogue_in_small

Answer = Figure.Answer
INDICATORS = list(catalogue_in_small().values())
CODES = [indicator.code for indicator in INDICATORS if indicator.kind != "ratio"]

counts = st.integers(0, 10**9)
cells = st.one_of(
    st.just(CheckedCell()),
    st.just(CheckedCell(answer=Answer.NOT_KNOWN)),
    st.just(CheckedCell(answer=Answer.NOT_APPLICABLE)),
    st.builds(
        CheckedCell,
        value=st.decimals(-(10**12), 10**12, places=4),
        answer=st.just(Answer.NUMBER),
        explanation=st.sampled_from([NO_REASON, Reason("Đúng.", questions=None)]),
    ),
    st.builds(CheckedCell, typed=st.text(min_size=1)),
)
earlier = st.dictionaries(st.sampled_from(CODES), st.decimals(-(10**12), 10**12, places=4))
forms = st.builds(ComparisonValues, st.dictionaries(st.sampled_from(CODES), cells), earlier, earlier, earlier)


def number(value: int) -> CheckedCell:
    return CheckedCell(Decimal(value), Answer.NUMBER)


def findings_of(
    rule: str, cells_by_code: dict[str, CheckedCell], opening: dict[str, Decimal]
) -> list[Finding]:
    return [f for f in check(INDICATORS, ComparisonValues(cells_by_code, opening, {}, {})) if f.rule == rule]


@given(forms)
def test_any_form_can_be_checked_and_every_message_is_a_sentence(form: ComparisonValues) -> None:
    for finding in check(INDICATORS, form):
        assert finding.message.strip()[-1] in ".?…"
        assert finding.code in CODES
        assert finding.code not in finding.other_codes


@given(forms, st.randoms())
def test_order_of_the_catalogue_does_not_change_what_is_wrong(form: ComparisonValues, random: object) -> None:
    shuffled = random.sample(INDICATORS, len(INDICATORS))  # type: ignore[attr-defined]

    def wrong_cells(findings: list[Finding]) -> set[tuple[str, str, frozenset[str]]]:
        return {
            (f.rule, f.severity, frozenset({f.code, *f.other_codes}))
            for f in findings
            if f.severity != Severity.UNCHECKED
        }

    assert wrong_cells(check(INDICATORS, form)) == wrong_cells(check(shuffled, form))


@given(counts, counts, counts, st.integers(-3, 3))
def test_ledger_blocks_exactly_when_the_closing_is_off(
    opening: int, new: int, dissolved: int, off: int
) -> None:
    sheet = {
        "coop.total": number(opening + new - dissolved + off),
        "coop.new": number(new),
        "coop.dissolved": number(dissolved),
    }
    assert bool(findings_of("ledger", sheet, {"coop.total": Decimal(opening)})) == (off != 0)


@given(counts, counts, st.integers(-3, 3))
def test_parts_block_exactly_when_their_sum_is_off(active: int, inactive: int, off: int) -> None:
    sheet = {
        "coop.total": number(active + inactive + off),
        "coop.active": number(active),
        "coop.inactive": number(inactive),
    }
    assert bool(findings_of("parts", sheet, {})) == (off != 0)


@given(forms, st.sampled_from(CODES))
def test_missing_term_never_turns_into_a_wrong_sum(form: ComparisonValues, code: str) -> None:
    """A sum with an unknown term is never called wrong."""
    unknown = ComparisonValues(
        {**form.cells, code: CheckedCell(answer=Answer.NOT_KNOWN)}, form.opening, form.previous, form.year_ago
    )
    sums = [f for f in check(INDICATORS, unknown) if f.rule in ("ledger", "parts")]
    assert all(f.severity == Severity.UNCHECKED for f in sums if code in (f.code, *f.other_codes))
