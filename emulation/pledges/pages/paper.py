"""All pledges of a year as one paper (bản giao ước thi đua)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils import timezone, translation

from emulation.pledges.default_texts import SigningTexts, signing_texts
from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Pledge, PledgeTarget, Signing, TargetChange
from emulation.pledges.movement_models import PledgedMovement
from emulation.pledges.named_movements import movements_on_paper
from emulation.pledges.permissions import reads_pledge
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from papers.letter import (
    Appendix,
    Block,
    Column,
    Heading,
    Letter,
    Note,
    Paragraph,
    Point,
    Signatory,
    Table,
    issuer_lines,
)
from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term
from vietnamese.dates import format_date
from vietnamese.numbers import NO_NUMBER, format_number

PROVINCES_A_TABLE = 8  # fit on a landscape page


def pledge_letter(contest_year: EmulationYear, officer: Officer) -> Letter:
    with translation.override("vi"):
        return _letter(contest_year, officer)


def _letter(contest_year: EmulationYear, officer: Officer) -> Letter:
    members = list(contest_year.signatories)
    pledges = {
        pledge.province_id: pledge
        for pledge in contest_year.pledges.filter(province__in=members).select_related("province", "year")
        if reads_pledge(officer, pledge)
    }
    signing = Signing.objects.filter(year=contest_year).first() or Signing(year=contest_year)
    signed = [pledge for pledge in pledges.values() if pledge.is_signed]
    is_done = bool(members) and {pledge.province_id for pledge in signed} >= {member.pk for member in members}
    texts = signing_texts(contest_year)
    movements = movements_on_paper(contest_year, list(pledges.values()), officer)
    last_day = max((pledge.signed_on for pledge in signed if pledge.signed_on), default=None)
    day = (signing.held_on or last_day) if is_done else None
    cluster = contest_year.cluster
    name = f"Bản giao ước thi đua năm {contest_year.year}"
    return Letter(
        kind="Bản giao ước thi đua",
        about=f"năm {contest_year.year}",
        parent=cluster.parent_body.upper(),
        issuer=issuer_lines(cluster.name, cluster.place_name),
        author=cluster.name,
        year=contest_year.year,
        made_on=last_day if is_done and last_day else timezone.localdate(),
        place=signing.place or None,
        signed_on=day,
        legal_basis=_lines(texts.legal_basis),
        body=list(_body(contest_year, members, texts, day, signing.place, _movement_points(movements))),
        closing="Bản giao ước này được các đơn vị thành viên thống nhất, ký và gửi Liên minh HTX Việt Nam",
        signatories=_signatories(contest_year, members, pledges),
        recipients=["Liên minh HTX Việt Nam", "Các đơn vị thành viên Cụm"],
        appendices=_appendices(contest_year, members, pledges),
        attached_to=name,
        caution=None if is_done else "DỰ THẢO: chưa đủ chữ ký của các đơn vị thành viên",
        notice=_notice(contest_year, is_done=is_done),
    )


def _lines(text: str) -> list[str]:
    return [line.strip().rstrip(";.") for line in text.splitlines() if line.strip()]


def _notice(contest_year: EmulationYear, *, is_done: bool) -> str | None:
    sentences = []
    if not is_done:
        sentences.append("Bản dự thảo, chưa có giá trị thi hành.")
    if contest_year.is_illustrative:
        sentences.append("Số liệu minh họa.")
    return " ".join(sentences) or None


def _movement_points(movements: Sequence[PledgedMovement]) -> list[Block]:
    lines = []
    for movement in movements:
        owner = movement.province.name if movement.province else "Toàn Cụm"
        days = f"từ {format_date(movement.begins_on)} đến {format_date(movement.ends_on)}"
        lines.append(f"{owner}: “{movement.name}”, {days}")
    return [Point(f"{line}{';' if line != lines[-1] else '.'}") for line in lines]


def _body(
    contest_year: EmulationYear,
    members: Sequence[Province],
    texts: SigningTexts,
    day: dt.date | None,
    place: str,
    movements: Sequence[Block],
) -> Iterable[Block]:
    date = f"ngày {format_date(day)}" if day else f"ngày …… tháng …… năm {contest_year.year}"
    names = ", ".join(province.alliance_name for province in members)
    yield Paragraph(
        f"Hôm nay, {date}, tại {place or '………………'}, {len(members):02} đơn vị thành viên "
        f"{contest_year.cluster.name} gồm: {names} cùng ký giao ước thi đua năm {contest_year.year} "
        "với các nội dung sau:"
    )
    yield Heading("Chỉ tiêu thi đua")
    yield Paragraph("Mỗi đơn vị đăng ký chỉ tiêu tại Phụ lục kèm theo Bản giao ước này.")
    if movements:
        yield Heading("Phong trào thi đua")
        yield Paragraph("Trong năm, các đơn vị tổ chức các phong trào:")
        yield from movements
    yield Heading("Cam kết")
    yield Paragraph("Các đơn vị thành viên Cụm cam kết:")
    yield from (Point(f"{line}.") for line in _lines(texts.commitments))


def _signatories(
    contest_year: EmulationYear, members: Sequence[Province], pledges: dict[int, Pledge]
) -> list[Signatory]:
    posts = {
        getattr(term.officer.province_on(contest_year.decisive_day), "pk", None): term.post
        for term in Term.objects.filter(
            cluster=contest_year.cluster_id, year=contest_year.year
        ).select_related("officer__province")
    }
    posts_in_order = [Term.Post.HEAD.value, Term.Post.DEPUTY.value, ""]
    roles = {Term.Post.HEAD.value: "Cụm trưởng", Term.Post.DEPUTY.value: "Cụm phó"}
    signatories = []
    for province in sorted(members, key=lambda member: posts_in_order.index(posts.get(member.pk, ""))):
        pledge = pledges.get(province.pk)
        is_signed = pledge is not None and pledge.is_signed
        signatories.append(
            Signatory(
                authority=province.alliance_name.replace("HTX ", "HTX\n", 1),
                role=roles.get(posts.get(province.pk, ""), "Đơn vị thành viên"),
                name=pledge.signer if pledge and is_signed else None,
                signed=f"(Đã ký ngày {format_date(pledge.signed_on)})" if pledge and is_signed else None,
            )
        )
    return signatories


def _appendices(
    contest_year: EmulationYear, members: Sequence[Province], pledges: dict[int, Pledge]
) -> list[Appendix]:
    targets = {
        (province, indicator): value
        for province, indicator, value in PledgeTarget.objects.filter(
            pledge__in=[pledge.pk for pledge in pledges.values()]
        ).values_list("pledge__province_id", "indicator_id", "value")
    }
    indicators = pledged_indicators(contest_year)
    body: list[Block] = []
    for start in range(0, len(members), PROVINCES_A_TABLE):
        provinces = members[start : start + PROVINCES_A_TABLE]
        is_last = start + PROVINCES_A_TABLE >= len(members)
        body.append(_table(indicators, provinces, members if is_last else None, targets))
    body.append(Note(f"Ghi chú: “{NO_NUMBER}” là chưa đăng ký."))
    body.extend(_changes(pledges.values()))
    return [Appendix(f"Chỉ tiêu thi đua năm {contest_year.year} của các đơn vị", body)]


def _changes(pledges: Iterable[Pledge]) -> Iterable[Block]:
    signed = [pledge.pk for pledge in pledges if pledge.is_signed]
    changes = TargetChange.objects.agreed().filter(pledge__in=signed)
    changes = changes.select_related("pledge__province", "indicator").order_by("answered_at", "pk")
    if changes:
        yield Note("Điều chỉnh sau khi ký:")
    for change in changes:
        yield Note(
            f"- {change.pledge.province.name}, {change.indicator.label}: {format_number(change.old)} thành "
            f"{format_number(change.new)}, ngày {format_date(timezone.localdate(change.answered_at))}; "
            f"lý do: {' '.join(change.reason.split())}"
        )


def _table(
    indicators: Sequence[Indicator],
    provinces: Sequence[Province],
    members: Sequence[Province] | None,
    targets: dict[tuple[int, int], Decimal],
) -> Table:
    width = max(18, min(26, 142 // max(1, len(provinces))))
    columns = [Column("TT", 10, "center"), Column("Chỉ tiêu"), Column("Đơn vị tính", 24, "center")]
    columns += [Column(province.name, width, "right") for province in provinces]
    columns += [Column("Toàn Cụm", 24, "right")] if members else []
    rows: list[list[str | int | None]] = []
    for number, indicator in enumerate(indicators, 1):
        row: list[str | int | None] = [str(number), indicator.label, indicator.unit]
        row += [format_number(targets.get((province.pk, indicator.pk))) for province in provinces]
        if members:
            values = [targets.get((province.pk, indicator.pk)) for province in members]
            # A sum of only some provinces would be taken for the cluster's.
            known = [value for value in values if value is not None]
            row.append(format_number(sum(known, Decimal(0)) if len(known) == len(values) else None))
        rows.append(row)
    return Table(columns, rows)
