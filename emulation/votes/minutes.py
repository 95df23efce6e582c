"""The minutes of a vote (biên bản kiểm phiếu); always in Vietnamese."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone, translation

from emulation.votes.models import Nominee, Poll, Seat
from emulation.votes.polls import NomineeResult, ballots_needed, result, votes_needed
from papers.letter import (
    PEN,
    Block,
    Column,
    Heading,
    Letter,
    Paragraph,
    Point,
    Signatory,
    Table,
    issuer_lines,
)
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster
from vietnamese.dates import format_date
from vietnamese.numbers import format_count, format_percent


def minutes(poll: Poll, cluster: Cluster, nominees: list[Nominee], seats: list[Seat]) -> Letter:
    with translation.override("vi"):
        closed_on = timezone.localdate(poll.closed_at)
        is_counted = poll.state == Poll.State.CLOSED
        results = result(poll, nominees) if is_counted else []
        return Letter(
            kind="Biên bản",
            about=f"Kiểm phiếu\n{poll.label}",
            parent=cluster.parent_body.upper(),
            issuer=issuer_lines(cluster.name, cluster.place_name),
            author=cluster.short_name,
            made_on=closed_on,
            symbol="BB-CTĐ",
            place=poll.place or None,
            signed_on=closed_on,
            body=[
                *_meeting(poll, seats),
                *_rules(poll, nominees, seats),
                *_counts(poll, results, seats),
                *_conclusion(poll, results),
            ],
            closing=f"Việc kiểm phiếu kết thúc lúc {_hour(poll.closed_at)} ngày {format_date(closed_on)}; "
            "biên bản được đọc cho mọi người cùng nghe và thống nhất ký tên",
            signatories=[
                Signatory(role="Người kiểm phiếu", name=poll.clerk or None),
                Signatory(role="Chủ trì", name=poll.chair or None),
            ],
            recipients=[cluster.parent_body, "Liên minh HTX các tỉnh, thành phố trong Cụm"],
            filed="VT, Tổ giúp việc",
            caution="Số liệu minh họa" if poll.year.is_illustrative else None,
        )


def _meeting(poll: Poll, seats: list[Seat]) -> list[Block]:
    opened_on = format_date(timezone.localdate(poll.opened_at))
    return [
        Heading("Thời gian, địa điểm, thành phần"),
        Paragraph(f"Thời gian bắt đầu: {_hour(poll.opened_at)} ngày {opened_on}."),
        Paragraph(f"Địa điểm: {poll.place or PEN}."),
        Paragraph(f"Thành phần: {format_count(len(seats))} người có quyền bỏ phiếu."),
        Paragraph(f"Chủ trì: {poll.chair or PEN}."),
        Paragraph(f"Người kiểm phiếu: {poll.clerk or PEN}."),
    ]


def _rules(poll: Poll, nominees: list[Nominee], seats: list[Seat]) -> list[Block]:
    choice = "một đơn vị" if poll.places == 1 else f"nhiều nhất {format_count(poll.places)} đơn vị"
    needed, seat_count = format_count(ballots_needed(poll, len(seats))), format_count(len(seats))
    opened_on = format_date(timezone.localdate(poll.opened_at))
    closed_on = format_date(timezone.localdate(poll.closed_at))
    return [
        Heading("Thể lệ"),
        Paragraph(
            f"Bỏ phiếu kín trên hệ thống của Cụm, từ ngày {opened_on} đến ngày {closed_on}. Mỗi người bỏ một "
            f"phiếu; mỗi phiếu chọn {choice} trong {format_count(len(nominees))} đơn vị được giới thiệu, "
            "hoặc không chọn đơn vị nào (phiếu trắng). Cuộc bỏ phiếu có giá trị khi ít nhất "
            f"{needed}/{seat_count} người bỏ phiếu. Đơn vị được đề nghị phải đạt {poll.get_needs_display()} "
            "số phiếu thu về."
        ),
        Paragraph(
            "Hệ thống chỉ giữ tổng số phiếu của từng đơn vị và tên người đã bỏ phiếu, không giữ ai chọn ai; "
            "số phiếu chỉ đọc được sau khi đóng bỏ phiếu. Phiếu chọn quá số đơn vị không bỏ được vào hòm, "
            "nên không có phiếu không hợp lệ."
        ),
    ]


def _counts(poll: Poll, results: list[NomineeResult], seats: list[Seat]) -> list[Block]:
    ballots = poll.ballots or 0
    closed_on = timezone.localdate(poll.closed_at)
    voted = [seat for seat in seats if seat.has_voted]
    absent = [seat for seat in seats if not seat.has_voted]
    rows: list[list[str | int | None]] = [
        [str(n), str(row.nominee), row.votes, format_percent(Decimal(row.votes * 100) / (ballots or 1))]
        for n, row in enumerate(results, start=1)
    ]
    columns = [Column("TT", 10, "center"), Column("Đơn vị, cá nhân"), Column("Số phiếu", 24, "right")]
    names = f" ({_names(voted, closed_on)})" if voted else ""
    voters = f"Số người đã bỏ phiếu: {format_count(len(voted))}{names}"
    turnout: list[Block] = [
        Heading("Kết quả kiểm phiếu" if results else "Kết quả bỏ phiếu"),
        Point(f"Số người có quyền bỏ phiếu: {format_count(len(seats))};"),
        Point(f"{voters};"),
    ]
    if absent:
        turnout.append(Point(f"Không bỏ phiếu: {format_count(len(absent))} ({_names(absent, closed_on)});"))
    if not results:
        return [*turnout, Point("Phiếu đã hủy, không kiểm.")]
    return [
        *turnout,
        Point(
            f"Số phiếu thu về: {format_count(ballots)}, trong đó phiếu trắng: {format_count(poll.blanks)}; "
            "phiếu không hợp lệ: 0."
        ),
        Table([*columns, Column("Tỷ lệ", 24, "right")], rows),
    ]


def _conclusion(poll: Poll, results: list[NomineeResult]) -> list[Block]:
    if poll.state == Poll.State.VOID:
        why = poll.get_why_void_display()
        return [Heading("Kết luận"), Paragraph(f"Cuộc bỏ phiếu không thành. {why}")]
    chosen = [row for row in results if row.is_chosen]
    tied = [row.nominee for row in results if row.is_tied]
    conclusions = []
    if chosen:
        ballots = format_count(poll.ballots)
        nominees = [f"{row.nominee} ({format_count(row.votes)}/{ballots} phiếu)" for row in chosen]
        conclusions.append(f"{poll.get_purpose_display()}: {'; '.join(nominees)}.")
    if tied:
        conclusions.append(
            f"Bằng phiếu, chưa có kết quả: {'; '.join(map(str, tied))}. Hội nghị quyết định việc bỏ phiếu "
            "tiếp."
        )
    if not conclusions:
        conclusions.append(f"Không đơn vị nào đạt {format_count(votes_needed(poll))} phiếu để được đề nghị.")
    return [Heading("Kết luận"), *map(Paragraph, conclusions)]


def _hour(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%H giờ %M}"


def _names(seats: list[Seat], on: dt.date) -> str:
    # User names are not for paper.
    return "; ".join(_name(seat.officer, on) for seat in seats)


def _name(officer: Officer, on: dt.date) -> str:
    name, province = officer.get_full_name(), officer.province_on(on)
    if province is None:
        return name or officer.get_role_display()
    return f"{name}, {province}" if name else f"đại diện {province.alliance_name}"
