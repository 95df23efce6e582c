"""Columns that all files about criteria share."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from emulation.criteria.tree import Node
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import Value


def criterion_heads() -> list[str]:
    return [_("Số thứ tự"), _("Tiêu chí"), _("Tối đa")]


def criterion_cells(node: Node) -> Sequence[Value]:
    return [node.number, str(node.criterion), node.criterion.maximum]


def criterion_mark(contest_year: EmulationYear, node: Node) -> str:
    return illustrative_mark(contest_year.is_illustrative or node.criterion.is_illustrative)
