"""Cross-checks as files."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from emulation.criteria.exports import criterion_cells, criterion_heads, criterion_mark
from emulation.cross_checks.given_points import state_word
from emulation.cross_checks.models import Check
from emulation.cross_checks.page import CheckSheet
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def check(contest_year: EmulationYear, found: CheckSheet) -> TableFile:
    """A cross-check beside the self-score."""
    heads = [*criterion_heads(), _("Tự chấm"), _("Chấm chéo"), _("Lý do của tỉnh chấm")]
    heads += [_("Ý kiến của tỉnh được chấm"), _("Minh họa")]
    rows = [
        [
            *criterion_cells(row.node),
            row.own.value if row.own else None,
            row.given.value if row.given else None,
            row.score.reason if row.score else "",
            row.score.answer if row.score else "",
            criterion_mark(contest_year, row.node),
        ]
        for row in found.rows
    ]
    return TableFile(f"cham-cheo-{found.check.checked.slug}-{contest_year.year}", heads, rows)


def checks(contest_year: EmulationYear, ring: Iterable[Check]) -> TableFile:
    """Who checks whom."""
    heads = [_("Tỉnh chấm"), _("Tỉnh được chấm"), _("Trạng thái"), _("Minh họa")]
    rows = [
        [
            each.checker.name,
            each.checked.name,
            state_word(each).text,
            illustrative_mark(contest_year.is_illustrative),
        ]
        for each in ring
    ]
    return TableFile(f"phan-cong-cham-cheo-{contest_year.year}", heads, rows)
