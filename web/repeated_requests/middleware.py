"""Equal requests at the same time: one effect, one answer, and never a server error."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse

from web.repeated_requests.answer_once import KEY, PRESS, answer_once

_DEADLOCK = "40P01"  # PostgreSQL's code


class OnePressMiddleware:
    """Answers a form that carries `{% one_press %}` once; must be the last that looks at views.

    Requests from two tabs may still meet: if another wrote the same row first, or the database broke a
    deadlock, the view runs once more and sees what is there. What writes is one transaction, that of
    `answer_once` or of a service, so the first run left nothing behind. Around the whole view there is none:
    while a view reads somebody's file, it would keep SQLite from all others who write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or not request.user.is_authenticated:
            return None

        def answer() -> HttpResponse:
            if not request.POST.get(PRESS) or KEY in request.POST:
                return view(request, *args, **kwargs)
            return answer_once(request, lambda: view(request, *args, **kwargs), field=PRESS)

        try:
            return answer()
        except (IntegrityError, OperationalError) as error:
            if isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", "") != _DEADLOCK:
                raise
            for _name, files in request.FILES.lists():
                for file in files:
                    file.seek(0)
            return answer()
