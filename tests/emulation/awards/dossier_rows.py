"""Titles and dossiers for tests."""

import datetime as dt

from emulation.awards import services
from emulation.awards.models import Dossier
from emulation.awards.title_models import Title
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province


def make_certificate() -> Title:
    """Bằng khen, for alliances, cooperatives and persons."""
    title = Title.objects.create(name="Bằng khen", position=20, legal_basis="Luật Thi đua, khen thưởng")
    for kind in ("alliance", "cooperative", "person"):
        title.kinds.create(kind=kind)
    return title


def make_dossier(
    contest_year: EmulationYear,
    province: Province,
    by: Officer,
    title: Title,
    name: str = "Nguyễn Văn An",
    **values: object,
) -> Dossier:
    values = {"kind": "person", "achievements": "Vượt giao ước."} | values
    dossier = Dossier(year=contest_year, province=province, title=title, name=name, **values)
    return services.save_dossier(dossier=dossier, evidence=[], by=by)


def award(
    dossier: Dossier, leader: Officer, secretary: Officer, on: dt.date = dt.date(2024, 2, 5)
) -> Dossier:
    services.take_step(dossier=dossier, action="send", by=leader)
    services.take_step(dossier=dossier, action="propose", by=secretary)
    return services.take_step(
        dossier=dossier, action="award", number="12/QĐ-LMHTXVN", decided_on=on, by=secretary
    )
