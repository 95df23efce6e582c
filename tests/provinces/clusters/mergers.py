"""Provinces that merge in tests."""

import datetime as dt
from collections.abc import Iterable

from provinces.clusters.models import Cluster, Membership, Province

MERGED_ON = dt.date(2025, 7, 1)


def merge(
    cluster: Cluster, parts: Iterable[Province], *, slug: str, name: str, on: dt.date = MERGED_ON
) -> Province:
    """The new province of the cluster in which the parts go on from that day."""
    keys = [part.pk for part in parts]
    Province.objects.filter(pk__in=keys).update(ended_on=on)  # first, for the new one may have their name
    position = 1 + Province.objects.count()
    merged = Province.objects.create(
        slug=slug, name=name, code=str(100 + position), position=position, established_on=on
    )
    Province.objects.filter(pk__in=keys).update(successor=merged)
    Membership.objects.filter(province__in=keys).update(left_on=on)
    Membership.objects.create(cluster=cluster, province=merged, joined_on=on)
    return merged


def merge_seven(cluster: Cluster) -> dict[str, Province]:
    """The three of Nghị quyết 202/2025/QH15 by slug."""
    into = {
        ("an-giang-2025", "An Giang"): ("an-giang", "kien-giang"),
        ("ca-mau-2025", "Cà Mau"): ("bac-lieu", "ca-mau"),
        ("can-tho-2025", "Cần Thơ"): ("can-tho", "hau-giang", "soc-trang"),
    }
    return {
        slug: merge(cluster, Province.objects.filter(slug__in=parts), slug=slug, name=name)
        for (slug, name), parts in into.items()
    }
