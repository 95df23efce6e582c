"""Who reports: clusters, provinces, officers, and the register of organisations."""

from provinces.models.cluster import Cluster, Membership, Province, Term
from provinces.models.officer import Officer
from provinces.models.register import (
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    LegalState,
    Organisation,
    Sector,
)

__all__ = [
    "Cluster",
    "Cooperative",
    "CooperativeGroup",
    "CooperativeUnion",
    "LegalState",
    "Membership",
    "Officer",
    "Organisation",
    "Province",
    "Sector",
    "Term",
]
