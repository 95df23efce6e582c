"""The honours list, and the dossiers of a year, as tables to download."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def honours(awarded: Iterable[Dossier]) -> TableFile:
    heads = [_("Đối tượng"), _("Loại đối tượng"), _("Danh hiệu, hình thức"), _("Năm"), _("Số quyết định")]
    heads += [_("Ngày quyết định"), _("Tỉnh đề nghị"), _("Minh họa")]
    rows = [
        [
            dossier.name,
            str(dossier.get_kind_display()),
            str(dossier.title),
            dossier.year.year,
            dossier.decision_number,
            dossier.decided_on,
            dossier.province.dated_name,
            illustrative_mark(dossier.year.is_illustrative),
        ]
        for dossier in awarded
    ]
    return TableFile("khen-thuong", heads, rows)


def dossiers(contest_year: EmulationYear, visible: Iterable[Dossier]) -> TableFile:
    heads = [_("Đối tượng"), _("Loại đối tượng"), _("Danh hiệu, hình thức"), _("Tỉnh đề nghị")]
    heads += [_("Trạng thái"), _("Số quyết định"), _("Ngày quyết định"), _("Minh họa")]
    rows = [
        [
            dossier.name,
            str(dossier.get_kind_display()),
            str(dossier.title),
            dossier.province.name_by(contest_year.last_day),
            str(dossier.get_state_display()),
            dossier.decision_number,
            dossier.decided_on,
            illustrative_mark(contest_year.is_illustrative),
        ]
        for dossier in visible
    ]
    return TableFile(f"ho-so-khen-thuong-{contest_year.year}", heads, rows)
