"""The conference report as a PDF and as plain text; what its JSON holds: layout/report.typ."""

from pathlib import Path
from typing import Any

from papers import typeset as typesetting

REPORT = Path(__file__).with_name("layout") / "report.typ"


def typeset(document: dict[str, Any]) -> bytes:
    """Return the conference report as a PDF; the same document gives the same bytes.

    Raises:
        TypesettingError: as for `papers.typeset.typeset`.
    """
    return typesetting.typeset(REPORT, document)


def paragraphs(document: dict[str, Any]) -> list[str]:
    """Return the report's paragraphs as plain text, in the order of the paper.

    Raises:
        TypesettingError: as for `papers.typeset.typeset`.
    """
    return typesetting.paragraphs(REPORT, document)
