"""What was typed when the login had expired: put by in the session, and shown again after logging in."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, QueryDict

View = TypeVar("View", bound=Callable[..., Any])

_KEY = "typed"
# The largest form is about 30 kB; whoever is not logged in must not fill the session table.
_MOST_BYTES = 200_000


def keep_typed(request: HttpRequest) -> None:
    """Puts the form by, with the page it belongs to."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= _MOST_BYTES:
        request.session[_KEY] = {"path": request.path, "post": request.POST.urlencode()}


def keeps_typed(view: View) -> View:
    """Marks a view whose form must outlive an expired login; the login middleware looks for the mark."""
    view.keep_typed = keep_typed  # type: ignore[attr-defined]
    return view


def take_kept(request: HttpRequest) -> QueryDict | None:
    """The form that was put by for this page, once; none if there is none."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return QueryDict(kept["post"])
