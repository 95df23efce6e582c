"""The papers of a province's nominations; always in Vietnamese.

What the system does not know is left to be filled in by hand: number, day, chair, votes.
"""

from collections.abc import Sequence

from django.utils import timezone, translation

from emulation.awards.known_facts import known_facts
from emulation.awards.models import Dossier
from emulation.awards.nominee_list import (
    counted,
    legal_basis,
    nominee_table,
    point_for_each_title,
    with_position,
)
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

# For each kind of nominee: the heading of the first part, the labels of name and address, who signs.
_REPORT_LABELS = {
    NomineeKind.PERSON: ("Sơ lược lý lịch", "Họ và tên", "Chức vụ, đơn vị công tác", "Người báo cáo"),
    NomineeKind.HOUSEHOLD: ("Sơ lược về hộ gia đình", "Hộ gia đình", "Địa chỉ", "Đại diện hộ gia đình"),
}
_UNIT_LABELS = ("Sơ lược đặc điểm, tình hình", "Tên đơn vị", "Địa chỉ", "Đại diện đơn vị")
_BOARD = Signatory("TM. Ban Thường vụ", "Chủ tịch")


def achievement_report(dossier: Dossier) -> Letter:
    with translation.override("vi"):
        province, contest_year = dossier.province, dossier.year
        labels = _REPORT_LABELS.get(NomineeKind(dossier.kind), _UNIT_LABELS)
        heading, name_label, address_label, reporter = labels
        is_alliance = dossier.kind == NomineeKind.ALLIANCE
        # A nominee with a legal personality issues its own report; for the others the alliance does.
        is_issuer = dossier.kind in (NomineeKind.COOPERATIVE, NomineeKind.UNION)
        grounds = dossier.title.grounds_on(dossier.papers_on)
        form = f"\n({grounds.form_number})" if grounds.form_number else ""
        return _letter(
            contest_year,
            province,
            kind="Báo cáo",
            about=f"thành tích đề nghị tặng {dossier.title} {_in_year(contest_year)}{form}",
            body=[
                Heading(heading),
                Point(f"{name_label}: {dossier.name}."),
                Point(f"{address_label}: {dossier.position_held or PEN}."),
                Heading("Thành tích đạt được"),
                *_achievements(dossier),
                Heading("Các hình thức khen thưởng đã được nhận"),
                *_earlier_awards(dossier),
            ],
            symbol=None,
            issuer=dossier.name if is_issuer else "",
            basis=legal_basis([dossier]),
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


def _achievements(dossier: Dossier) -> list[Block]:
    blocks: list[Block] = [Paragraph(line) for line in dossier.achievements.splitlines() if line.strip()]
    facts = known_facts(dossier)
    if facts:
        columns = [Column("Nội dung", 48), Column("Số liệu"), Column("Nguồn", 54)]
        blocks.append(Table(columns, [[fact.label, fact.value, fact.source] for fact in facts]))
    return blocks or [Paragraph(PEN * 12)]


def _earlier_awards(dossier: Dossier) -> list[Block]:
    blocks: list[Block] = []
    if awards := earlier_awards(dossier):
        columns = [Column("Năm", 15, "center"), Column("Danh hiệu, hình thức"), Column("Quyết định", 70)]
        rows = [
            [str(award.year), award.name, f"{award.number} ngày {format_date(award.decided_on)}"]
            for award in awards
            if award.decided_on
        ]
        blocks.append(Table(columns, rows))
    blocks += [Point(f"{line.strip(' .;')}.") for line in dossier.other_awards.splitlines() if line.strip()]
    return blocks or [Paragraph(PEN * 12)]


def proposal(contest_year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    with translation.override("vi"):
        alliance = province.alliance_name
        return _letter(
            contest_year,
            province,
            kind="Tờ trình",
            about=f"về việc đề nghị khen thưởng {_in_year(contest_year)}",
            body=[
                Paragraph(
                    f"{alliance} kính trình {contest_year.cluster.name} xem xét, "
                    "đề nghị cấp có thẩm quyền khen thưởng "
                    f"{_in_year(contest_year)} cho {counted(dossiers)}, gồm:"
                ),
                *point_for_each_title(dossiers),
                nominee_table(dossiers),
                Paragraph("Hồ sơ kèm theo:"),
                Point("Danh sách đề nghị khen thưởng;"),
                Point("Biên bản họp xét đề nghị khen thưởng;"),
                Point("Báo cáo thành tích của từng tập thể, cá nhân."),
            ],
            symbol="TTr-LMHTX",
            to=[contest_year.cluster.name],
            basis=[
                *legal_basis(dossiers),
                f"Biên bản họp xét đề nghị khen thưởng {_in_year(contest_year)} của {alliance}",
            ],
            closing=f"{alliance} kính trình Cụm thi đua xem xét, quyết định",
            signatories=[_BOARD],
            recipients=["Như trên"],
        )


def nominees(contest_year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    with translation.override("vi"):
        return _letter(
            contest_year,
            province,
            kind="Danh sách",
            about=f"đề nghị khen thưởng {_in_year(contest_year)}",
            body=[nominee_table(dossiers)],
            symbol=None,
            closing=f"Danh sách có {counted(dossiers)}",
            signatories=[_BOARD],
            filed="",
            attached_to=f"Tờ trình số ……/TTr-LMHTX ngày …… tháng …… năm …… của {province.alliance_name}",
        )


def meeting_minutes(contest_year: EmulationYear, province: Province, dossiers: Sequence[Dossier]) -> Letter:
    with translation.override("vi"):
        columns = [Column("TT", 10, "center"), Column("Đối tượng"), Column("Danh hiệu, hình thức", 45)]
        columns += [Column("Số phiếu đồng ý", 24, "center"), Column("Tỷ lệ", 18, "center")]
        rows = [[str(n), with_position(d), str(d.title), "", ""] for n, d in enumerate(dossiers, start=1)]
        return _letter(
            contest_year,
            province,
            kind="Biên bản",
            about=f"họp xét đề nghị khen thưởng {_in_year(contest_year)}",
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
    """A paper of the alliance or, with an issuer, of a cooperative or union of the province."""
    today = timezone.localdate()
    alliance = issuer_lines(province.alliance_name, province.name)
    return Letter(
        kind=kind,
        about=about,
        parent=province.alliance_name.upper() if issuer else contest_year.cluster.parent_body.upper(),
        issuer=issuer_lines(issuer, "") if issuer else alliance,
        author=issuer or province.alliance_name,
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


def _in_year(contest_year: EmulationYear) -> str:
    return f"năm {contest_year.year}"
