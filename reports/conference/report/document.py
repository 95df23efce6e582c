"""The conference report as the JSON document that the paper is set from (its shape: layout/report.typ).

Presents what the summary and the reconciliation say, and adds nothing up. The paper is Vietnamese whatever
the reader's language, so its words are not translated.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.utils import translation

from papers.letter import issuer_lines
from provinces.accounts.models import Officer
from reports.conference.default_texts import with_defaults
from reports.conference.models import Conference
from reports.conference.report.contest import contest_part
from reports.conference.report.figures import Document, change, reconciliation, sections, trend_points
from reports.conference.report.pledges import pledges_part
from reports.conference.report.sources import Explanation, ReportSources, read_sources
from vietnamese.numbers import format_count

COMPARED = ("coop.total", "coop.members", "coop.charter_capital", "union.total", "group.total")
MADE_UP = "Số in nghiêng và chỗ ghi “minh họa” không phải số liệu đã công bố."
MOST_NAMED = 4  # estimated figures that a sentence names one by one

# What people put before the points of a list; the paper puts its own.
_BULLET = re.compile(r"^(?:[-–—•·*+]|\d{1,2}[.)])\s+")


def report_document(
    conference: Conference, *, officer: Officer | None = None, accepted_only: bool = True
) -> Document:
    """The report: as it was signed, or as it would be now.

    Args:
        conference: whose report it is.
        officer: who reads, for figures that the cluster has not accepted; None reads all that was sent.
        accepted_only: leaves those figures out. A published report is of accepted figures alone.

    Raises:
        NoFiguresError: if there is no figure to make it of.
    """
    if conference.is_published and conference.document is not None:
        return conference.document
    return draft(conference, officer=officer, accepted_only=accepted_only)


def draft(conference: Conference, *, officer: Officer | None, accepted_only: bool = True) -> Document:
    """The report of the figures as they are now.

    Raises:
        NoFiguresError: if there is no figure to make it of.
    """
    return document_of(read_sources(conference, officer=officer, accepted_only=accepted_only))


def document_of(found: ReportSources) -> Document:
    """The report of these figures."""
    with translation.override("vi"):
        conference = found.conference
        texts = with_defaults(conference)
        return {
            "document": _document(found, texts),
            "period": {"label": found.period.label, "next": found.period.next_label},
            "provinces": [_province(found, place) for place in range(len(found.provinces))],
            "conference": _conference(conference),
            "changes": {
                code: {
                    "previous": change(found.table, found.previous, code),
                    "year": change(found.table, found.year_ago, code),
                }
                for code in COMPARED
            },
            "narrative": {
                "situation": lines(conference.situation),
                "alliance": lines(conference.alliance_work),
                "emulation": lines(conference.emulation_work),
                "difficulties": points(conference.difficulties),
                "causes": points(conference.causes),
                "solutions": points(conference.solutions),
                "proposals": points(conference.proposals),
            },
            "trend": trend_points(found),
            "sections": sections(found),
            "explanations": [
                {
                    "mark": mark,
                    "province": said.province.slug,
                    "indicator": said.code,
                    "text": _explained(said),
                }
                for mark, said in enumerate(found.explanations, start=1)
            ],
            "reconciliation": reconciliation(found),
            "pledges": pledges_part(found.progress),
            "emulation": contest_part(found.contest),
        }


# -- Words ---------------------------------------------------------------------------------------


def lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def points(text: str) -> list[str]:
    """The lines without the dashes and numbers that people put before points."""
    return [_BULLET.sub("", line) for line in lines(text)]


def joined(names: Iterable[str]) -> str:
    """`An Giang, Bạc Liêu và Cà Mau`."""
    *most, last = names
    return f"{', '.join(most)} và {last}" if most else last


def _bare(items: list[str]) -> list[str]:
    """Items of a list whose marks the paper sets itself."""
    return [item.rstrip(" ;.,") for item in items]


def _date(date: dt.date) -> dict[str, int | None]:
    return {"day": date.day, "month": date.month, "year": date.year}


# -- The document and its first page ----------------------------------------------------------------


def _document(found: ReportSources, texts: dict[str, str]) -> Document:
    conference, period = found.conference, found.period
    recipients, filed = _recipients(texts["recipients"])
    kind = "Sơ kết công tác thi đua" if period.half == 1 else "Kết quả công tác thi đua"
    return {
        "kind": "Báo cáo",
        "about": f"{kind} {period.label},\nphương hướng, nhiệm vụ {period.next_label}",
        "cluster": period.cluster.name,
        "made_on": _date(conference.signed_on if conference.signed_on else found.changed_on),
        "notice": MADE_UP if found.is_illustrative else None,
        "provisional_note": _caution(found),
        "legal_basis": _bare([re.sub(r"^Căn cứ ", "", item) for item in points(texts["legal_basis"])]),
        "heading": {
            "parent": period.cluster.parent_body.upper(),
            "issuer": issuer_lines(period.cluster.name, period.cluster.short_name.removeprefix("Cụm ")),
            "number": conference.number,
            "symbol": period.cluster.report_symbol,
            "place": texts["signed_at_place"] or None,
            "date": _date(conference.signed_on) if conference.signed_on else _blank_date(conference),
        },
        "signature": {
            "recipients": recipients,
            "filed": filed,
            "authority": "TM. Cụm thi đua",
            "role": "Cụm trưởng",
            "post": texts["signer_post"] or None,
            "name": conference.signer_name or None,
        },
    }


def _blank_date(conference: Conference) -> dict[str, int | None]:
    """Day and month are given after signing."""
    year = (conference.held_on or conference.period.cut_off_on).year
    return {"day": None, "month": None, "year": year}


def _recipients(text: str) -> tuple[list[str], str]:
    """Who gets the paper, and where the copy is filed: the line `Lưu: …`."""
    items = _bare(points(text))
    filed = [item for item in items if item.lower().startswith("lưu")]
    copy = re.sub(r"^lưu:?\s*", "", filed[0], flags=re.IGNORECASE) if filed else ""
    return [item for item in items if item not in filed], copy or "VT"


def _caution(found: ReportSources) -> str | None:
    """What the figures are not yet: a reader must not miss it."""
    said = []
    expected, missing = len(found.provinces), len(found.missing)
    if found.provisional:
        names = joined(province.name for province in found.provisional)
        said.append(f"Số liệu của {names} là số tạm tính, Cụm chưa chấp nhận.")
    if found.missing:
        names = joined(province.name for province in found.missing)
        said.append(
            f"Báo cáo tổng hợp số liệu của {format_count(expected - missing)}/{format_count(expected)} tỉnh, "
            f"thành phố; chưa có số liệu của {names}."
        )
    whole, partly = [], []
    for province in found.provinces:
        all_of_them, labels = found.estimated(province)
        if all_of_them:
            whole.append(province.name)
        elif labels:
            named = "; ".join(labels) if len(labels) <= MOST_NAMED else f"{len(labels)} chỉ tiêu"
            partly.append(f"{province.name} ({named})")
    if whole:
        said.append(f"Số liệu của {joined(whole)} là số ước thực hiện.")
    if partly:
        said.append(f"Số ước thực hiện trong số liệu của {joined(partly)}.")
    return " ".join(said) or None


def _province(found: ReportSources, place: int) -> Document:
    province = found.provinces[place]
    submission = found.submissions.get(province.pk)
    state = "missing" if submission is None else "accepted" if submission.is_accepted else "provisional"
    all_estimates, _labels = found.estimated(province)
    return {"slug": province.slug, "name": province.name, "state": state, "estimate": all_estimates}


def _explained(said: Explanation) -> str:
    return f"{said.text.rstrip('. ')} (giải trình minh họa)." if said.is_illustrative else said.text


def _conference(conference: Conference) -> Document:
    chairs = (item.partition(",") for item in _bare(points(conference.chairs)))
    attendance = points(conference.attendance)
    return {
        "name": conference.name,
        "date": _date(conference.held_on) if conference.held_on else None,
        "place": conference.place or None,
        "chair": [{"name": name.strip(), "role": role.strip()} for name, _comma, role in chairs],
        # One line stands within a sentence, several are points of a list.
        "attendance": _bare(attendance) if len(attendance) == 1 else attendance,
        "agenda": points(conference.agenda),
    }
