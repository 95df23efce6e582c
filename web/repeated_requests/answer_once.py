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
# The header in which an answer tells the page's script what is stored by now.
OUTCOME = "X-Cell"
# Long after the last retry of a browser; a page that lay open longer is another matter, and its cells still
# carry what they showed.
KEPT_FOR = dt.timedelta(days=1)


def answer_once(
    request: HttpRequest, answer: Callable[[], HttpResponse], repeated: Callable[[], None] | None = None
) -> HttpResponse:
    """Return the answer, or the one that the same request got before; then `repeated` may add a message.

    The receipt is written in the transaction of the effect: neither is there without the other. Who comes
    second waits for the first. Only an answer that took the request is kept: one that leads on, or has an
    OUTCOME. A form that comes back may be sent again as it is, once what stood in its way is gone.
    """
    if not request.POST.get(KEY):
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
    fields.pop("csrfmiddlewaretoken", None)  # may change between two sendings of one request
    content = f"{request.user.pk}\n{request.path}\n{fields.urlencode()}"
    return blake2s(content.encode(errors="replace")).hexdigest()


def clear_receipts(now: dt.datetime | None = None) -> int:
    """Remove the receipts that no browser asks for any more; return how many."""
    return Receipt.objects.filter(at__lt=(now or timezone.now()) - KEPT_FOR).delete()[0]
