"""The checks that follow from the catalogue's columns. Without the database.

A hard finding must be corrected before submitting, a soft one corrected or explained. A check that lacks a
number says so instead of passing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.catalogue.ties import Breakdown, Ledger, breakdowns, ledgers
from figures.validation.findings import Answer, ComparisonValues, Finding, Severity
from figures.validation.scale import questions
from vietnamese.numbers import MINUS, NumberUnclearError, format_number, parse_number
from vietnamese.sentences import inside_a_sentence

# Rules about a number itself, and about one that is its limit. Where its base is zero, rather the base is
# wrong.
_LIMITS = {"negative", "decimals", "at_most"}


def check(indicators: Sequence[Indicator], values: ComparisonValues) -> list[Finding]:
    entered = [i for i in indicators if i.kind != Indicator.Kind.RATIO]
    findings: list[Finding] = []
    for rule in (_own_value, _parts, _ledgers, _limits, questions, _registers):
        findings.extend(rule(entered, values))
    # Here for all rules: none of them decides for itself whether a reason stands, or whether one may be given
    # and a reading be taken over.
    refused = _refused(entered, values)
    findings = [_askable(f, entered, values, is_refused=f.code in refused) for f in findings]
    findings = [
        replace(f, is_explained=f.severity == Severity.SOFT and values.cell(f.code).explains(f.question))
        for f in findings
    ]
    order = {indicator.code: position for position, indicator in enumerate(entered)}
    return sorted(findings, key=lambda finding: order[finding.code])


def _askable(
    finding: Finding, indicators: Sequence[Indicator], values: ComparisonValues, *, is_refused: bool
) -> Finding:
    """The finding with those of its readings that would be accepted.

    A number that no reason makes acceptable must be corrected, whatever else is odd about it.
    """

    def would_stand(reading: Decimal) -> bool:
        cell = replace(values.cell(finding.code), value=reading)
        instead = replace(values, cells={**values.cells, finding.code: cell})
        return finding.code not in _refused(indicators, instead)

    severity = Severity.HARD if is_refused and finding.severity == Severity.SOFT else finding.severity
    return replace(finding, severity=severity, readings=tuple(filter(would_stand, finding.readings)))


def _refused(indicators: Sequence[Indicator], values: ComparisonValues) -> set[str]:
    """Codes of numbers that cannot be accepted while those they are limited by stay."""
    findings = [*_own_value(indicators, values), *_limits(indicators, values)]
    refused = {finding.code for finding in findings if finding.rule in _LIMITS}
    for breakdown in breakdowns(indicators):
        whole = values.amount_of(breakdown.whole)
        amounts = {part: values.amount_of(part) or 0 for part in breakdown.parts}
        if whole is not None and min(amounts.values()) >= 0:
            refused |= {part.code for part, amount in amounts.items() if amount > whole}
    return refused


def _own_value(indicators: Sequence[Indicator], values: ComparisonValues) -> Iterator[Finding]:
    for indicator in indicators:
        cell = values.cell(indicator.code)
        if cell.typed:
            yield Finding("unclear", Severity.HARD, indicator.code, question_about(cell.typed, indicator))
        elif not cell.is_filled and indicator.is_required:
            yield Finding(
                "required",
                Severity.HARD,
                indicator.code,
                _("Chưa nhập. Ghi số, kể cả 0, hoặc chọn “Chưa có số liệu”, “Không áp dụng”."),
            )
        elif cell.value is not None:
            if cell.value < 0 and not indicator.may_be_negative:
                message = _("%s là số âm; chỉ tiêu này không có số âm.") % format_number(cell.value)
                yield Finding("negative", Severity.HARD, indicator.code, message)
            if indicator.is_opening and not cell.note.strip():
                message = _("Ghi nguồn của số đầu kỳ, ví dụ báo cáo và ngày của báo cáo.")
                yield Finding("source", Severity.HARD, indicator.code, message)
            if cell.value != round(cell.value, indicator.decimals):
                message = (
                    _("%(value)s không phải số nguyên; chỉ tiêu này đếm bằng %(unit)s.")
                    if indicator.decimals == 0
                    else _("%(value)s có quá nhiều chữ số thập phân.")
                ) % {"value": format_number(cell.value), "unit": indicator.in_language("unit")}
                yield Finding("decimals", Severity.HARD, indicator.code, message)


def question_about(typed: str, indicator: Indicator) -> str:
    """The question to the user about a text that is unclear or contradicts the chosen state."""
    try:
        number = parse_number(typed)
    except NumberUnclearError as error:
        return error.suggesting(indicator.takes).message
    return _("Đã ghi %s nhưng lại chọn là không có số liệu. Xóa số, hoặc chọn “Có số liệu”.") % format_number(
        number
    )


def _parts(indicators: Sequence[Indicator], values: ComparisonValues) -> Iterator[Finding]:
    for breakdown in breakdowns(indicators):
        whole, parts = breakdown.whole, breakdown.parts
        involved, at = [whole, *parts], parts[-1]
        title = at.in_language("group") or whole.in_language("short_label")
        if any(values.cell(i.code).is_filled or values.cell(i.code).typed for i in parts):
            missing = _missing(involved, values)
            if missing:
                yield _unchecked("parts", at, _("phép cộng “%s”") % title, missing, involved)
                yield from _parts_over(breakdown, values)
                continue
            parts_sum = breakdown.add_up(values.amount_of)
            if parts_sum.gap:
                terms = (
                    " + ".join(
                        f"{part.in_language('short_label')} {format_number(values.amount_of(part))}"
                        for part in parts
                    )
                    if len(parts) <= 3
                    else _("%(title)s: cộng %(count)s số") % {"title": title, "count": len(parts)}
                )
                message = _(
                    "%(terms)s = %(added)s, %(more)s %(whole)s (%(total)s) là %(gap)s. "
                    "Cần sửa một trong các số."
                ) % {
                    "terms": terms,
                    "added": format_number(parts_sum.added),
                    "more": _("nhiều hơn") if parts_sum.gap > 0 else _("ít hơn"),
                    "whole": whole.in_language("label"),
                    "total": format_number(parts_sum.whole),
                    "gap": format_number(abs(parts_sum.gap)),
                }
                yield Finding(
                    "parts", Severity.HARD, at.code, message, tuple(i.code for i in involved if i is not at)
                )


def _parts_over(breakdown: Breakdown, values: ComparisonValues) -> Iterator[Finding]:
    """Known parts that exceed the whole, whatever the missing ones will be."""
    whole = values.amount_of(breakdown.whole)
    known = {part: amount for part in breakdown.parts if (amount := values.amount_of(part)) is not None}
    if whole is None or not known or min(known.values()) < 0:
        return
    added = sum(known.values())
    if added > whole:
        largest = max(known, key=lambda part: known[part])
        message = _(
            "%(parts)s: riêng các số đã nhập cộng lại là %(added)s, nhiều hơn %(whole)s (%(total)s)."
        ) % {
            "parts": breakdown.parts[-1].in_language("group") or breakdown.whole.in_language("short_label"),
            "added": format_number(added),
            "whole": inside_a_sentence(breakdown.whole.in_language("label")),
            "total": format_number(whole),
        }
        others = tuple(i.code for i in (breakdown.whole, *known) if i is not largest)
        yield Finding("parts_over", Severity.HARD, largest.code, message, others)


def _ledgers(indicators: Sequence[Indicator], values: ComparisonValues) -> Iterator[Finding]:
    for ledger in ledgers(indicators):
        closing, flows = ledger.closing, ledger.flows
        involved = [closing, *flows]
        title = closing.section.in_language("label")
        if not any(values.cell(i.code).is_filled for i in involved):
            continue
        missing = _missing(involved, values)
        opening = values.opening.get(closing.code)
        if opening is None:
            asked = _missing([ledger.opening], values) if ledger.opening else []
            missing = [*(asked or [_("chưa có số cuối kỳ trước được chấp nhận")]), *missing]
        if missing:
            yield _unchecked("ledger", closing, _("cân đối “%s”") % title, missing, involved)
            yield from _impossible_flows(ledger, values, knows_opening=opening is not None)
            continue
        roll_forward = ledger.roll_forward(opening, values.amount_of)
        if roll_forward.gap:
            terms = [_("Đầu kỳ %s") % format_number(opening)]
            for flow, amount in roll_forward.flows:
                sign = MINUS if flow.ledger_role == Indicator.LedgerRole.DECREASE else "+"
                label = inside_a_sentence(flow.in_language("short_label"))
                terms.append(f"{sign} {label} {format_number(amount)}")
            message = _(
                "%(terms)s = %(computed)s, %(more)s %(closing)s đã nhập (%(reported)s) là %(gap)s."
            ) % {
                "terms": " ".join(terms),
                "computed": format_number(roll_forward.computed),
                "more": _("nhiều hơn") if roll_forward.gap < 0 else _("ít hơn"),
                "closing": inside_a_sentence(closing.in_language("label")),
                "reported": format_number(roll_forward.reported),
                "gap": format_number(abs(roll_forward.gap)),
            }
            yield Finding("ledger", Severity.HARD, closing.code, message, tuple(f.code for f in flows))


def _impossible_flows(ledger: Ledger, values: ComparisonValues, *, knows_opening: bool) -> Iterator[Finding]:
    """More increases than the closing and the decreases allow: any opening would be negative.

    While a decrease is unknown, it may be so large; then it is a question.
    """
    closing = values.amount_of(ledger.closing)
    flows = [(flow, values.amount_of(flow)) for flow in ledger.flows]
    known = [(flow, amount) for flow, amount in flows if amount is not None]
    increases = [(flow, amount) for flow, amount in known if flow.signed(amount) > 0]
    if closing is None or not increases:
        return
    opening = closing - sum((flow.signed(amount) for flow, amount in known), Decimal(0))
    if opening >= 0:
        return
    unknown = [flow for flow, amount in flows if amount is None]
    unknown_decreases = [flow for flow in unknown if flow.ledger_role == Indicator.LedgerRole.DECREASE]
    if unknown_decreases:
        largest = max(increases, key=lambda increase: increase[1])[0]
        message = _(
            "Tăng trong kỳ nhiều hơn %(closing)s (%(total)s) và các số giảm đã nhập là %(gap)s, trong khi "
            "%(unknown)s."
        ) % {
            "closing": inside_a_sentence(ledger.closing.in_language("label")),
            "total": format_number(closing),
            "gap": format_number(-opening),
            "unknown": ", ".join(_missing(unknown_decreases, values)),
        }
        others = tuple(i.code for i in (ledger.closing, *ledger.flows) if i is not largest)
        yield Finding("flows", Severity.SOFT, largest.code, message, others)
    elif not knows_opening:
        message = _(
            "Tăng trong kỳ nhiều hơn số cuối kỳ cộng số giảm: số đầu kỳ tính ngược lại là %(opening)s. "
            "Cần sửa một trong các số."
        ) % {"opening": format_number(opening)}
        codes = tuple(flow.code for flow in ledger.flows)
        yield Finding("flows", Severity.HARD, ledger.closing.code, message, codes)


def _limits(indicators: Sequence[Indicator], values: ComparisonValues) -> Iterator[Finding]:
    by_pk = {indicator.pk: indicator for indicator in indicators}
    for indicator in indicators:
        value = values.cell(indicator.code).value
        if value is None:
            continue
        limit = by_pk.get(indicator.at_most_id or 0)
        if limit is not None:
            most = values.cell(limit.code)
            if most.amount is None:
                yield _unchecked("at_most", indicator, _("giới hạn"), _missing([limit], values), [limit])
            elif value > most.amount:
                message = _("%(value)s nhiều hơn %(limit)s (%(most)s).") % {
                    "value": f"{indicator.in_language('label')} {format_number(value)}",
                    "limit": inside_a_sentence(limit.in_language("label")),
                    "most": format_number(most.amount),
                }
                yield Finding("at_most", Severity.HARD, indicator.code, message, (limit.code,))
        base = by_pk.get(indicator.zero_with_id or 0)
        if base is None or value == 0:
            continue
        amount = values.cell(base.code).amount
        if amount is None:
            yield _unchecked("zero_with", indicator, _("giới hạn"), _missing([base], values), [base])
        elif amount == 0:
            message = _("%(base)s bằng 0 thì %(label)s cũng phải bằng 0, không thể là %(value)s.") % {
                "base": base.in_language("label"),
                "label": inside_a_sentence(indicator.in_language("label")),
                "value": format_number(value),
            }
            yield Finding("zero_with", Severity.HARD, indicator.code, message, (base.code,))


def _registers(indicators: Sequence[Indicator], values: ComparisonValues) -> Iterator[Finding]:
    for indicator in indicators:
        cell = values.cell(indicator.code)
        if indicator.code not in values.counted or cell.amount is None:
            continue
        count, source = values.counted[indicator.code]
        if cell.amount == count:
            continue
        message = _("Đã nhập %(value)s; %(source)s có %(count)s, %(more)s %(gap)s.") % {
            "value": format_number(cell.amount),
            "source": inside_a_sentence(source),
            "count": format_number(count),
            "more": _("ít hơn") if count < cell.amount else _("nhiều hơn"),
            "gap": format_number(abs(count - cell.amount)),
        }
        yield Finding("register", Severity.SOFT, indicator.code, message, readings=(count,))


def _missing(indicators: Iterable[Indicator], values: ComparisonValues) -> list[str]:
    reasons = []
    for indicator in indicators:
        cell = values.cell(indicator.code)
        if cell.amount is None:
            if cell.typed:
                why = _("%s chưa hợp lệ")
            else:
                why = _("%s chưa có số liệu") if cell.answer == Answer.NOT_KNOWN else _("%s chưa nhập")
            reasons.append(why % f"“{indicator.in_language('short_label')}”")
    return reasons


def _unchecked(
    rule: str, at: Indicator, what: str, missing: Sequence[str], involved: Iterable[Indicator]
) -> Finding:
    message = _("Chưa kiểm tra được %(what)s: %(missing)s.") % {"what": what, "missing": ", ".join(missing)}
    return Finding(rule, Severity.UNCHECKED, at.code, message, tuple(i.code for i in involved if i is not at))
