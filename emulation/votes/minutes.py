"""The minutes of a counted vote (biên bản kiểm phiếu); Vietnamese, whatever the reader's language."""

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
    """Of a vote that has ended: its rules, who voted, the counts, who is put forward or why nobody is."""
    with translation.override("vi"):
        closed_on = timezone.localdate(poll.closed_at)
        is_counted = poll.state == Poll.State.CLOSED
        lines = result(poll, nominees) if is_counted else []
        return Letter(
            kind="Biên bản",
            about=f"Kiểm phiếu\n{poll.label}",
            parent=cluster.parent_body.upper(),
            issuer=issuer_lines(cluster.name, cluster.short_name.removeprefix("Cụm ")),
            author=cluster.short_name,
            year=closed_on.year,
            made_on=closed_on,
            symbol="BB-CTĐ",
            place=poll.place or None,
            signed_on=closed_on,
            body=[
                *_meeting(poll, seats),
                *_rules(poll, nominees, seats),
                *_counts(poll, lines, seats),
                *_conclusion(poll, lines),
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
    least, of = format_count(ballots_needed(poll, len(seats))), format_count(len(seats))
    opened_on = format_date(timezone.localdate(poll.opened_at))
    closed_on = format_date(timezone.localdate(poll.closed_at))
    return [
        Heading("Thể lệ"),
        Paragraph(
            f"Bỏ phiếu kín trên hệ thống của Cụm, từ ngày {opened_on} đến ngày {closed_on}. Mỗi người bỏ một "
            f"phiếu; mỗi phiếu chọn {choice} trong {format_count(len(nominees))} đơn vị được giới thiệu, "
            "hoặc không chọn đơn vị nào (phiếu trắng). Cuộc bỏ phiếu có giá trị khi ít nhất "
            f"{least}/{of} người bỏ phiếu. Đơn vị được đề nghị phải đạt {poll.get_needs_display()} số phiếu "
            "thu về."
        ),
        Paragraph(
            "Hệ thống chỉ giữ tổng số phiếu của từng đơn vị và tên người đã bỏ phiếu, không giữ ai chọn ai; "
            "số phiếu chỉ đọc được sau khi đóng bỏ phiếu. Phiếu chọn quá số đơn vị không bỏ được vào hòm, "
            "nên không có phiếu không hợp lệ."
        ),
    ]


def _counts(poll: Poll, lines: list[NomineeResult], seats: list[Seat]) -> list[Block]:
    ballots = poll.ballots or 0
    voted = [seat for seat in seats if seat.has_voted]
    absent = [seat for seat in seats if not seat.has_voted]
    rows: list[list[str | int | None]] = [
        [str(n), str(line.nominee), line.votes, format_percent(Decimal(line.votes * 100) / (ballots or 1))]
        for n, line in enumerate(lines, start=1)
    ]
    columns = [Column("TT", 10, "center"), Column("Đơn vị, cá nhân"), Column("Số phiếu", 24, "right")]
    there = f"Số người đã bỏ phiếu: {format_count(len(voted))}" + (f" ({_names(voted)})" if voted else "")
    people: list[Block] = [
        Heading("Kết quả kiểm phiếu" if lines else "Kết quả bỏ phiếu"),
        Point(f"Số người có quyền bỏ phiếu: {format_count(len(seats))};"),
        Point(f"{there};"),
    ]
    if absent:
        people.append(Point(f"Không bỏ phiếu: {format_count(len(absent))} ({_names(absent)});"))
    if not lines:
        return [*people, Point("Phiếu đã hủy, không kiểm.")]
    return [
        *people,
        Point(
            f"Số phiếu thu về: {format_count(ballots)}, trong đó phiếu trắng: {format_count(poll.blanks)}; "
            "phiếu không hợp lệ: 0."
        ),
        Table([*columns, Column("Tỷ lệ", 24, "right")], rows),
    ]


def _conclusion(poll: Poll, lines: list[NomineeResult]) -> list[Block]:
    if poll.state == Poll.State.VOID:
        why = poll.get_why_void_display()
        return [Heading("Kết luận"), Paragraph(f"Cuộc bỏ phiếu không thành. {why}")]
    chosen = [line for line in lines if line.is_chosen]
    tied = [line.nominee for line in lines if line.is_tied]
    said = []
    if chosen:
        ballots = format_count(poll.ballots)
        each = [f"{line.nominee} ({format_count(line.votes)}/{ballots} phiếu)" for line in chosen]
        said.append(f"{poll.get_purpose_display()}: {'; '.join(each)}.")
    if tied:
        said.append(
            f"Bằng phiếu, chưa phân định: {'; '.join(map(str, tied))}. Hội nghị quyết định việc bỏ phiếu "
            "tiếp."
        )
    if not said:
        said.append(f"Không đơn vị nào đạt {format_count(votes_needed(poll))} phiếu để được đề nghị.")
    return [Heading("Kết luận"), *map(Paragraph, said)]


def _hour(at: dt.datetime | None) -> str:
    """`09 giờ 05`; never of one ballot, only of opening and closing."""
    return f"{timezone.localtime(at):%H giờ %M}"


def _names(seats: list[Seat]) -> str:
    """By their names as far as these are known; a user name is nothing for a paper."""
    return "; ".join(_name(seat.officer) for seat in seats)


def _name(officer: Officer) -> str:
    name, province = officer.get_full_name(), officer.province
    if province is None:
        return name or officer.get_role_display()
    return f"{name}, {province}" if name else f"đại diện {province.alliance_name}"
