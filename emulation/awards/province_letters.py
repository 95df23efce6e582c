"""The papers of a province's commendations; Vietnamese, whatever the reader's language.

What nobody told the system is left for a pen: number, day, who chaired, how many voted.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone, translation

from emulation.awards.known_facts import known_facts
from emulation.awards.models import Dossier
from emulation.awards.nominee_list import counted, list_of, point_for_each_title, who
from emulation.awards.title_models import NomineeKind
from emulation.awards.title_rules import earlier_awards
from emulation.year.models import EmulationYear
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
from provinces.clusters.models import Province
from vietnamese.dates import format_date

# Of whom a report is: the head of its first part, what name and place are called, who signs it.
_OF = {
    NomineeKind.PERSON: ("Sơ lược lý lịch", "Họ và tên", "Chức vụ, đơn vị công tác", "Người báo cáo"),
    NomineeKind.HOUSEHOLD: ("Sơ lược về hộ gia đình", "Hộ gia đình", "Địa chỉ", "Đại diện hộ gia đình"),
}
_OF_UNIT = ("Sơ lược đặc điểm, tình hình", "Tên đơn vị", "Địa chỉ", "Đại diện đơn vị")
_BOARD = Signatory("TM. Ban Thường vụ", "Chủ tịch")


def achievements(dossier: Dossier) -> Letter:
    """Báo cáo thành tích: who it is, what was done, what the system knows, earlier titles."""
    with translation.override("vi"):
        province, contest_year = dossier.province, dossier.year
        head, named, placed, reporter = _OF.get(NomineeKind(dossier.kind), _OF_UNIT)
        sketch: list[Block] = [Point(f"{named}: {dossier.name}.")]
        sketch.append(Point(f"{placed}: {dossier.position_held or PEN}."))
        is_alliance = dossier.kind == NomineeKind.ALLIANCE
        # What has a legal person writes its own report; for the others their alliance does.
        is_own = dossier.kind in (NomineeKind.COOPERATIVE, NomineeKind.UNION)
        grounds = dossier.title.grounds_on(dossier.papers_on)
        form = f"\n({grounds.form_number})" if grounds.form_number else ""
        return _letter(
            contest_year,
            province,
            kind="Báo cáo",
            about=f"thành tích đề nghị tặng {dossier.title} {_of(contest_year)}{form}",
            body=[
                Heading(head),
                *sketch,
                Heading("Thành tích đạt được"),
                *_done(dossier),
                Heading("Các hình thức khen thưởng đã được nhận"),
                *_past(dossier),
            ],
            symbol=None,
            issuer=dossier.name if is_own else "",
            basis=_basis([dossier]),
            closing=f"Trên đây là báo cáo thành tích của {dossier.name}; kính đề nghị cấp có thẩm quyền "
            "xem xét, khen thưởng",
            signatories=[
                Signatory(role=f"Xác nhận của {'Cụm thi đua' if is_alliance else 'Liên minh HTX'}"),
                _BOARD
                if is_alliance
                else Signatory(
                    role=reporter, name=dossier.name if dossier.kind == NomineeKind.PERSON else None
                ),
            ],
            filed="",
        )


def _done(dossier: Dossier) -> list[Block]:
    """What was done, in the province's words; then what the system knows, each with its source."""
    said: list[Block] = [Paragraph(line) for line in dossier.achievements.splitlines() if line.strip()]
    facts = known_facts(dossier)
    if facts:
        columns = [Column("Nội dung", 48), Column("Số liệu"), Column("Nguồn", 54)]
        said.append(Table(columns, [[fact.label, fact.value, fact.source] for fact in facts]))
    return said or [Paragraph(PEN * 12)]


def _past(dossier: Dossier) -> list[Block]:
    """Earlier awards: those recorded here with their decisions, then those that were typed."""
    found: list[Block] = []
    if given := earlier_awards(dossier):
        columns = [Column("Năm", 15, "center"), Column("Danh hiệu, hình thức"), Column("Quyết định", 70)]
        rows = [
            [str(award.year), award.name, f"{award.number} ngày {format_date(award.decided_on)}"]
            for award in given
            if award.decided_on
        ]
        found.append(Table(columns, rows))
    found += [Point(f"{line.strip(' .;')}.") for line in dossier.other_awards.splitlines() if line.strip()]
    return found or [Paragraph(PEN * 12)]


def submission(contest_year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    """Tờ trình: the alliance asks the cluster to propose these nominees."""
    with translation.override("vi"):
        mine = province.alliance_name
        return _letter(
            contest_year,
            province,
            kind="Tờ trình",
            about=f"về việc đề nghị khen thưởng {_of(contest_year)}",
            body=[
                Paragraph(
                    f"{mine} kính trình {contest_year.cluster.name} xem xét, "
                    "đề nghị cấp có thẩm quyền khen thưởng "
                    f"{_of(contest_year)} cho {counted(dossiers)}, gồm:"
                ),
                *point_for_each_title(dossiers),
                list_of(dossiers),
                Paragraph("Hồ sơ kèm theo:"),
                Point("Danh sách đề nghị khen thưởng;"),
                Point("Biên bản họp xét đề nghị khen thưởng;"),
                Point("Báo cáo thành tích của từng tập thể, cá nhân."),
            ],
            symbol="TTr-LMHTX",
            to=[contest_year.cluster.name],
            basis=[
                *_basis(dossiers),
                f"Biên bản họp xét đề nghị khen thưởng {_of(contest_year)} của {mine}",
            ],
            closing=f"{mine} kính trình Cụm thi đua xem xét, quyết định",
            signatories=[_BOARD],
            recipients=["Như trên"],
        )


def nominees(contest_year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    """Danh sách: who is proposed for what; it goes with the letter."""
    with translation.override("vi"):
        made = timezone.localdate().year
        return _letter(
            contest_year,
            province,
            kind="Danh sách",
            about=f"đề nghị khen thưởng {_of(contest_year)}",
            body=[list_of(dossiers)],
            symbol=None,
            closing=f"Danh sách có {counted(dossiers)}",
            signatories=[_BOARD],
            filed="",
            attached_to=f"Tờ trình số ……/TTr-LMHTX ngày …… tháng …… năm {made} của {province.alliance_name}",
        )


def meeting(contest_year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    """Biên bản họp xét: the frame of the meeting's minutes, with a row for each vote."""
    with translation.override("vi"):
        columns = [Column("TT", 10, "center"), Column("Đối tượng"), Column("Danh hiệu, hình thức", 45)]
        columns += [Column("Số phiếu đồng ý", 24, "center"), Column("Tỷ lệ", 18, "center")]
        rows = [[str(n), who(d), str(d.title), "", ""] for n, d in enumerate(dossiers, start=1)]
        return _letter(
            contest_year,
            province,
            kind="Biên bản",
            about=f"họp xét đề nghị khen thưởng {_of(contest_year)}",
            body=[
                Heading("Thời gian, địa điểm, thành phần"),
                Paragraph(f"Thời gian bắt đầu: {PEN}"),
                Paragraph(f"Địa điểm: {PEN}"),
                Paragraph(f"Chủ trì: {PEN} Chức vụ: {PEN}"),
                Paragraph(f"Thư ký: {PEN} Chức vụ: {PEN}"),
                Paragraph(f"Có mặt: {PEN}/{PEN} thành viên; vắng: {PEN} (lý do: {PEN})."),
                Heading("Nội dung"),
                Paragraph(
                    f"Hội nghị nghe báo cáo thành tích của {counted(dossiers)}, đối chiếu tiêu chuẩn, "
                    "thảo luận và bỏ phiếu kín. Kết quả:"
                ),
                Table(columns, rows),
                Heading("Kết luận"),
                Paragraph(PEN * 12),
            ],
            symbol="BB-LMHTX",
            closing=f"Cuộc họp kết thúc vào {PEN} giờ {PEN} cùng ngày; biên bản được đọc cho mọi người "
            "cùng nghe và thống nhất ký tên",
            signatories=[Signatory(role="Thư ký"), Signatory(role="Chủ trì")],
            recipients=[contest_year.cluster.name],
            filed="VT, hồ sơ",
        )


def _letter(
    contest_year: EmulationYear,
    province: Province,
    *,
    kind: str,
    about: str,
    body: Sequence[Block],
    symbol: str | None,
    signatories: Sequence[Signatory],
    issuer: str = "",
    to: Sequence[str] = (),
    basis: Sequence[str] = (),
    closing: str = "",
    recipients: Sequence[str] = (),
    filed: str = "VT",
    attached_to: str = "",
) -> Letter:
    """A paper of the alliance or, with an issuer, of who stands under it."""
    today: dt.date = timezone.localdate()
    alliance = issuer_lines(province.alliance_name, province.name)
    return Letter(
        kind=kind,
        about=about,
        parent=province.alliance_name.upper() if issuer else contest_year.cluster.parent_body.upper(),
        issuer=issuer_lines(issuer, "") if issuer else alliance,
        author=issuer or province.alliance_name,
        year=today.year,
        place=province.name,
        made_on=today,
        symbol=symbol,
        to=to,
        legal_basis=basis,
        body=body,
        closing=closing,
        signatories=signatories,
        recipients=recipients,
        filed=filed,
        attached_to=attached_to,
        caution="Số liệu minh họa" if contest_year.is_illustrative else None,
    )


def _of(contest_year: EmulationYear) -> str:
    return f"năm {contest_year.year}"


def _basis(dossiers: Sequence[Dossier]) -> list[str]:
    """The legal basis of the titles as it was on the papers' days, each line once."""
    lines = [
        line.strip(" ;.")
        for dossier in dossiers
        for line in dossier.title.grounds_on(dossier.papers_on).legal_basis.splitlines()
    ]
    return list(dict.fromkeys(filter(None, lines)))
