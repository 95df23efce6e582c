"""Commendations and votes as files."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def honours(dossiers: Iterable[Dossier]) -> TableFile:
    """Who was commended, on all pages of the list."""
    heads = [_("Đối tượng"), _("Loại đối tượng"), _("Danh hiệu, hình thức"), _("Năm"), _("Số quyết định")]
    heads += [_("Ngày quyết định"), _("Tỉnh đề nghị"), _("Minh họa")]
    rows = [
        [
            row.name,
            str(row.get_kind_display()),
            str(row.title),
            row.year.year,
            row.decision_number,
            row.decided_on,
            row.province.name,
            illustrative_mark(row.year.is_illustrative),
        ]
        for row in dossiers
    ]
    return TableFile("khen-thuong", heads, rows)


def dossiers(contest_year: EmulationYear, found: Iterable[Dossier]) -> TableFile:
    """The dossiers of a year."""
    heads = [_("Đối tượng"), _("Loại đối tượng"), _("Danh hiệu, hình thức"), _("Tỉnh đề nghị")]
    heads += [_("Trạng thái"), _("Số quyết định"), _("Ngày quyết định"), _("Minh họa")]
    rows = [
        [
            row.name,
            str(row.get_kind_display()),
            str(row.title),
            row.province.name,
            str(row.get_state_display()),
            row.decision_number,
            row.decided_on,
            illustrative_mark(contest_year.is_illustrative),
        ]
        for row in found
    ]
    return TableFile(f"ho-so-khen-thuong-{contest_year.year}", heads, rows)
