"""A pledged target as it counts, with what was signed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from vietnamese.dates import format_date
from vietnamese.numbers import format_number


@dataclass(frozen=True, slots=True)
class Target:
    """A target in the indicator's unit.

    Attributes:
        value: what counts.
        signed: what was signed, if it was changed after that.
        changed_on: the last day on which the province agreed to a change.
        origin: of a successor's target, where it comes from, in words.
    """

    value: Decimal
    signed: Decimal | None = None
    changed_on: dt.date | None = None
    origin: str = ""

    @classmethod
    def sum_of(cls, targets: Sequence["Target"], *, origin: str = "") -> "Target":
        """The sum of what counts; if any target was changed, with the sum of what was signed."""
        value = sum((target.value for target in targets), Decimal(0))
        changed = [target.changed_on for target in targets if target.changed_on is not None]
        if not changed:
            return cls(value, origin=origin)
        signed = [target.value if target.signed is None else target.signed for target in targets]
        return cls(value, sum(signed, Decimal(0)), max(changed), origin)

    def changed(self, old: Decimal, on: dt.date) -> "Target":
        """The target after one more change from `old`; changes come in the order of time."""
        return replace(self, signed=old if self.changed_on is None else self.signed, changed_on=on)

    @property
    def change_note(self) -> str:
        """`ký 20, điều chỉnh ngày 05/8/2023`; "" while it counts as its province signed it."""
        if self.signed is None or self.changed_on is None:
            return self.origin
        note = _("ký %(signed)s, điều chỉnh ngày %(day)s") % {
            "signed": format_number(self.signed),
            "day": format_date(self.changed_on),
        }
        return "; ".join(filter(None, [self.origin, note]))

    @property
    def text(self) -> str:
        """`18; ký 20, điều chỉnh ngày 05/8/2023`."""
        return "; ".join(filter(None, [format_number(self.value), self.change_note]))
