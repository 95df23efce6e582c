"""Cache a rendered part of a page until the data behind it change.

Every request first reads a stamp of the database, which is part of the cache key. So a page is never stale:
the first request after a change misses the cache.
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
from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator, Section
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.models import Submission
from provinces.clusters.models import Cluster, Membership, Province, Term

# Small tables without a version, which administrators edit in place: the stamp hashes all their rows.
_SMALL_MODELS = (
    *(Cluster, Province, Membership, Term, Period, EmulationYear),
    *(Section, Indicator, SeriesBreak, SeriesBreak.indicators.through),
)

Content = TypeVar("Content")


def data_stamp() -> str:
    """Return a hash that differs after any change of the data behind the figures' pages.

    Every write to a submission or its cells raises the submission's version, and so for pledges. The stamp
    adds up versions and does not take the latest time: of two writers, the one with the earlier time may
    commit later.
    """
    parts: list[object] = [
        Pledge.objects.aggregate(Sum("version"), Count("pk"), Max("pk")),
        Submission.objects.aggregate(Sum("version"), Count("pk"), Max("pk")),
        list(PublishedFigure.objects.order_by("pk").values_list()),
    ]
    parts += [list(model._default_manager.order_by("pk").values_list()) for model in _SMALL_MODELS]
    return blake2s(repr(parts).encode(), digest_size=16).hexdigest()


def cached(make: Callable[[], Content], *name: Hashable) -> Content:
    """Return `make()`, or its cached result under `name`, the data stamp, the language and today.

    `name` must contain everything else that the result depends on, above all what the reader may see. The
    stamp is read before `make` runs, so that a change in between makes the next request start anew.
    """
    key = blake2s(
        repr((data_stamp(), get_language(), timezone.localdate(), *name)).encode(), digest_size=20
    ).hexdigest()
    content = cache.get(key)
    if content is None:
        content = make()
        cache.set(key, content)
    return content
