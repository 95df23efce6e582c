"""Words that address pages: a province's `hau-giang` in `/provinces/hau-giang/`."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.utils.translation import gettext as _

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_WORD = re.compile(r"[A-Za-z0-9_-]+")
_DOTTED = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


def check_address_word(word: str, parameter: str = "", *, may_have_dots: bool = False) -> None:
    """Raise ValidationError if a page whose address has this word could not be reached.

    `parameter` is the word's name in the URL patterns, "" for a word that is in no address.
    """
    if not (_DOTTED if may_have_dots else _WORD).fullmatch(word):
        marks = _("gạch nối, gạch dưới và dấu chấm ở giữa") if may_have_dots else _("gạch nối và gạch dưới")
        raise ValidationError(
            _("Đọc được “%(word)s”; mã chỉ gồm chữ cái không dấu, chữ số, %(marks)s, viết liền."),
            code="invalid",
            params={"word": word, "marks": marks},
        )
    if parameter and (address := hidden_page(word, parameter)):
        raise ValidationError(
            _("Đọc được “%(word)s”; địa chỉ %(address)s đã là của một trang khác, chọn mã khác."),
            code="taken",
            params={"word": word, "address": address},
        )


def hidden_page(word: str, parameter: str) -> str:
    """The first address with this word that leads to another page than it should; "" if there is none."""
    for route in _routes_with(parameter):
        address = "/" + _PARAMETER.sub(lambda match: word if match[1] == parameter else "1", route)
        if _route_of(address) != route:
            return address
    return ""


def _route_of(address: str) -> str:
    try:
        return resolve(address).route
    except Resolver404:
        return ""


@cache
def _routes_with(parameter: str) -> list[str]:
    return [route for route in _routes(get_resolver()) if parameter in _PARAMETER.findall(route)]


def _routes(resolver: Any, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _routes(entry, route)
