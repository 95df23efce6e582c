"""The app's models, for Django only: other modules import them where they are defined."""

from provinces.accounts.models import AccessEntry, FormerProvince, Officer
from provinces.clusters.models import Cluster, Membership, Province, Term
from provinces.mergers.models import Merger
from provinces.register.event_models import (
    CooperativeEvent,
    CooperativeSpan,
    GroupEvent,
    GroupSpan,
    UnionEvent,
    UnionMembership,
    UnionSpan,
)
from provinces.register.fact_models import (
    CooperativeChain,
    CooperativeFee,
    CooperativeHalfYear,
    CooperativeProduct,
    GroupChain,
    GroupFee,
    GroupHalfYear,
    GroupProduct,
    UnionChain,
    UnionFee,
    UnionHalfYear,
    UnionProduct,
)
from provinces.register.log_models import CooperativeLogLine, GroupLogLine, UnionLogLine
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion
from provinces.register_import.models import ImportChunk, RegisterImport

__all__ = [
    "AccessEntry",
    "Cluster",
    "Cooperative",
    "CooperativeChain",
    "CooperativeEvent",
    "CooperativeFee",
    "CooperativeGroup",
    "CooperativeHalfYear",
    "CooperativeLogLine",
    "CooperativeProduct",
    "CooperativeSpan",
    "CooperativeUnion",
    "FormerProvince",
    "GroupChain",
    "GroupEvent",
    "GroupFee",
    "GroupHalfYear",
    "GroupLogLine",
    "GroupProduct",
    "GroupSpan",
    "ImportChunk",
    "Membership",
    "Merger",
    "Officer",
    "Province",
    "RegisterImport",
    "Term",
    "UnionChain",
    "UnionEvent",
    "UnionFee",
    "UnionHalfYear",
    "UnionLogLine",
    "UnionMembership",
    "UnionProduct",
    "UnionSpan",
]
