"""The one write path of the contest: keyword-only, atomic, with the acting officer."""

from emulation.services.year import open_year, save_dates

__all__ = ["open_year", "save_dates"]
