from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone


def seconds_left(request: HttpRequest) -> int:
    ends_at = (
        Session.objects.filter(pk=request.session.session_key).values_list("expire_date", flat=True).first()
    )
    if ends_at is None:
        return settings.SESSION_COOKIE_AGE
    return max(0, int((ends_at - timezone.now()).total_seconds()))
