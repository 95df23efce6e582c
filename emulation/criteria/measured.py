"""The year's values that computed criteria are based on."""

from collections.abc import Sequence

from emulation.criteria.models import Criterion
from emulation.criteria.tree import Tree
from figures.submissions.punctuality import late_days
from figures.submissions.yearly import Yearly, yearly_values
from provinces.clusters.models import Cluster, Province


def measured_values(
    tree: Tree, cluster: Cluster, year: int, provinces: Sequence[Province]
) -> dict[tuple[str, str], Yearly]:
    """(province slug, code) → accepted number; with the days of delay where a criterion scores them."""
    values = yearly_values(year, provinces, tree.indicators)
    if any(node.criterion.kind == Criterion.Kind.TIMELY for node in tree.computed):
        values |= late_days(cluster, year, provinces)
    return values
