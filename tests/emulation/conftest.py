from pathlib import Path
from typing import Any

import pytest

from emulation.year.models import EmulationYear
from provinces.clusters.models import Cluster
from tests.emulation.factories import make_year


@pytest.fixture
def evidence_folder(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


@pytest.fixture
def contest(cluster: Cluster, evidence_folder: Path) -> EmulationYear:
    return make_year(cluster, 2023)
