"""What the system knows of a nominee: figures, ranks, the row of the register; each with its source."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.awards.title_models import NomineeKind
from emulation.results.loading import load_ranking, table_for_reader
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.submissions.yearly import yearly_values
from provinces.register.models import Organisation
from vietnamese.dates import format_date
from vietnamese.numbers import format_number

# Of an alliance: its own work, and its cooperatives.
ALLIANCE_INDICATORS = (
    "coop.total",
    "coop.new",
    "alliance.member_coops",
    "alliance.admitted",
    "alliance.classes",
)


@dataclass(frozen=True)
class KnownFact:
    """Something that the system knows of the nominee, as text, and its source."""

    label: str
    value: str
    source: str
    is_illustrative: bool


def known_facts(dossier: Dossier) -> list[KnownFact]:
    row = dossier.registered
    if row is not None:
        return list(_register_facts(row))
    if dossier.kind == NomineeKind.ALLIANCE:
        return [*_rank_facts(dossier), *_figure_facts(dossier)]
    return []


def _register_facts(row: Organisation) -> Iterator[KnownFact]:
    money = _("%s triệu đồng")
    facts = [
        (_("Mã số đăng ký"), row.registration_number),
        (_("Ngày thành lập"), format_date(row.founded_on) if row.founded_on else ""),
        (_("Lĩnh vực"), row.get_sector_display()),
        (_("Số thành viên"), "" if row.members is None else format_number(row.members)),
        (_("Vốn điều lệ"), "" if row.charter_capital is None else money % format_number(row.charter_capital)),
        (
            _("Vốn hoạt động"),
            "" if row.working_capital is None else money % format_number(row.working_capital),
        ),
    ]
    for label, value in facts:
        if value:
            yield _fact(label, value, _("danh sách của tỉnh"), is_illustrative=row.is_illustrative)


def _rank_facts(dossier: Dossier) -> Iterator[KnownFact]:
    # Of this year and the one before, once their scores are settled: until then nobody may read them.
    contest_year = dossier.year
    settled = EmulationYear.objects.filter(cluster=contest_year.cluster_id, scores_settled_at__isnull=False)
    for settled_year in settled.filter(year__in=(contest_year.year - 1, contest_year.year)).order_by("-year"):
        ranking = [r for r in load_ranking(settled_year, table_for_reader(settled_year)) if r.rank]
        for ranked in ranking:
            if ranked.province.pk == dossier.province_id:
                label = _("Xếp hạng thi đua năm %s") % settled_year.year
                values = {
                    "points": format_number(ranked.total, 2),
                    "verdict": ranked.verdict,
                    "all": len(ranking),
                }
                value = _("%(verdict)s (%(all)d đơn vị; %(points)s điểm)") % values
                source = settled_year.provisional_note.rstrip(".") or _("bảng điểm đã chốt")
                yield _fact(label, value, source, is_illustrative=settled_year.is_illustrative)


def _figure_facts(dossier: Dossier) -> Iterator[KnownFact]:
    indicators = list(
        Indicator.objects.filter(code__in=ALLIANCE_INDICATORS).order_by("section__position", "position")
    )
    values = yearly_values(dossier.year.year, [dossier.province], indicators)
    for indicator in indicators:
        yearly = values[dossier.province.slug, indicator.code]
        if yearly.value is not None:
            source = _("số tạm tính trong năm") if yearly.is_provisional else _("số Cụm đã chấp nhận")
            number = f"{format_number(yearly.value)} {indicator.unit}"
            yield _fact(str(indicator), number, source, is_illustrative=yearly.is_illustrative)


def _fact(label: str, value: str, source: str, *, is_illustrative: bool) -> KnownFact:
    # On paper too, illustrative figures must be marked.
    return KnownFact(
        label, value, f"{source}, {_('minh họa')}" if is_illustrative else source, is_illustrative
    )
