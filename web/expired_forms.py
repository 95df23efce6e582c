"""What was typed when the login had expired: put by in the session, and shown again after logging in.

By then neither the session nor its cookie tells who typed, so the form says it itself: it carries its
officer's key, signed (`{% typed_by %}`). It is shown to that officer alone, whoever logs in next at the same
machine, and who was never given a form can put nothing by.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

View = TypeVar("View", bound=Callable[..., Any])

TYPED_BY = "typed_by"
_KEY = "typed"
_SIGNER = Signer(salt="provinces.kept")
# The entry form takes 8 kB, and 115 kB with its four texts full of Vietnamese; what is longer is no form.
_MOST_BYTES = 200_000


def signature_of(officer: AbstractBaseUser) -> str:
    """What the officer's forms carry: whose they are."""
    return _SIGNER.sign(str(officer.pk))


def stash_form(request: HttpRequest) -> None:
    """Puts the form by, with the page and the officer it belongs to."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BYTES:
        return
    try:
        officer = _SIGNER.unsign(request.POST.get(TYPED_BY, ""))
    except BadSignature:
        return
    request.session[_KEY] = {"path": request.path, "by": officer, "post": request.POST.urlencode()}


def survives_expired_login(view: View) -> View:
    """Marks a view whose form must outlive an expired login; the login middleware looks for the mark."""
    view.keep_typed = stash_form  # type: ignore[attr-defined]
    return view


def restore_form(request: HttpRequest) -> QueryDict | None:
    """The form that this officer typed on this page and that was put by, once; none if there is none.

    For pages that say in words of their own what comes back; a form calls `submitted_or_restored`.
    """
    kept = request.session.get(_KEY)
    if not kept or (kept["path"], kept.get("by")) != (request.path, str(request.user.pk)):
        return None
    del request.session[_KEY]
    return QueryDict(kept["post"])


def submitted_or_restored(request: HttpRequest) -> QueryDict | None:
    """What the form was sent with, now or before the login expired; none for a fresh form."""
    if request.method == "POST":
        return request.POST
    kept = restore_form(request)
    if kept is not None:
        messages.warning(
            request, _("Phiên đăng nhập đã hết hạn khi đang nhập. Nội dung đã gõ còn nguyên, chưa lưu.")
        )
    return kept
