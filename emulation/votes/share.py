"""The shares that the rules of a vote name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Share(models.TextChoices):
    """A share of a number of people. It never rounds down."""

    MORE_THAN_HALF = "over_half", _("quá nửa")
    TWO_THIRDS = "two_thirds", _("ít nhất hai phần ba")
    THREE_QUARTERS = "three_4ths", _("ít nhất ba phần tư")
    NINE_TENTHS = "nine_10ths", _("ít nhất 90%")
    ALL = "all", _("tất cả")

    def of(self, whole: int) -> int:
        """Return the smallest number that makes this share: two thirds of 7 are 5, more than half are 4."""
        if self == Share.MORE_THAN_HALF:
            return whole // 2 + 1
        numerator, denominator = _FRACTIONS[self]
        return -(-whole * numerator // denominator)


_FRACTIONS = {
    Share.TWO_THIRDS: (2, 3),
    Share.THREE_QUARTERS: (3, 4),
    Share.NINE_TENTHS: (9, 10),
    Share.ALL: (1, 1),
}
