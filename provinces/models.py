"""The app's models, for Django only: other modules import them where they are defined."""

from provinces.accounts.models import AccessEntry, FormerProvince, Officer
from provinces.clusters.models import Cluster, Membership, Province, Term
from provinces.mergers.models import Merger
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion

__all__ = [
    "AccessEntry",
    "Cluster",
    "Cooperative",
    "CooperativeGroup",
    "CooperativeUnion",
    "FormerProvince",
    "Membership",
    "Merger",
    "Officer",
    "Province",
    "Term",
]
