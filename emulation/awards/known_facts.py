"""What the system knows of a nominee: figures, ranks, the register's row. Each says where it comes from."""

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

# What stands behind an alliance's achievements: its own work and its cooperatives.
SHOWN = ("coop.total", "coop.new", "alliance.member_coops", "alliance.admitted", "alliance.classes")


@dataclass(frozen=True)
class KnownFact:
    """Something that the system knows of the nominee, as text, and where it comes from."""

    label: str
    value: str
    source: str
    is_illustrative: bool


def known_facts(dossier: Dossier) -> list[KnownFact]:
    """Of an alliance its ranks and the year's accepted figures; of what is registered, the register's row."""
    row = dossier.registered
    if row is not None:
        return list(_of_register(row))
    if dossier.kind == NomineeKind.ALLIANCE:
        return [*_ranks(dossier), *_figures(dossier)]
    return []


def _of_register(row: Organisation) -> Iterator[KnownFact]:
    money = _("%s triệu đồng")
    known = [
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
    for label, value in known:
        if value:
            yield _fact(label, value, _("danh sách của tỉnh"), made_up=row.is_illustrative)


def _ranks(dossier: Dossier) -> Iterator[KnownFact]:
    """Of the year and the one before, as far as their scores are settled: until then they are nobody's."""
    year = dossier.year
    settled = EmulationYear.objects.filter(cluster=year.cluster_id, scores_settled_at__isnull=False)
    for contest in settled.filter(year__in=(year.year - 1, year.year)).order_by("-year"):
        ranking = load_ranking(contest, table_for_reader(contest))
        for standing in ranking:
            if standing.province.pk == dossier.province_id:
                label = _("Xếp hạng thi đua năm %s") % contest.year
                told = {
                    "points": format_number(standing.total, 2),
                    "verdict": standing.verdict,
                    "all": len(ranking),
                }
                value = _("%(verdict)s (%(all)d đơn vị; %(points)s điểm)") % told
                yield _fact(label, value, _("bảng điểm đã chốt"), made_up=contest.is_illustrative)


def _figures(dossier: Dossier) -> Iterator[KnownFact]:
    indicators = list(Indicator.objects.filter(code__in=SHOWN).order_by("section__position", "position"))
    values = yearly_values(dossier.year.year, [dossier.province], indicators)
    for indicator in indicators:
        yearly = values[dossier.province.slug, indicator.code]
        if yearly.value is not None:
            source = _("số tạm tính trong năm") if yearly.is_provisional else _("số Cụm đã chấp nhận")
            number = f"{format_number(yearly.value)} {indicator.unit}"
            yield _fact(str(indicator), number, source, made_up=yearly.is_illustrative)


def _fact(label: str, value: str, source: str, *, made_up: bool) -> KnownFact:
    """What is invented says so wherever it stands, on paper too."""
    return KnownFact(label, value, f"{source}, {_('minh họa')}" if made_up else source, made_up)
