from django.http import HttpRequest

from provinces.accounts.models import Officer


class OfficerRequest(HttpRequest):
    """For type hints: the login middleware lets only officers through."""

    user: Officer
