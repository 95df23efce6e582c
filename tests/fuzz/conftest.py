"""The half-year of Hậu Giang that the tests of the figures have."""

from tests.figures.conftest import draft, indicators, period

__all__ = ["draft", "indicators", "period"]
