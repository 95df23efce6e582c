"""The models of this app. For Django alone: all others import them from their rooms."""

from reports.conference.models import Conference

__all__ = ["Conference"]
