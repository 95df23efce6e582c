"""Lists the models for Django. Other code imports them from their rooms."""

from reports.conference.models import Conference

__all__ = ["Conference"]
