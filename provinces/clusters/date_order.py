"""Days of provinces, memberships and posts that cannot be together: sentences by field.

What one row alone can break, the database refuses too; the rest lies between rows.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vietnamese.dates import format_date

if TYPE_CHECKING:
    from provinces.clusters.models import Membership, Province, Term

Sentences = dict[str, str]


def wrong_days_of_province(province: "Province") -> Sentences:
    begin, end = province.established_on, province.ended_on
    if begin is None:
        return {}
    if end is not None and end <= begin:
        return {
            "ended_on": _say(_("Đọc được %(read)s; ngày kết thúc phải sau ngày bắt đầu %(day)s."), end, begin)
        }
    wrong: Sentences = {}
    if province.pk:
        wrong |= _beside_predecessors(province, begin, end) | _beside_memberships(province, begin, end)
    return wrong | _beside_successor(province, end)


def _beside_memberships(province: "Province", begin: dt.date, end: dt.date | None) -> Sentences:
    wrong: Sentences = {}
    for membership in province.memberships.order_by("joined_on"):
        joined, left = membership.joined_on, membership.left_on
        if joined < begin:
            sentence = _(
                "Đọc được %(read)s; tỉnh đã vào cụm ngày %(day)s, ngày bắt đầu không được sau ngày đó."
            )
            wrong.setdefault("established_on", _say(sentence, begin, joined))
        if end is not None and left is None:
            sentence = _(
                "Tỉnh vào cụm ngày %(day)s và chưa rời cụm; ghi ngày rời cụm trước, rồi ghi ngày kết thúc."
            )
            wrong["ended_on"] = _say(sentence, end, joined)
        elif end is not None and left is not None and left > end:
            sentence = _(
                "Đọc được %(read)s; tỉnh rời cụm ngày %(day)s, ngày kết thúc không được trước ngày đó."
            )
            wrong["ended_on"] = _say(sentence, end, left)
    return wrong


def _beside_predecessors(province: "Province", begin: dt.date, end: dt.date | None) -> Sentences:
    wrong: Sentences = {}
    for part in province.predecessors.order_by("ended_on", "position"):
        name, merged_on = part.dated_name, part.ended_on
        if merged_on is None:
            continue
        if merged_on < begin:
            sentence = _(
                "Đọc được %(read)s; %(province)s sáp nhập vào đây ngày %(day)s, ngày bắt đầu không được sau "
                "ngày đó."
            )
            wrong.setdefault("established_on", _say(sentence, begin, merged_on, name))
        if end is not None and merged_on >= end:
            sentence = _(
                "Đọc được %(read)s; %(province)s sáp nhập vào đây ngày %(day)s, ngày kết thúc phải sau "
                "ngày đó."
            )
            wrong["ended_on"] = _say(sentence, end, merged_on, name)
    return wrong


def _beside_successor(province: "Province", end: dt.date | None) -> Sentences:
    successor = province.successor
    if successor is None or end is None:
        return {}
    if successor.established_on > end:
        sentence = _(
            "%(province)s có từ ngày %(day)s, sau ngày kết thúc %(read)s; sửa ngày hoặc chọn tỉnh, "
            "thành phố khác."
        )
        return {"successor": _say(sentence, end, successor.established_on, successor.name)}
    if successor.ended_on is not None and successor.ended_on <= end:
        sentence = _(
            "%(province)s chỉ có đến trước ngày %(day)s, không sau ngày kết thúc %(read)s; sửa ngày hoặc "
            "chọn tỉnh, thành phố khác."
        )
        return {"successor": _say(sentence, end, successor.ended_on, successor.name)}
    return {}


def wrong_days_of_membership(membership: "Membership") -> Sentences:
    joined, left = membership.joined_on, membership.left_on
    if joined is None or membership.province_id is None:
        return {}
    if left is not None and left <= joined:
        return {
            "left_on": _say(_("Đọc được %(read)s; ngày rời cụm phải sau ngày vào cụm %(day)s."), left, joined)
        }
    province = membership.province
    begin, end, name = province.established_on, province.ended_on, province.name
    if joined < begin:
        sentence = _(
            "Đọc được %(read)s; %(province)s có từ ngày %(day)s, ngày vào cụm không được trước ngày đó."
        )
        return {"joined_on": _say(sentence, joined, begin, name)}
    if end is not None and joined >= end:
        sentence = _(
            "Đọc được %(read)s; %(province)s chỉ có đến trước ngày %(day)s, ngày vào cụm phải trước ngày đó."
        )
        return {"joined_on": _say(sentence, joined, end, name)}
    if end is not None and left is None:
        sentence = _("%(province)s chỉ có đến trước ngày %(day)s; ghi ngày rời cụm, không sau ngày đó.")
        return {"left_on": _say(sentence, None, end, name)}
    if end is not None and left is not None and left > end:
        sentence = _(
            "Đọc được %(read)s; %(province)s chỉ có đến trước ngày %(day)s, ngày rời cụm không được sau "
            "ngày đó."
        )
        return {"left_on": _say(sentence, left, end, name)}
    for other in province.memberships.exclude(pk=membership.pk):
        if membership.overlaps(other):
            return {"joined_on": member_twice(other)}
    return {}


def member_twice(membership: "Membership") -> str:
    return _("%(province)s đã thuộc cụm %(span)s; hai lần vào cụm không được chồng nhau.") % {
        "province": membership.province.name,
        "span": _span(membership),
    }


def wrong_year_of_term(term: "Term") -> Sentences:
    """Refuse a post for a year in which neither the officer's province nor one before it was a member."""
    if (
        term.year is None
        or term.cluster_id is None
        or term.officer_id is None
        or term.officer.province is None
    ):
        return {}
    province = term.officer.province
    rows = [
        row for one in _with_predecessors(province) for row in one.memberships.filter(cluster=term.cluster_id)
    ]
    if any(row.is_in_year(term.year) for row in rows):
        return {}
    spans = "; ".join(_span(row) for row in sorted(rows, key=lambda row: row.joined_on))
    sentence = _(
        "Năm %(year)s, %(province)s không phải là thành viên của cụm (%(when)s). Sửa năm, người giữ hoặc "
        "ngày vào, rời cụm."
    )
    when = _("thuộc cụm %s") % spans if spans else _("chưa vào cụm lần nào")
    return {"officer": sentence % {"year": term.year, "province": province.name, "when": when}}


def _with_predecessors(province: "Province") -> Iterator["Province"]:
    """An account moves to the new province when its own is merged; no circle can be stored."""
    yield province
    for part in province.predecessors.all():
        yield from _with_predecessors(part)


def _span(membership: "Membership") -> str:
    joined, left = format_date(membership.joined_on), format_date(membership.left_on)
    if not left:
        return _("từ ngày %s") % joined
    return _("từ ngày %(joined)s đến trước ngày %(left)s") % {"joined": joined, "left": left}


def _say(sentence: str, read: dt.date | None, day: dt.date, province: str = "") -> str:
    return sentence % {"read": format_date(read), "day": format_date(day), "province": province}
