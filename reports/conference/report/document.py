"""The conference report as a JSON document for typesetting (its shape: layout/report.typ).

It only presents the values of the summary and the reconciliation. The paper is always Vietnamese, so its
texts are not translated.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.utils import translation
from django.utils.text import capfirst

from papers.letter import issuer_lines
from provinces.accounts.models import Officer
from reports.conference.default_texts import with_defaults
from reports.conference.models import Conference
from reports.conference.report.contest import contest_part
from reports.conference.report.figures import (
    Document,
    breaks,
    change,
    reconciliation,
    sections,
    shares,
    trend_points,
)
from reports.conference.report.organisations import organisations_part
from reports.conference.report.pledges import pledges_part
from reports.conference.report.sources import Explanation, ReportSources, read_sources
from vietnamese.dates import format_date
from vietnamese.listed_lines import lines, points
from vietnamese.numbers import format_count

COMPARED_CODES = ("coop.total", "coop.members", "coop.charter_capital", "union.total", "group.total")
ILLUSTRATIVE_NOTICE = "Số in nghiêng và chỗ ghi “minh họa” không phải số liệu đã công bố."
BLANK_DATE = {"day": None, "month": None, "year": None}  # it may be signed in the next year
MOST_NAMED = 4  # a sentence only counts the estimated figures if there are more


def report_document(
    conference: Conference, *, officer: Officer | None = None, accepted_only: bool = True
) -> Document:
    """Return the signed report, or a draft if it is not published.

    Args:
        conference: whose report.
        officer: the reader, for figures that the cluster has not accepted; None reads all that were sent.
        accepted_only: leave those figures out, as a published report does.

    Raises:
        NoFiguresError: if no province's figures count.
    """
    if conference.is_published and conference.document is not None:
        return conference.document
    return draft(conference, officer=officer, accepted_only=accepted_only)


def draft(conference: Conference, *, officer: Officer | None, accepted_only: bool = True) -> Document:
    return document_of(read_sources(conference, officer=officer, accepted_only=accepted_only))


def document_of(sources: ReportSources) -> Document:
    with translation.override("vi"):
        conference = sources.conference
        texts = with_defaults(conference)
        return {
            "document": _document(sources, texts),
            "period": {"label": sources.period.label, "next": sources.period.next_label},
            "provinces": [_province(sources, index) for index in range(len(sources.provinces))],
            "conference": _conference(conference),
            "changes": {
                code: {
                    "previous": change(sources.table, sources.previous, code),
                    "year": change(sources.table, sources.year_ago, code),
                }
                for code in COMPARED_CODES
            },
            "shares": shares(sources),
            "breaks": breaks(sources, COMPARED_CODES),
            "narrative": {
                "situation": lines(conference.situation),
                "alliance": lines(conference.alliance_work),
                "emulation": lines(conference.emulation_work),
                "difficulties": points(conference.difficulties),
                "causes": points(conference.causes),
                "solutions": points(conference.solutions),
                "proposals": points(conference.proposals),
            },
            "trend": trend_points(sources),
            "sections": sections(sources),
            "explanations": [
                {
                    "mark": mark,
                    "province": explanation.province.slug,
                    "indicator": explanation.code,
                    "text": _explanation_text(explanation),
                }
                for mark, explanation in enumerate(sources.explanations, start=1)
            ],
            "reconciliation": reconciliation(sources),
            "pledges": pledges_part(sources.progress),
            "emulation": contest_part(sources.contest),
            "organisations": organisations_part(sources),
        }


# -- Words ---------------------------------------------------------------------------------------


def joined(names: Iterable[str]) -> str:
    """`An Giang, Bạc Liêu và Cà Mau`."""
    *most, last = names
    return f"{', '.join(most)} và {last}" if most else last


def _without_punctuation(items: list[str]) -> list[str]:
    return [item.rstrip(" ;.,") for item in items]


def _date(date: dt.date) -> dict[str, int | None]:
    return {"day": date.day, "month": date.month, "year": date.year}


# -- The document and its first page ----------------------------------------------------------------


def _document(sources: ReportSources, texts: dict[str, str]) -> Document:
    conference, period = sources.conference, sources.period
    recipients, filed = _recipients(texts["recipients"])
    # A part that nobody has written yet is not promised.
    plans = bool(points(conference.solutions) or points(conference.proposals))
    kind = "Sơ kết công tác thi đua" if period.half == 1 else "Kết quả công tác thi đua"
    about = f"{kind} {period.label}" + (f",\nphương hướng, nhiệm vụ {period.next_label}" if plans else "")
    return {
        "kind": "Báo cáo",
        "about": about,
        "plans": plans,
        "cluster": period.cluster.name,
        "made_on": _date(conference.signed_on if conference.signed_on else sources.changed_on),
        "notice": ILLUSTRATIVE_NOTICE if sources.is_illustrative else None,
        "provisional_note": _caution(sources),
        "legal_basis": _without_punctuation(
            [re.sub(r"^Căn cứ ", "", item) for item in points(texts["legal_basis"])]
        ),
        "heading": {
            "parent": period.cluster.parent_body.upper(),
            "issuer": issuer_lines(period.cluster.name, period.cluster.place_name),
            "number": conference.number,
            "symbol": period.cluster.report_symbol,
            "place": capfirst(texts["signed_at_place"]) or None,
            "date": _date(conference.signed_on) if conference.signed_on else BLANK_DATE,
            "draft": conference.signed_on is None,
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


def _recipients(text: str) -> tuple[list[str], str]:
    items = _without_punctuation(points(text))
    filed = [item for item in items if item.lower().startswith("lưu")]
    copy = re.sub(r"^lưu:?\s*", "", filed[0], flags=re.IGNORECASE) if filed else ""
    return [item for item in items if item not in filed], copy or "VT"


def _caution(sources: ReportSources) -> str | None:
    sentences = []
    expected, missing = len(sources.provinces), len(sources.missing)
    if sources.provisional:
        names = joined(province.name for province in sources.provisional)
        sentences.append(f"Số liệu của {names} là số tạm tính, Cụm chưa chấp nhận.")
    if sources.being_corrected:
        names = joined(province.name for province in sources.being_corrected)
        sentences.append(
            f"Số liệu của {names} đang được sửa; báo cáo này dùng số đã chấp nhận trước khi sửa."
        )
    if sources.missing:
        names = joined(province.name for province in sources.missing)
        sentences.append(
            f"Báo cáo tổng hợp số liệu của {format_count(expected - missing)}/{format_count(expected)} tỉnh, "
            f"thành phố; chưa có số liệu của {names}."
        )
    if merged := sources.merged_since_compared:
        day = format_date(max(province.established_on for province in merged))
        origins = "; ".join(
            f"{province.name} từ {joined(part.name for part in parts)}" for province, parts in merged.items()
        )
        sentences.append(f"Số so sánh trước ngày {day} là số gộp của các tỉnh, thành phố cũ: {origins}.")
    all_estimated, some_estimated = [], []
    for province in sources.provinces:
        is_all_estimated, labels = sources.estimated(province)
        if is_all_estimated:
            all_estimated.append(province.name)
        elif labels:
            labels_text = "; ".join(labels) if len(labels) <= MOST_NAMED else f"{len(labels)} chỉ tiêu"
            some_estimated.append(f"{province.name} ({labels_text})")
    if all_estimated:
        sentences.append(f"Số liệu của {joined(all_estimated)} là số ước thực hiện.")
    if some_estimated:
        sentences.append(f"Số ước thực hiện trong số liệu của {joined(some_estimated)}.")
    return " ".join(sentences) or None


def _province(sources: ReportSources, index: int) -> Document:
    province = sources.provinces[index]
    submission = sources.submissions.get(province.pk)
    state = (
        "missing" if submission is None else "accepted" if submission.counts_as_accepted else "provisional"
    )
    all_estimates, _labels = sources.estimated(province)
    return {"slug": province.slug, "name": province.name, "state": state, "estimate": all_estimates}


def _explanation_text(explanation: Explanation) -> str:
    text = explanation.text
    return f"{text.rstrip('. ')} (giải trình minh họa)." if explanation.is_illustrative else text


def _conference(conference: Conference) -> Document:
    chairs = (item.partition(",") for item in _without_punctuation(points(conference.chairs)))
    attendance = points(conference.attendance)
    return {
        "name": conference.name,
        "date": _date(conference.held_on) if conference.held_on else None,
        "place": conference.place or None,
        "chair": [{"name": name.strip(), "role": role.strip()} for name, _comma, role in chairs],
        # One line becomes part of a sentence, several are a list.
        "attendance": _without_punctuation(attendance) if len(attendance) == 1 else attendance,
        "agenda": points(conference.agenda),
    }
