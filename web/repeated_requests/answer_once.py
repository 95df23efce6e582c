"""A request that carries a one-use key has one effect and one answer, however often it arrives."""

import datetime as dt
from collections.abc import Callable
from hashlib import blake2s
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from web.repeated_requests.models import Receipt

KEY = "key"
# The key of forms whose view does not call `answer_once` itself: the middleware does.
PRESS = "press"
# The header in which an answer tells the page's script what is stored now.
OUTCOME = "X-Cell"
# Long after a browser's last retry. A page that is open longer is safe without: its cells carry fingerprints.
MAX_AGE = dt.timedelta(days=1)


def answer_once(
    request: HttpRequest,
    answer: Callable[[], HttpResponse],
    repeated: Callable[[], None] | None = None,
    *,
    field: str = KEY,
) -> HttpResponse:
    """Return the answer, or the one that the same request got before; then `repeated` may add a message.

    The receipt is written in the transaction of the effect, so a second request waits for the first. Only an
    answer that accepts the request is stored: a redirect, or one with an OUTCOME. A form that is shown again
    with errors may be sent again unchanged.
    """
    if not request.POST.get(field):
        return answer()
    with transaction.atomic():
        receipt, is_new = Receipt.objects.get_or_create(
            key=_digest(request),
            defaults={"officer": cast(Any, request.user)},
        )
        if not is_new:
            if repeated:
                repeated()
            if receipt.location:
                return HttpResponseRedirect(receipt.location)
            response = HttpResponse(receipt.body, status=receipt.status)
            if receipt.outcome:
                response[OUTCOME] = receipt.outcome
            return response
        response = answer()
        receipt.location, receipt.outcome = response.get("Location", ""), response.get(OUTCOME, "")
        if response.status_code >= 400 or not (receipt.location or receipt.outcome):
            receipt.delete()
            return response
        receipt.status, receipt.body = response.status_code, response.content.decode()
        receipt.save()
    return response


def _digest(request: HttpRequest) -> str:
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)  # may differ when one request is sent twice
    files = [f"{name} {file.name} {file.size}" for name, some in request.FILES.lists() for file in some]
    content = "\n".join([str(request.user.pk), request.path, fields.urlencode(), *files])
    return blake2s(content.encode(errors="replace")).hexdigest()


def clear_receipts(now: dt.datetime | None = None) -> int:
    return Receipt.objects.filter(at__lt=(now or timezone.now()) - MAX_AGE).delete()[0]
