"""Who joins a union, and who leaves it."""

from typing import cast

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from provinces.register import services
from provinces.register.event_models import EventKind, UnionMembership
from provinces.register.models import Cooperative, CooperativeUnion
from provinces.register.pages.member_forms import MOST_FOUND, CooperativeSearchForm, JoinForm, LeaveForm
from provinces.register.pages.organisation_kinds import UNION
from provinces.register.pages.views import editable_organisation, reader, warn
from web.expired_forms import submitted_or_restored, survives_expired_login


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    officer = reader(request)
    union = cast(CooperativeUnion, editable_organisation(officer, UNION, pk))
    search = CooperativeSearchForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    present = UnionMembership.objects.filter(union=union, until=None, cooperative=OuterRef("pk"))
    others = Cooperative.objects.existing().filter(~Exists(present))
    candidates = others.select_related("province").order_by("search_text", "pk")
    form = JoinForm(submitted_or_restored(request), union=union, candidates=candidates, words=words)
    if request.method == "POST" and form.attempt(
        lambda: services.record_union_members(
            union=union,
            cooperatives=list(form.cleaned_data["cooperatives"]),
            kind=EventKind.JOINED_UNION,
            happened_on=form.cleaned_data["happened_on"],
            decision=form.cleaned_data["decision"],
            by=officer,
            seen=form.cleaned_data["seen"],
        )
    ):
        names = ", ".join(str(row) for row in form.cleaned_data["cooperatives"])
        messages.success(request, _("Đã ghi thành viên: %s.") % names)
        warn(request, union)
        return redirect(UNION.url, union.pk)
    context = {
        "kind": UNION,
        "organisation": union,
        "search": search,
        "form": form,
        "words": words,
        "most": MOST_FOUND,
    }
    return render(request, "provinces/register/union_members.html", context, status=form.status)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    officer = reader(request)
    membership = get_object_or_404(UnionMembership.objects.select_related("cooperative"), pk=pk, until=None)
    union = cast(CooperativeUnion, editable_organisation(officer, UNION, membership.union_id))
    membership.union = union
    form = LeaveForm(submitted_or_restored(request), membership=membership)
    if request.method == "POST" and form.attempt(
        lambda: services.record_union_members(
            union=union,
            cooperatives=[membership.cooperative],
            kind=EventKind.LEFT_UNION,
            happened_on=form.cleaned_data["happened_on"],
            decision=form.cleaned_data["decision"],
            by=officer,
            seen=form.cleaned_data["seen"],
        )
    ):
        messages.success(request, _("Đã ghi %s ra khỏi liên hiệp.") % membership.cooperative)
        warn(request, union)
        return redirect(UNION.url, union.pk)
    context = {"kind": UNION, "organisation": union, "membership": membership, "form": form}
    return render(request, "provinces/register/union_member_leave.html", context, status=form.status)
