from collections.abc import Iterable

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from figures.catalogue.models import Section
from provinces.accounts.requests import OfficerRequest
from web.list_downloads import requested_download
from web.table_files import TableFile


@require_safe
def indicator_list(request: OfficerRequest) -> HttpResponseBase:
    sections = Section.objects.prefetch_related("indicators")
    if file := requested_download(request, lambda: _table_file(sections)):
        return file
    return render(request, "figures/catalogue/indicator_list.html", {"sections": sections})


def _table_file(sections: Iterable[Section]) -> TableFile:
    heads = [_("Chỉ tiêu"), _("Mã"), _("Nhóm"), _("Đơn vị tính"), _("Loại"), _("Định nghĩa"), _("Nguồn")]
    rows = [
        [
            indicator.in_language("label"),
            indicator.code,
            section.in_language("label"),
            indicator.in_language("unit"),
            str(indicator.get_kind_display()),
            indicator.in_language("definition"),
            indicator.source,
        ]
        for section in sections
        for indicator in section.indicators.all()
    ]
    return TableFile("chi-tieu", heads, rows)
