"""The models of this app. For Django alone: all others import them from their rooms."""

from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province, Term
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion

__all__ = [
    "Cluster",
    "Cooperative",
    "CooperativeGroup",
    "CooperativeUnion",
    "Membership",
    "Officer",
    "Province",
    "Term",
]
