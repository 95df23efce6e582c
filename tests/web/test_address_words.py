"""A slug or code whose page could not be reached is refused, and nothing else is."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, get_resolver

from figures.catalogue.models import Indicator, Section
from provinces.clusters.models import Cluster, Province
from tests.factories import SEVEN
from web.address_words import check_address_word, hidden_page


def all_routes(resolver: object, before: str = "") -> list[str]:
    routes = []
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        routes += [route] if isinstance(entry, URLPattern) else all_routes(entry, route)
    return routes


def words_beside(parameter: str) -> set[str]:
    """What stands at the parameter's place in an address that is otherwise the same."""
    routes = [route.split("/") for route in all_routes(get_resolver()) if not route.startswith("admin/")]
    words = set()
    for mine in routes:
        for theirs in routes:
            apart = [(a, b) for a, b in zip(mine, theirs, strict=False) if a != b]
            if len(mine) == len(theirs) and len(apart) == 1 and apart[0][0] == f"<slug:{parameter}>":
                words.add(apart[0][1])
    return {word for word in words if re.fullmatch(r"[\w-]+", word)}


def test_every_fixed_word_beside_a_province_is_refused():
    beside = words_beside("province")
    assert beside >= {
        "late",
        "accept",
        "draw",
        "ring",
        "publish",
        "settle",
        "reopen",
        "indicators",
        "signing",
    }
    for word in beside:
        with pytest.raises(ValidationError, match=f"Đọc được “{word}”; địa chỉ /"):
            check_address_word(word, "province")


def test_slugs_in_use_hide_no_page():
    for slug, _name, _code in SEVEN:
        check_address_word(slug, "province")
    assert hidden_page("cluster", "province") == "/emulation/1/dossiers/cluster/1.pdf"
    assert hidden_page("late", "") == ""


@pytest.mark.parametrize(
    ("field", "word"),
    [
        (Province.slug.field, "hậu-giang"),
        (Cluster.slug.field, "a b"),
        (Section.code.field, "coop/1"),
        (Indicator.code.field, "coop/total"),
        (Indicator.code.field, "coop..total"),
        (Indicator.code.field, ".."),
    ],
    ids=str,
)
def test_word_that_no_address_can_have_is_refused_in_vietnamese(field, word):
    with pytest.raises(ValidationError) as refused:
        field.clean(word, None)
    (sentence,) = refused.value.messages
    assert sentence.startswith(f"Đọc được “{word}”; mã chỉ gồm chữ cái không dấu, chữ số, gạch nối")


def test_dotted_code_is_accepted():
    Indicator.code.field.clean("coop.rating.good", None)
