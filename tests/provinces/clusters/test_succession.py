"""Which provinces reported for a territory on a day."""

import datetime as dt

from provinces.clusters.models import Province
from provinces.clusters.succession import Territories
from tests.provinces.clusters.mergers import merge, merge_seven

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def slugs_of(province, on):
    territories = Territories.load()
    return sorted(territories.provinces[pk].slug for pk in territories.reporters(province.pk, on))


def test_merged_province_was_those_it_was_made_of(cluster, provinces):
    merged = merge_seven(cluster)["can-tho-2025"]
    assert slugs_of(merged, BEFORE) == ["can-tho", "hau-giang", "soc-trang"]
    assert slugs_of(merged, AFTER) == ["can-tho-2025"]
    assert slugs_of(provinces["hau-giang"], BEFORE) == ["hau-giang"], "under the name of its time"


def test_every_province_of_a_day_stands_for_one_territory_of_today(cluster, provinces):
    merged = merge_seven(cluster)
    of_today = [slug for province in merged.values() for slug in slugs_of(province, BEFORE)]
    assert sorted(of_today) == sorted(provinces)


def test_mergers_of_mergers_reach_back_to_the_first(cluster, provinces):
    first = merge(
        cluster, [provinces["an-giang"], provinces["ca-mau"]], slug="x", name="X", on=dt.date(2024, 1, 1)
    )
    second = merge(cluster, [first, provinces["can-tho"]], slug="y", name="Y", on=dt.date(2025, 1, 1))
    assert slugs_of(second, dt.date(2023, 6, 30)) == ["an-giang", "ca-mau", "can-tho"]
    assert slugs_of(second, dt.date(2024, 6, 30)) == ["can-tho", "x"]
    assert slugs_of(second, dt.date(2025, 6, 30)) == ["y"]


def test_province_that_took_in_another_was_both_before(cluster, can_tho, hau_giang):
    Province.objects.filter(pk=hau_giang.pk).update(successor=can_tho, ended_on=AFTER)
    assert slugs_of(can_tho, BEFORE) == ["can-tho", "hau-giang"]
    assert slugs_of(can_tho, AFTER) == ["can-tho"]


def test_new_province_was_nobody_before(cluster):
    assert slugs_of(merge(cluster, [], slug="x", name="X"), BEFORE) == []
