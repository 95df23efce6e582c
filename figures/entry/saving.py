"""What saves itself on the entry page has in common: whose it is, and what is said when it is not taken."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from figures.entry import services
from figures.entry.services import Saved
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import TYPED_BY, signature_of
from web.refusals import RefusedError


def own_submission(request: OfficerRequest, period: str, province: str) -> Submission:
    """The half-year, begun or not, for who works for its province and was given this form.

    Raises:
        PermissionDenied: for everybody else.
        Http404: where there is nothing that the officer may read.
    """
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    if is_of_another(request):
        raise PermissionDenied(_("Trang này mở bằng tài khoản khác. Tải lại trang rồi nhập tiếp."))
    return submission


def is_of_another(request: OfficerRequest) -> bool:
    """Whether the form was given to another officer than the one who is logged in by now."""
    own = signature_of(request.user)
    return request.POST.get(TYPED_BY, own) != own


def save(request: OfficerRequest, submission: Submission, **what: Any) -> Saved | HttpResponse:
    """Writes, as `services.save_cells`; begins the half-year if need be.

    Returns:
        What became of it, or the answer that says why nothing was taken.

    Raises:
        CellsClosedError: if the latest return left such a cell alone; the rest takes figures still.
    """
    try:
        if submission.pk is None:
            submission = services.start(
                period=submission.period, province=submission.province, by=request.user
            )
        saved = services.save_cells(submission=submission, by=request.user, **what)
    except services.CellsClosedError:
        raise
    except RefusedError as refused:
        # Everything typed stays in the box; the page says why it was not taken.
        return render(request, "figures/entry/cell_refused.html", {"reason": refused}, status=409)
    return saved
