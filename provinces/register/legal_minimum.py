"""The least number of members that the law demands for founding an organisation."""

import datetime as dt
from dataclasses import dataclass

from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation


@dataclass(frozen=True)
class LegalMinimum:
    founded_from: dt.date
    least: int  # members; of a union, member cooperatives
    source: str


LAW_2023_IN_FORCE = dt.date(2024, 7, 1)

# Newest first. The union's 4 under the law of 2012 is not verified against its text.
LEGAL_MINIMUM: dict[type[Organisation], tuple[LegalMinimum, ...]] = {
    Cooperative: (
        LegalMinimum(LAW_2023_IN_FORCE, 5, "Luật HTX 2023"),
        LegalMinimum(dt.date.min, 7, "Luật HTX 2012"),
    ),
    CooperativeUnion: (
        LegalMinimum(LAW_2023_IN_FORCE, 3, "Luật HTX 2023"),
        LegalMinimum(dt.date.min, 4, "Luật HTX 2012"),
    ),
    CooperativeGroup: (LegalMinimum(dt.date.min, 2, "Nghị định 77/2019/NĐ-CP"),),
}


def legal_minimum(kind: type[Organisation], founded_on: dt.date) -> LegalMinimum:
    return next(rule for rule in LEGAL_MINIMUM[kind] if founded_on >= rule.founded_from)
