"""Why a service did not do something, and the page that says so to whoever reads the thing no more."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vietnamese.dates import format_date


class RefusedError(Exception):
    """Not possible now; the text is a sentence for the user."""


def sentence_of(refusal: RefusedError | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def who_and_when(by: Any, at: dt.datetime) -> dict[str, str]:
    """For a sentence with `%(who)s`, `%(time)s` and `%(day)s`: who has done already what is refused now."""
    return {
        "who": by.title_on(timezone.localdate(at)) if hasattr(by, "title_on") else str(by),
        "time": f"{timezone.localtime(at):%H:%M}",
        "day": format_date(at),
    }


def refused_page(
    request: HttpRequest,
    *,
    title: str,
    note: object,
    why: str,
    state: object,
    typed: Iterable[tuple[str, str]],
    back: tuple[str, str],
) -> HttpResponse:
    """The answer to somebody who had the right to the step, but may read its page no more.

    Args:
        request: the refused one.
        title: what was not done.
        note: what it is about, as far as the reader may know it.
        why: a sentence.
        state: in which it is now.
        typed: labels and texts, to copy.
        back: a link, as its text and address.
    """
    context = {
        "title": title,
        "note": note,
        "why": why,
        "state": state,
        "typed": list(typed),
        "back": back[0],
        "back_url": back[1],
    }
    return render(request, "web/refused.html", context, status=409)
