"""The lists, on a page each, and as files."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from provinces.clusters.permissions import reads_every_register
from provinces.register.legal_minimum import legal_minimum
from provinces.register.models import Cooperative
from provinces.register.pages.views import PER_PAGE, reader
from provinces.register_lists.filters import DecisionFilter
from provinces.register_lists.lists import BY_SLUG, LISTS, fee_counts
from web.list_downloads import requested_download, table_as_file
from web.table_pages import TablePages


@require_safe
def decision_list(request: HttpRequest, name: str = LISTS[0].slug) -> HttpResponseBase:
    officer = reader(request)
    chosen = BY_SLUG.get(name)
    if chosen is None:
        raise Http404
    cooperatives = Cooperative.objects.select_related("province")
    reads_all = reads_every_register(officer)
    if not reads_all:
        cooperatives = cooperatives.filter(province=officer.province_id)
    filters = DecisionFilter(request.GET, cooperatives, one_province=not reads_all, has_year=chosen.has_year)
    today = timezone.localdate()
    found = filters.qs
    year = filters.form.cleaned_data.get("year") or (chosen.newest_year(found) or today.year)
    table = chosen.table(chosen.rows(found, today, year), caption=chosen.title, one_province=not reads_all)
    RequestConfig(request, paginate=False).configure(table)
    if file := requested_download(request, lambda: table_as_file(table, f"danh-sach-{chosen.slug}")):
        return file
    fees = fee_counts(found, today, year) if chosen.has_year else None
    table.paginator = TablePages(table, PER_PAGE, count=fees["owing"] if fees else None)
    table.page = table.paginator.get_page(request.GET.get("page"))
    context = {
        "lists": LISTS,
        "list": chosen,
        "filters": filters,
        "table": table,
        "province": None if reads_all else officer.province,
        "has_illustrative": any(table.is_illustrative(row.record) for row in table.paginated_rows),
    }
    if fees:
        context |= {"year": year, "members": fees["members"], "paid": fees["paid"]}
    if chosen.slug == "few-members":
        context["minimum"] = legal_minimum(Cooperative, today)
    return render(request, "provinces/register_lists/decision_list.html", context)
