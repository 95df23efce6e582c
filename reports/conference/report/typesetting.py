"""The conference report as a PDF and as plain text (its JSON: layout/report.typ)."""

from pathlib import Path
from typing import Any

from papers import typeset as typesetting

REPORT = Path(__file__).with_name("layout") / "report.typ"


def typeset(document: dict[str, Any]) -> bytes:
    return typesetting.typeset(REPORT, document)


def paragraphs(document: dict[str, Any]) -> list[str]:
    return typesetting.paragraphs(REPORT, document)
