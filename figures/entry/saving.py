"""What all parts of the entry page that save themselves have in common."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from figures.entry import services
from figures.entry.services import SaveResult
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import TYPED_BY, signature_of
from web.refusals import RefusedError


def own_submission(request: OfficerRequest, period: str, province: str) -> Submission:
    """Look up the half-year, begun or not; raise 403 unless the officer works for it and opened the form."""
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    if is_of_another(request):
        raise PermissionDenied(_("Trang này mở bằng tài khoản khác. Tải lại trang rồi nhập tiếp."))
    return submission


def is_of_another(request: OfficerRequest) -> bool:
    own = signature_of(request.user)
    return request.POST.get(TYPED_BY, own) != own


def save(request: OfficerRequest, submission: Submission, **changes: Any) -> SaveResult | HttpResponse:
    """Call `services.save_cells`; return its result, or the response that says why nothing was saved.

    Raises:
        CellsClosedError: if the latest return did not open one of the cells; others may still be open.
    """
    try:
        if submission.pk is None:
            submission = services.start(
                period=submission.period, province=submission.province, by=request.user
            )
        return services.save_cells(submission=submission, by=request.user, **changes)
    except services.CellsClosedError:
        raise
    except RefusedError as refused:
        # The input stays in its box; the page says why it was not saved.
        return render(request, "figures/entry/cell_refused.html", {"reason": refused}, status=409)
