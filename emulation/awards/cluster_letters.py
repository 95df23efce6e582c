"""The papers with which the cluster proposes nominees to the body above it; always in Vietnamese."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone, translation

from emulation.awards.models import Dossier
from emulation.awards.nominee_list import counted, legal_basis, nominee_table, point_for_each_title
from emulation.awards.title_models import NomineeKind
from emulation.votes.models import Poll
from emulation.votes.polls import result
from emulation.year.models import EmulationYear
from papers.letter import Block, Heading, Letter, Paragraph, Point, Signatory, issuer_lines
from vietnamese.dates import format_date
from vietnamese.numbers import format_count


def proposal(contest_year: EmulationYear, dossiers: Sequence[Dossier]) -> Letter:
    with translation.override("vi"):
        cluster, in_year = contest_year.cluster, f"năm {contest_year.year}"
        polls = list(
            Poll.objects.filter(year=contest_year, state=Poll.State.CLOSED).prefetch_related(
                "nominees__province"
            )
        )
        days = sorted({timezone.localdate(poll.closed_at) for poll in polls})
        minutes = [f"Biên bản kiểm phiếu ngày {format_date(day)} của Cụm thi đua" for day in days]
        results = _vote_results(polls, dossiers)
        body: list[Block] = [
            Paragraph(
                f"{cluster.name} kính trình {cluster.parent_body} xem xét, khen thưởng {in_year} cho "
                f"{counted(dossiers)}, gồm:"
            ),
            *point_for_each_title(dossiers),
            Heading("Danh sách đề nghị"),
            nominee_table(dossiers, with_province=True),
        ]
        if results:
            body += [Heading("Kết quả bỏ phiếu kín tại Cụm"), *map(Point, results)]
        body += [
            Heading("Hồ sơ kèm theo"),
            Point("Danh sách đề nghị khen thưởng;"),
            Point("Biên bản kiểm phiếu;"),
            Point("Tờ trình, biên bản họp xét của Liên minh HTX các tỉnh, thành phố;"),
            Point("Báo cáo thành tích của từng tập thể, cá nhân."),
        ]
        return replace(
            _letter(contest_year, kind="Tờ trình", about=f"về việc đề nghị khen thưởng {in_year}", body=body),
            symbol="TTr-CTĐ",
            to=[cluster.parent_body],
            legal_basis=[*legal_basis(dossiers), *minutes],
            closing=f"Cụm thi đua kính trình {cluster.parent_body} xem xét, quyết định",
            recipients=["Như trên", "Liên minh HTX các tỉnh, thành phố trong Cụm"],
            filed="VT, Tổ giúp việc",
        )


def nominees(contest_year: EmulationYear, dossiers: Sequence[Dossier]) -> Letter:
    with translation.override("vi"):
        about = f"đề nghị khen thưởng năm {contest_year.year}"
        return replace(
            _letter(
                contest_year,
                kind="Danh sách",
                about=about,
                body=[nominee_table(dossiers, with_province=True)],
            ),
            closing=f"Danh sách có {counted(dossiers)}",
            filed="",
            attached_to="Tờ trình số ……/TTr-CTĐ ngày …… tháng …… năm …… của Cụm thi đua",
        )


def _vote_results(polls: Sequence[Poll], dossiers: Sequence[Dossier]) -> list[str]:
    alliances = {d.province_id for d in dossiers if d.kind == NomineeKind.ALLIANCE}
    texts = [
        f"{row.nominee}: {format_count(row.votes)}/{format_count(poll.ballots)} phiếu ({poll.label})"
        for poll in polls
        for row in result(poll, list(poll.nominees.all()))
        if row.is_chosen and row.nominee.province_id in alliances
    ]
    return [f"{text}{'.' if n == len(texts) else ';'}" for n, text in enumerate(texts, start=1)]


def _letter(contest_year: EmulationYear, *, kind: str, about: str, body: Sequence[Block]) -> Letter:
    today, cluster = timezone.localdate(), contest_year.cluster
    head = cluster.head_in(contest_year.year)
    name = head.get_full_name() if head else ""
    return Letter(
        kind=kind,
        about=about,
        parent=cluster.parent_body.upper(),
        issuer=issuer_lines(cluster.name, cluster.place_name),
        author=cluster.short_name,
        made_on=today,
        place=contest_year.seat,
        body=body,
        signatories=[Signatory("TM. Cụm thi đua", "Cụm trưởng", name=name or None)],
        caution="Số liệu minh họa" if contest_year.is_illustrative else None,
    )
