"""The papers with which the cluster puts its nominees before the body above it; Vietnamese always."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone, translation

from emulation.awards.models import Dossier
from emulation.awards.nominee_list import counted, list_of, point_for_each_title
from emulation.awards.title_models import NomineeKind
from emulation.votes.models import Poll
from emulation.votes.polls import result
from emulation.year.models import EmulationYear
from papers.letter import Block, Heading, Letter, Paragraph, Point, Signatory, issuer_lines
from provinces.clusters.models import Term
from vietnamese.dates import format_date
from vietnamese.numbers import format_count


def submission(contest_year: EmulationYear, dossiers: Sequence[Dossier]) -> Letter:
    """Tờ trình: the cluster proposes these nominees; of the alliances it says what the vote was."""
    with translation.override("vi"):
        cluster, of = contest_year.cluster, f"năm {contest_year.year}"
        polls = list(
            Poll.objects.filter(year=contest_year, state=Poll.State.CLOSED).prefetch_related(
                "nominees__province"
            )
        )
        basis = [
            line.strip(" ;.")
            for dossier in dossiers
            for line in dossier.title.grounds_on(dossier.papers_on).legal_basis.splitlines()
        ]
        days = sorted({timezone.localdate(poll.closed_at) for poll in polls})
        basis += [f"Biên bản kiểm phiếu ngày {format_date(day)} của Cụm thi đua" for day in days]
        voted = _voted(polls, dossiers)
        body: list[Block] = [
            Paragraph(
                f"{cluster.name} kính trình {cluster.parent_body} xem xét, khen thưởng {of} cho "
                f"{counted(dossiers)}, gồm:"
            ),
            *point_for_each_title(dossiers),
            Heading("Danh sách đề nghị"),
            list_of(dossiers, with_province=True),
        ]
        if voted:
            body += [Heading("Kết quả bỏ phiếu kín tại Cụm"), *map(Point, voted)]
        body += [
            Heading("Hồ sơ kèm theo"),
            Point("Danh sách đề nghị khen thưởng;"),
            Point("Biên bản kiểm phiếu;"),
            Point("Tờ trình, biên bản họp xét của Liên minh HTX các tỉnh, thành phố;"),
            Point("Báo cáo thành tích của từng tập thể, cá nhân."),
        ]
        return replace(
            _frame(contest_year, kind="Tờ trình", about=f"về việc đề nghị khen thưởng {of}", body=body),
            symbol="TTr-CTĐ",
            to=[cluster.parent_body],
            legal_basis=list(dict.fromkeys(filter(None, basis))),
            closing=f"Cụm thi đua kính trình {cluster.parent_body} xem xét, quyết định",
            recipients=["Như trên", "Liên minh HTX các tỉnh, thành phố trong Cụm"],
            filed="VT, Tổ giúp việc",
        )


def nominees(contest_year: EmulationYear, dossiers: Sequence[Dossier]) -> Letter:
    """Danh sách: who is proposed for what; it goes with the letter."""
    with translation.override("vi"):
        made = timezone.localdate().year
        listed = [list_of(dossiers, with_province=True)]
        about = f"đề nghị khen thưởng năm {contest_year.year}"
        return replace(
            _frame(contest_year, kind="Danh sách", about=about, body=listed),
            closing=f"Danh sách có {counted(dossiers)}",
            filed="",
            attached_to=f"Tờ trình số ……/TTr-CTĐ ngày …… tháng …… năm {made} của Cụm thi đua",
        )


def _voted(polls: Sequence[Poll], dossiers: Sequence[Dossier]) -> list[str]:
    """`Liên minh HTX tỉnh Cà Mau: 05/07 phiếu (Đề nghị tặng Cờ thi đua năm 2023)`, of those proposed."""
    alliances = {d.province_id for d in dossiers if d.kind == NomineeKind.ALLIANCE}
    found = [
        f"{line.nominee}: {format_count(line.votes)}/{format_count(poll.ballots)} phiếu ({poll.label})"
        for poll in polls
        for line in result(poll, list(poll.nominees.all()))
        if line.is_chosen and line.nominee.province_id in alliances
    ]
    return [f"{text}{'.' if n == len(found) else ';'}" for n, text in enumerate(found, start=1)]


def _frame(contest_year: EmulationYear, *, kind: str, about: str, body: Sequence[Block]) -> Letter:
    """A paper of the cluster, to be signed by its head."""
    today, cluster = timezone.localdate(), contest_year.cluster
    terms = Term.objects.filter(cluster=cluster, year=contest_year.year, post=Term.Post.HEAD)
    names = [term.officer.get_full_name() for term in terms.select_related("officer")]
    return Letter(
        kind=kind,
        about=about,
        parent=cluster.parent_body.upper(),
        issuer=issuer_lines(cluster.name, cluster.short_name.removeprefix("Cụm ")),
        author=cluster.short_name,
        year=today.year,
        made_on=today,
        body=body,
        signatories=[Signatory("TM. Cụm thi đua", "Cụm trưởng", name=next(iter(names), None) or None)],
        caution="Số liệu minh họa" if contest_year.is_illustrative else None,
    )
