"""Keeps a finished part of a page for as long as nothing it was made from has changed.

Every request reads a stamp of the database first and looks under that name only, so that a page is never
stale: the request after a change finds nothing kept, and makes the page anew.
"""

from collections.abc import Callable, Hashable
from hashlib import blake2s
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.translation import get_language

from emulation.pledges.models import Pledge
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator, Section
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.models import Submission
from provinces.clusters.models import Cluster, Membership, Province, Term

# Read whole: small tables without a version, which the administrator edits in place.
_SMALL = (Cluster, Province, Membership, Term, Period, Section, Indicator, EmulationYear)

Made = TypeVar("Made")


def data_stamp() -> str:
    """What the figures' pages are made from, in a few letters; differs after any change of it.

    The sum of the submissions' versions tells every write to a submission or its cells, that of the pledges'
    every write to a pledge. They are sums, not the latest time: of two writers the one with the earlier time
    may commit later.
    """
    parts: list[object] = [
        Pledge.objects.aggregate(Sum("version"), Count("pk"), Max("pk")),
        Submission.objects.aggregate(Sum("version"), Count("pk"), Max("pk")),
        list(PublishedFigure.objects.order_by("pk").values_list()),
    ]
    parts += [list(model._default_manager.order_by("pk").values_list()) for model in _SMALL]
    return blake2s(repr(parts).encode(), digest_size=16).hexdigest()


def cached(make: Callable[[], Made], *name: Hashable) -> Made:
    """What `make` gives, kept under the name, the stamp, the language and today.

    `name` must tell apart everything else that the result depends on, above all what the reader may see. The
    stamp is read before anything is made: a change in between makes the next request start anew.
    """
    key = blake2s(
        repr((data_stamp(), get_language(), timezone.localdate(), *name)).encode(), digest_size=20
    ).hexdigest()
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found)
    return found
