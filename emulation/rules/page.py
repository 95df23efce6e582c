from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from emulation.criteria.tree import FULL_MARKS, Node, read_tree
from emulation.rules.services import earlier_rules, rules_problems, shown_rules
from emulation.scoring.formula import formula
from emulation.year.models import EmulationYear


@dataclass(frozen=True)
class RuleRow:
    node: Node
    formula: str


def rules_page(contest_year: EmulationYear, *, may_run: bool) -> dict[str, Any]:
    tree = read_tree(contest_year)
    may_edit = may_run and not contest_year.rules_are_locked
    earlier = earlier_rules(contest_year) if may_edit and not tree.all else None
    return {
        "rows": [RuleRow(node, formula(node.criterion)) for node in tree.rows],
        "apart": [RuleRow(node, formula(node.criterion)) for node in tree.apart],
        "total": tree.total,
        "full_marks": FULL_MARKS,
        "problems": rules_problems(contest_year, tree) if may_run and tree.all else [],
        "is_illustrative": tree.is_illustrative,
        "locked_on": contest_year.rules_locked_at and timezone.localdate(contest_year.rules_locked_at),
        "version": shown_rules(contest_year, tree).version,
        "may_run": may_run,
        "may_edit": may_edit,
        "earlier_label": str(earlier.year) if earlier else "",
    }
