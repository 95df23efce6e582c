"""The report's default texts: law in force, recipients, signature."""

import datetime as dt
from dataclasses import dataclass

from django.utils import translation

from figures.periods.models import Period
from reports.conference.models import Conference


@dataclass(frozen=True)
class Law:
    name: str
    in_force_on: dt.date


# Source: Luật Hợp tác xã 23/2012/QH13, Điều 63; Luật Hợp tác xã 17/2023/QH15, Điều 114.
LAWS = (  # by date
    Law("Luật Hợp tác xã năm 2012", dt.date(2013, 7, 1)),
    Law("Luật Hợp tác xã số 17/2023/QH15", dt.date(2024, 7, 1)),
)
RECIPIENTS = (
    "Liên minh HTX Việt Nam (để báo cáo)\nLiên minh HTX các tỉnh, thành phố trong Cụm\nLưu: VT, Tổ giúp việc"
)


def defaults(period: Period) -> dict[str, str]:
    """Default texts by field, in Vietnamese whatever the reader's language."""
    with translation.override("vi"):
        return {
            "legal_basis": period.legal_basis or _legal_basis(period),
            "recipients": RECIPIENTS,
            **_signature(period),
        }


def with_defaults(conference: Conference) -> dict[str, str]:
    return {name: getattr(conference, name) or text for name, text in defaults(conference.period).items()}


def _legal_basis(period: Period) -> str:
    in_force = [law.name for law in LAWS if law.in_force_on <= period.cut_off_on]
    pledge = f"Giao ước thi đua năm {period.year} của {period.cluster.name}"
    return "\n".join([*in_force[-1:], pledge])


def _signature(period: Period) -> dict[str, str]:
    # The head of that year signs, with the post in the head's own alliance.
    head = period.cluster.head_in(period.year)
    province = head.province_on(period.cut_off_on) if head else None
    if province is None:
        return {"signed_at_place": "", "signer_post": ""}
    kind = "thành phố" if province.is_city else "tỉnh"
    return {
        "signed_at_place": province.name,
        "signer_post": f"Chủ tịch Liên minh HTX\n{kind} {province.name}",
    }
