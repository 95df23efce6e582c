"""The app's models, for Django only: other modules import them where they are defined."""

from web.repeated_requests.models import Receipt

__all__ = ["Receipt"]
