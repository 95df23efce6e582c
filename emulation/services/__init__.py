"""The one write path of the contest: keyword-only, atomic, with the acting officer."""

from emulation.services.evidence import add_evidence, is_used, remove_evidence
from emulation.services.year import open_year, save_dates

__all__ = ["add_evidence", "is_used", "open_year", "remove_evidence", "save_dates"]
