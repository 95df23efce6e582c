"""Downloads of cross-checks."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from emulation.criteria.exports import criterion_cells, criterion_heads, criterion_mark
from emulation.cross_checks.given_points import state_mark
from emulation.cross_checks.models import Check
from emulation.cross_checks.page import CheckSheet
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def check_file(contest_year: EmulationYear, sheet: CheckSheet) -> TableFile:
    heads = [*criterion_heads(), _("Tự chấm"), _("Chấm chéo"), _("Lý do của tỉnh chấm")]
    heads += [_("Ý kiến của tỉnh được chấm"), _("Minh họa")]
    rows = [
        [
            *criterion_cells(row.node),
            row.self_points.value if row.self_points else None,
            row.check_points.value if row.check_points else None,
            row.reason,
            row.check_score.answer if row.check_score else "",
            criterion_mark(contest_year, row.node),
        ]
        for row in sheet.rows
    ]
    return TableFile(f"cham-cheo-{sheet.check.checked.slug}-{contest_year.year}", heads, rows)


def ring_file(contest_year: EmulationYear, checks: Iterable[Check]) -> TableFile:
    heads = [_("Tỉnh chấm"), _("Tỉnh được chấm"), _("Trạng thái"), _("Minh họa")]
    rows = [
        [
            check.checker.name,
            check.checked.name,
            state_mark(check).text,
            illustrative_mark(contest_year.is_illustrative),
        ]
        for check in checks
    ]
    return TableFile(f"phan-cong-cham-cheo-{contest_year.year}", heads, rows)
