"""The organisations behind the half-year's increases and decreases, an appendix that a report may have."""

from figures.catalogue.models import Indicator
from figures.register_comparison.counts import Named
from reports.conference.report.figures import Document
from reports.conference.report.sources import ReportSources
from vietnamese.dates import format_date
from vietnamese.numbers import format_number


def organisations_part(sources: ReportSources) -> list[Document]:
    """By term of the roll-forward that has any: its organisations by province and day, with decisions.

    A list need not be complete: where it names fewer or more than the provinces reported, the term says so.
    """
    names = {province.pk: province.name for province in sources.provinces}
    order = list(names)
    labels = dict(Indicator.objects.filter(code__in=sources.organisations).values_list("code", "label"))
    terms: list[Document] = []
    for code, named in sources.organisations.items():
        by_province = sorted(named, key=lambda each: order.index(each.organisation.province_id))
        rows = [_row(each, names[each.organisation.province_id]) for each in by_province]
        line = sources.table.lines.get(code)
        reported = line.total.value if line else None
        if rows or reported:
            differs = reported is not None and reported != len(rows)
            told = format_number(reported) if differs else None
            terms.append({"label": labels.get(code, code), "rows": rows, "reported": told})
    return terms


def _row(named: Named, province: str) -> Document:
    return {
        "province": province,
        "name": named.organisation.name,
        "illustrative": named.organisation.is_illustrative,
        "how": str(named.event),
        "day": format_date(named.event.happened_on),
        "decision": named.event.decision or None,
    }
