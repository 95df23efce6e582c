"""The preview of a pasted block of 7 columns and 150 rows."""

from statistics import median
from typing import Any

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.clusters.models import Province
from tests.bench.server import Server
from tests.bench.urls import BARE

ROWS, TIMES = 150, 20


def measure_block() -> dict[str, Any]:
    """Medians in milliseconds; RuntimeError if the preview lacks the own number: refusals are fast."""
    period = Period.objects.filter(state=Period.State.OPEN).latest("cut_off_on")
    path, text = f"/entry/{period.slug}/hau-giang/paste/", _block(period)
    bare, preview = [], []
    with Server("hau-giang") as server:
        for _round in range(TIMES):
            bare.append(server.get(BARE).milliseconds)
            response = server.post(path, {"text": text})
            preview.append(response.milliseconds)
        if "<strong>4.000</strong>" not in response.body.decode():
            raise RuntimeError("the pasted numbers are not in the preview")
        queries = server.post(path, {"text": text}, count=True).queries
    return {"bare": median(bare), "shown": median(preview), "queries": queries}


def _block(period: Period) -> str:
    """The cluster's table: every indicator of the form, and unknown rows."""
    provinces = list(Province.objects.members_on(period.cluster, period.cut_off_on))
    own = [province.slug for province in provinces].index("hau-giang")
    labels = [indicator.label for indicator in Indicator.objects.asked_in(period.slug).entered()]
    labels += [f"Dòng {number} của bảng" for number in range(ROWS - 1 - len(labels))]
    head = "\t".join(["Chỉ tiêu", *(province.name for province in provinces)])
    cells = ["4.000" if column == own else "5.000" for column in range(len(provinces))]
    return "\n".join([head, *("\t".join([label, *cells]) for label in labels)])
