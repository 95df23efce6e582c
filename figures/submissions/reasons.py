"""What the reasons in a cell, its explanation and its note, were given for.

A reason belongs to the answer beside which it was given, an explanation also to the findings that it
answered. When the answer changes, the reason is kept as that of the answer before, and counts for nothing;
when the answer comes back, so does the reason. Nothing is written for that: whether a reason stands is
decided whenever somebody asks.

A finding is known by its question: its rule, and whether the number is too high or too low. If the value that
it compares with is corrected and the question stays the same, nobody is asked again: the reason speaks about
the province's own number. If a rise becomes a fall, what explained the rise does not stand.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from vietnamese.numbers import format_number


def answer_key(answer: str, value: Decimal | None, typed: str) -> str:
    """Name the answer of a cell: its number as plain text, or why there is none."""
    if typed:
        return "typed"
    return answer if value is None else format(value.normalize(), "f")


@dataclass(frozen=True)
class Reason:
    """A text, and what it was given for.

    Attributes:
        text: what was written; "" for no reason.
        given_for: the key of the answer; "" if it goes with any, as a remark does.
        questions: of the findings that it answered; None for all that are found, while it is being given.
    """

    text: str = ""
    given_for: str = ""
    questions: frozenset[str] | None = frozenset()

    @property
    def number(self) -> str:
        """The number that it was given for, as it is read; "" for another answer."""
        try:
            return format_number(Decimal(self.given_for))
        except InvalidOperation:
            return ""

    def goes_with(self, key: str) -> bool:
        return self.given_for in ("", key)

    def beside(self, key: str) -> str:
        """The text as it is shown beside an answer; "" if it was given for another."""
        return self.text if self.goes_with(key) else ""

    def explains(self, key: str, question: str) -> bool:
        """The one place that decides whether an explanation stands."""
        return bool(self.beside(key).strip()) and (self.questions is None or question in self.questions)

    def written(self, text: str, *, shown: str, given_for: str, again: bool = False) -> "Reason":
        """The reason once a form that showed `shown` is saved with `text`.

        A text left as it was is not given anew: only its writer can say that it holds for another answer.
        """
        if text == shown and not (again and text):
            return self
        return Reason(text, given_for, questions=None) if text else Reason()


NO_REASON = Reason()
