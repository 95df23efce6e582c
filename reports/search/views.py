from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from provinces.accounts.requests import OfficerRequest
from reports.search.forms import SiteSearchForm
from reports.search.matching import Words
from reports.search.sources import Menu, find

ON_THE_PAGE, IN_THE_DIALOG = 50, 5  # of each kind


@require_safe
def search(request: OfficerRequest, menu: Menu) -> HttpResponse:
    """The page, or with `part=dialog` what the dialog on every page shows of it."""
    is_dialog = request.GET.get("part") == "dialog"
    form = SiteSearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    words = Words.of(query)
    groups = (
        find(
            words,
            officer=request.user,
            pages=menu(request),
            most=IN_THE_DIALOG if is_dialog else ON_THE_PAGE,
        )
        if words.text
        else []
    )
    context = {
        "form": form,
        "query": query,
        "groups": groups,
        "count": sum(group.hits.count for group in groups),
        "is_dialog": is_dialog,
    }
    return render(request, f"reports/search/{'dialog_hits' if is_dialog else 'search'}.html", context)
