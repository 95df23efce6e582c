"""The request of a page behind the login."""

from django.http import HttpRequest

from provinces.accounts.models import Officer


class OfficerRequest(HttpRequest):
    """A request whose user is an officer: the login middleware lets nobody else through."""

    user: Officer
