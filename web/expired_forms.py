"""A form sent after the login expired: stashed in the session, and shown again after logging in.

By then neither the session nor its cookie tells who filled in the form, so every form carries its officer's
key, signed (`{% typed_by %}`). A stashed form is shown to that officer alone, whoever logs in next at the
same machine. A request that carries no such key stashes nothing.
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
_SESSION_KEY = "typed"
_SIGNER = Signer(salt="provinces.kept")
# The conference takes 720 kB with eight texts of the greatest length; anything longer is no form.
_MOST_BYTES = 1_000_000


def signature_of(officer: AbstractBaseUser) -> str:
    return _SIGNER.sign(str(officer.pk))


def stash_form(request: HttpRequest) -> None:
    try:
        officer = _SIGNER.unsign(request.POST.get(TYPED_BY, ""))
    except BadSignature:
        return
    fields = request.POST.urlencode()
    if len(fields) > _MOST_BYTES:
        return
    files = [file.name for _field, several in request.FILES.lists() for file in several]
    request.session[_SESSION_KEY] = {"path": request.path, "by": officer, "post": fields, "files": files}


def survives_expired_login(view: View) -> View:
    """Mark a view whose form outlives an expired login; the middleware and the CSRF page read the mark."""
    view.stashes_form = True  # type: ignore[attr-defined]
    return view


def restore_form(request: HttpRequest) -> QueryDict | None:
    """The form that this officer sent to this page, once.

    For pages that announce it in their own words; other forms call `submitted_or_restored`.
    """
    stashed = request.session.get(_SESSION_KEY)
    if not stashed or (stashed["path"], stashed.get("by")) != (request.path, str(request.user.pk)):
        return None
    del request.session[_SESSION_KEY]
    if files := stashed.get("files"):
        messages.warning(
            request, _("Tệp không được giữ khi phiên đăng nhập hết hạn. Chọn lại: %s.") % "; ".join(files)
        )
    return QueryDict(stashed["post"])


def submitted_or_restored(request: HttpRequest) -> QueryDict | None:
    if request.method == "POST":
        return request.POST
    restored = restore_form(request)
    if restored is not None:
        messages.warning(
            request,
            _("Phiên đăng nhập đã hết hạn khi đang nhập. Nội dung đã nhập được giữ nguyên, chưa lưu."),
        )
    return restored
