"""The papers of a commendation; Vietnamese, whatever the reader's language.

What nobody told the system is left for a pen: number, day, who chaired, how many voted.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone, translation

from emulation.checklist import Fact
from emulation.models import Dossier, EmulationYear
from papers.letter import Block, Column, Heading, Letter, Note, Paragraph, Point, Signatory, Table
from provinces.models import Province

_PEN = "…………"


def achievements(dossier: Dossier, facts: list[Fact], earlier: list[str]) -> Letter:
    """Báo cáo thành tích: who it is, what was done, the figures that the system knows, earlier titles."""
    with translation.override("vi"):
        who: list[Block] = [Point(f"Tên: {dossier.name}.")]
        if dossier.position_held:
            who.append(Point(f"Chức vụ, đơn vị công tác hoặc địa chỉ: {dossier.position_held}."))
        done: list[Block] = [Paragraph(line) for line in dossier.achievements.splitlines() if line.strip()]
        if facts:
            columns = [Column("Chỉ tiêu"), Column("Số liệu", 50, "right"), Column("Nguồn", 50)]
            done.append(Table(columns, [[fact.label, fact.value, fact.source] for fact in facts]))
        past: list[Block] = [Point(f"{text}.") for text in earlier]
        body: list[Block] = [
            Heading("Sơ lược"),
            *who,
            Heading("Thành tích đạt được"),
            *(done or [Paragraph(_PEN)]),
            Heading("Các hình thức đã được khen thưởng"),
            *(past or [Paragraph("Hệ thống chưa ghi nhận.")]),
        ]
        number = f" ({dossier.title.form_number})" if dossier.title.form_number else ""
        return _letter(
            dossier.year,
            dossier.province,
            kind="Báo cáo",
            about=f"thành tích đề nghị tặng {dossier.title}{number}",
            body=body,
            symbol=None,
            basis=_basis([dossier]),
            signatories=[
                Signatory(role="Xác nhận của đơn vị trình"),
                Signatory(role="Người báo cáo", name=dossier.name if dossier.kind == "person" else None),
            ],
        )


def submission(year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    """Tờ trình: the alliance asks the cluster to propose these nominees."""
    with translation.override("vi"):
        return _letter(
            year,
            province,
            kind="Tờ trình",
            about=f"về việc đề nghị khen thưởng {_of(year)}",
            body=[
                Paragraph(f"{province.alliance_name} đề nghị khen thưởng {_of(year)} như sau:"),
                _list(dossiers),
            ],
            symbol="TTr-LMHTX",
            to=[year.cluster.name],
            basis=_basis(dossiers),
            closing=f"{province.alliance_name} kính trình Cụm thi đua xem xét, đề nghị",
            signatories=[Signatory("TM. Ban Thường vụ", "Chủ tịch")],
        )


def nominees(year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    """Danh sách: who is proposed for what."""
    with translation.override("vi"):
        return _letter(
            year,
            province,
            kind="Danh sách",
            about=f"đề nghị khen thưởng {_of(year)}",
            body=[_list(dossiers), Note(f"Danh sách có {len(dossiers):02} tập thể, cá nhân.")],
            symbol=None,
            signatories=[Signatory("TM. Ban Thường vụ", "Chủ tịch")],
        )


def meeting(year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    """Biên bản họp xét: the frame of the meeting's minutes, with a row for each vote."""
    with translation.override("vi"):
        columns = [Column("TT", 10, "center"), Column("Đối tượng"), Column("Danh hiệu, hình thức")]
        columns += [Column("Số phiếu đồng ý", 26, "center"), Column("Tỷ lệ", 20, "center")]
        rows = [[str(n), _who(d), str(d.title), "", ""] for n, d in enumerate(dossiers, start=1)]
        return _letter(
            year,
            province,
            kind="Biên bản",
            about=f"họp xét đề nghị khen thưởng {_of(year)}",
            body=[
                Heading("Thời gian, địa điểm, thành phần"),
                Paragraph(f"Thời gian: {_PEN} Địa điểm: {_PEN}"),
                Paragraph(f"Chủ trì: {_PEN} Thư ký: {_PEN}"),
                Paragraph(f"Có mặt: {_PEN}/{_PEN} thành viên; vắng: {_PEN}"),
                Heading("Nội dung"),
                Paragraph("Hội nghị nghe báo cáo thành tích, thảo luận và bỏ phiếu kín; kết quả:"),
                Table(columns, rows),
                Heading("Kết luận"),
                Paragraph(_PEN * 12),
            ],
            symbol="BB-LMHTX",
            closing="Biên bản được đọc cho mọi người cùng nghe và thống nhất ký tên",
            signatories=[Signatory(role="Thư ký"), Signatory(role="Chủ trì")],
        )


def _letter(
    year: EmulationYear,
    province: Province,
    *,
    kind: str,
    about: str,
    body: Sequence[Block],
    symbol: str | None,
    signatories: Sequence[Signatory],
    to: Sequence[str] = (),
    basis: Sequence[str] = (),
    closing: str = "",
) -> Letter:
    today: dt.date = timezone.localdate()
    return Letter(
        kind=kind,
        about=about,
        parent=year.cluster.parent_body.upper(),
        issuer=province.alliance_name.upper(),
        author=province.alliance_name,
        year=today.year,
        place=province.name,
        made_on=today,
        symbol=symbol,
        to=to,
        legal_basis=basis,
        body=body,
        closing=closing,
        signatories=signatories,
        recipients=["Như trên"] if to else [],
        caution="Số liệu minh họa" if year.is_illustrative else None,
    )


def _of(year: EmulationYear) -> str:
    return f"năm {year.year}"


def _who(dossier: Dossier) -> str:
    return ", ".join(filter(None, [dossier.name, dossier.position_held]))


def _list(dossiers: Sequence[Dossier]) -> Table:
    columns = [Column("TT", 10, "center"), Column("Đối tượng"), Column("Danh hiệu, hình thức", 60)]
    return Table(columns, [[str(n), _who(d), str(d.title)] for n, d in enumerate(dossiers, start=1)])


def _basis(dossiers: Sequence[Dossier]) -> list[str]:
    """The legal basis of the titles, each line once."""
    lines = [line.strip(" ;.") for d in dossiers for line in d.title.legal_basis.splitlines()]
    return list(dict.fromkeys(filter(None, lines)))
