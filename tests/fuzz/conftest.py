"""The same half-year of Hậu Giang as in the tests of `figures`."""

from tests.figures.conftest import draft, indicators, period

__all__ = ["draft", "indicators", "period"]
