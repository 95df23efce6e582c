"""Lists the models for Django. Other code imports them from their rooms."""

from reports.conference.models import Conference
from reports.explore.models import SavedView

__all__ = ["Conference", "SavedView"]
