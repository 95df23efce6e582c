"""Parts of a whole that the rules of a vote name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Share(models.TextChoices):
    """How many of so many people, in whole numbers: no part is rounded away."""

    MORE_THAN_HALF = "over_half", _("quá nửa")
    TWO_THIRDS = "two_thirds", _("ít nhất hai phần ba")
    THREE_QUARTERS = "three_4ths", _("ít nhất ba phần tư")
    NINE_TENTHS = "nine_10ths", _("ít nhất 90%")
    ALL = "all", _("tất cả")

    def of(self, whole: int) -> int:
        """The least number that is such a part of the whole: two thirds of 7 are 5, more than half 4."""
        if self == Share.MORE_THAN_HALF:
            return whole // 2 + 1
        part, of = _PARTS[self]
        return -(-whole * part // of)


_PARTS = {
    Share.TWO_THIRDS: (2, 3),
    Share.THREE_QUARTERS: (3, 4),
    Share.NINE_TENTHS: (9, 10),
    Share.ALL: (1, 1),
}
