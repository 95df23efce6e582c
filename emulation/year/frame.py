"""What all pages of a contest's year have in common."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from emulation.year.menu import year_menu
from emulation.year.models import EmulationYear
from emulation.year.permissions import get_year, runs_year, sees_contest
from provinces.accounts.requests import OfficerRequest


def contest_page(
    request: OfficerRequest,
    contest_year: EmulationYear,
    template: str,
    context: dict[str, Any],
    *,
    here: str,
    status: int = 200,
) -> HttpResponse:
    frame = {
        "contest_year": contest_year,
        "year_menu": year_menu(request.user, contest_year, here),
        "other_years": EmulationYear.objects.exclude(pk=contest_year.pk).order_by("year"),
    }
    return render(request, template, frame | context, status=status)


def year_for_reader(request: OfficerRequest, year: int) -> EmulationYear:
    """Look up the contest, or raise 404; 403 for administrators."""
    if not sees_contest(request.user):
        raise PermissionDenied
    return get_year(year)


def year_for_runner(request: OfficerRequest, year: int) -> EmulationYear:
    contest_year = year_for_reader(request, year)
    if not runs_year(request.user, contest_year):
        raise PermissionDenied
    return contest_year
