"""What was typed when the login had expired: put by in the session, and shown again after logging in."""

from collections.abc import Mapping

from django.http import HttpRequest

_KEY = "typed"
# A whole form is about 30 kB; whoever is not logged in must not fill the session table.
_MOST_BYTES = 200_000


def keep_typed(request: HttpRequest) -> None:
    """Puts the form by, with the page it belongs to."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= _MOST_BYTES:
        request.session[_KEY] = {"path": request.path, "post": request.POST.dict()}


def take_kept(request: HttpRequest) -> Mapping[str, str] | None:
    """The form that was put by for this page, once; none if there is none."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return kept["post"]
