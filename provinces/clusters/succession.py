"""Which provinces reported for a territory on a day. A merged province goes on in its successor."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from provinces.clusters.models import Province

# As many as one query follows; three decisions of the National Assembly in one office's time.
MOST_MERGERS_IN_TURN = 3


def own_or_merged(province: int | None, *, path: str = "province") -> Q:
    """Rows of the province, and of those that have merged into it by today; none without a province.

    With an empty path, the provinces themselves.
    """
    if province is None:
        return Q(pk__in=[])
    own, today = Q(**{path or "pk": province}), timezone.localdate()
    step = f"{path}__" if path else ""
    for _merger in range(MOST_MERGERS_IN_TURN):
        own |= Q(**{f"{step}successor": province, f"{step}ended_on__lte": today})
        step += "successor__"
    return own


@dataclass(frozen=True)
class Territories:
    """All provinces by key, and the keys of those that each took in."""

    provinces: dict[int, Province]
    merged_into: dict[int, tuple[int, ...]]

    @classmethod
    def load(cls) -> "Territories":
        """One query."""
        provinces = {province.pk: province for province in Province.objects.all()}
        merged: dict[int, list[int]] = defaultdict(list)
        for province in provinces.values():
            if province.successor_id:
                merged[province.successor_id].append(province.pk)
        return cls(provinces, {pk: tuple(parts) for pk, parts in merged.items()})

    def reporters(self, province: int, on: dt.date) -> tuple[int, ...]:
        """The keys of the provinces that on that day stood where this one stands; mostly itself.

        Empty for a day on which the territory had no province that we know of.
        """
        own = (province,) if self._exists_on(province, on) else ()
        parts = [part for part in self.merged_into.get(province, ()) if self._ended_after(part, on)]
        return own + tuple(reporter for part in parts for reporter in self.reporters(part, on))

    def apart(self) -> "Territories":
        """The provinces each alone, for as long as it lasted: none goes on in another."""
        return Territories(self.provinces, {})

    def lineage(self, province: int) -> tuple[int, ...]:
        """The province and all that it was made of, at any time."""
        parts = self.merged_into.get(province, ())
        return (province, *(pk for part in parts for pk in self.lineage(part)))

    def ended_in(self, province: int, on: dt.date) -> tuple[int, ...]:
        """The province, and all that had merged into it by that day."""
        parts = [part for part in self.merged_into.get(province, ()) if not self._ended_after(part, on)]
        return (province, *(pk for part in parts for pk in self.ended_in(part, on)))

    def parts(self, province: int) -> tuple[Province, ...]:
        """The provinces that merged into it, in their order."""
        return tuple(self._in_order(self.merged_into.get(province, ())))

    def of_today(self, provinces: Iterable[Province]) -> list[Province]:
        """The provinces in which these go on, each once, in their order."""
        heirs = {self._heir(province.pk) for province in provinces}
        return self._in_order(heirs)

    def merged_from(self, province: int, on: dt.date) -> tuple[Province, ...]:
        """The provinces whose sums stand for it on that day, in their order; none where it stood itself."""
        reporters = self.reporters(province, on)
        if reporters == (province,):
            return ()
        return tuple(self._in_order(reporters))

    def heirs(self, province: int) -> tuple[int, ...]:
        """The provinces in which it goes on, the first successor first."""
        successor = self.provinces[province].successor_id
        return () if successor is None else (successor, *self.heirs(successor))

    def _heir(self, province: int) -> int:
        successor = self.provinces[province].successor_id
        return province if successor is None else self._heir(successor)

    def _in_order(self, provinces: Iterable[int]) -> list[Province]:
        return sorted((self.provinces[pk] for pk in provinces), key=lambda province: province.position)

    def _exists_on(self, province: int, on: dt.date) -> bool:
        if self.provinces[province].established_on > on:
            return False
        return self.provinces[province].ended_on is None or self._ended_after(province, on)

    def _ended_after(self, province: int, on: dt.date) -> bool:
        ended_on = self.provinces[province].ended_on
        return ended_on is not None and ended_on > on
