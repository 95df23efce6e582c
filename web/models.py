"""The models of this app. For Django alone: all others import them from their rooms."""

from web.repeated_requests.models import Receipt

__all__ = ["Receipt"]
