from collections.abc import Iterable

from django.utils.translation import gettext as _

from emulation.criteria.exports import criterion_cells, criterion_heads, criterion_mark
from emulation.rules.page import RuleRow
from emulation.rules.trial import RulesTrial
from emulation.year.models import EmulationYear
from web.table_files import TableFile


def rules(contest_year: EmulationYear, rows: Iterable[RuleRow]) -> TableFile:
    heads = [*criterion_heads(), _("Cách tính điểm"), _("Hướng dẫn, nguồn"), _("Minh họa")]
    values = [
        [
            *criterion_cells(row.node),
            row.formula,
            row.node.criterion.note,
            criterion_mark(contest_year, row.node),
        ]
        for row in rows
    ]
    return TableFile(f"bang-diem-{contest_year.year}", heads, values)


def trial(contest_year: EmulationYear, rules_trial: RulesTrial) -> TableFile:
    heads = [*criterion_heads(), *(province.name for province in rules_trial.provinces), _("Minh họa")]
    rows = [
        [
            *criterion_cells(row.node),
            *(cell.points.value for cell in row.cells),
            criterion_mark(contest_year, row.node),
        ]
        for row in rules_trial.rows
    ]
    return TableFile(f"cham-thu-{contest_year.year}", heads, rows)
