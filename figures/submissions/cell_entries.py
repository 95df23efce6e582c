"""Read cells from a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import blake2s
from typing import Any

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure
from figures.submissions.reasons import Reason, answer_key
from vietnamese.numbers import NumberUnclearError, format_number, parse_number
from vietnamese.texts import readable_text
from web.texts import LONG_TEXT, MOST_TEXT, TextRefusedError, accepted_text

Answer = Figure.Answer
MOST_TYPED = 200  # characters
MOST_NARRATIVE = LONG_TEXT
_STATES = {Answer.NUMBER.value, Answer.NOT_KNOWN.value, Answer.NOT_APPLICABLE.value}
# What the gate asks of a cell's texts. A number is never printed as it was typed.
_TEXTS: dict[str, dict[str, Any]] = {
    "text": {"most": MOST_TYPED, "lines": False, "prints": False},
    "note": {"most": MOST_TEXT},
    "explanation": {"most": MOST_TEXT},
}


@dataclass(frozen=True)
class TextRefusal:
    """Why a text of the form cannot be stored.

    Attributes:
        name: of its field in the form.
        error: the sentence, and the reading to offer, if there is one.
    """

    name: str
    error: TextRefusedError


@dataclass(frozen=True)
class CellEntry:
    """A cell of the form as typed."""

    text: str = ""
    state: str = Answer.NUMBER.value
    note: str = ""
    explanation: str = ""
    is_estimate: bool = False
    # Whether the officer says that the explanation also holds for this answer, though its text stays.
    is_confirmed: bool = False

    @classmethod
    def of(cls, figure: Figure | None) -> "CellEntry":
        if figure is None:
            return cls()
        text = figure.typed or ("" if figure.value is None else format_number(figure.value))
        state = Answer.NUMBER.value if figure.answer == Answer.BLANK else figure.answer
        # A reason given for another answer is no content of the cell: it is shown apart.
        return cls(text, state, figure.note_shown, figure.explanation_shown, figure.is_estimate)

    @property
    def key(self) -> str:
        return answer_key(*self.read())

    @property
    def fingerprint(self) -> str:
        """Sent along with the page, so that only cells changed there are written."""
        content = "\x1f".join([self.text, self.state, self.note, self.explanation, str(self.is_estimate)])
        return blake2s(content.encode(errors="replace"), digest_size=6).hexdigest()

    def checked(self, code: str) -> tuple["CellEntry", list[TextRefusal]]:
        """The entry as it is stored, and why parts of it cannot be stored; those stay as they were typed."""
        accepted: dict[str, Any] = {}
        refusals = []
        for part, limits in _TEXTS.items():
            # A text that was stored before the gate refused it must not count as edited.
            accepted[part] = readable_text(getattr(self, part))
            try:
                accepted[part] = accepted_text(accepted[part], **limits)
            except TextRefusedError as refused:
                refusals.append(TextRefusal(code if part == "text" else f"{code}.{part}", refused))
        return replace(self, **accepted), refusals

    def read(self) -> tuple[str, Decimal | None, str]:
        """The answer, its value, and the text if it is unclear."""
        if self.state != Answer.NUMBER:
            # A number beside "not known" contradicts it: keep both, so that the checks can ask.
            return self.state, None, self.text
        try:
            value = parse_number(self.text)
        except NumberUnclearError:
            return Answer.BLANK, None, self.text
        return (Answer.BLANK, None, "") if value is None else (Answer.NUMBER, value, "")


def entries_in(post: Mapping[str, str], indicators: Iterable[Indicator]) -> dict[str, CellEntry]:
    entries = {}
    for indicator in indicators:
        code = indicator.code
        if code in post:
            state = post.get(f"{code}.state", Answer.NUMBER.value)
            # The button that uses an earlier explanation sends its text; a typed one goes first.
            explanation, again = text_in(post, f"{code}.explanation"), post.get(f"{code}.again", "")
            typed = CellEntry(
                text=text_in(post, code),
                state=state if state in _STATES else Answer.NUMBER.value,
                note=text_in(post, f"{code}.note"),
                explanation=explanation or again,
                is_estimate=f"{code}.estimate" in post,
                is_confirmed=bool(again) and readable_text(explanation) in ("", readable_text(again)),
            )
            entries[code], _refusals = typed.checked(code)
    return entries


def text_in(post: Mapping[str, str], name: str) -> str:
    """The text of a field, or the reading that the officer took in its place."""
    return post.get(f"{name}.reading") or post.get(name, "")


def reasons_after(figure: Figure | None, entry: CellEntry, *, answers_return: bool) -> tuple[Reason, Reason]:
    """The note and the explanation of a cell once the entry is written, each with what it was given for.

    A note is a remark that goes with any number, unless it is the answer to a return.
    """
    figure = figure or Figure()
    shown = CellEntry.of(figure)
    note = figure.note_given.written(
        entry.note, shown=shown.note, given_for=entry.key if answers_return else ""
    )
    explanation = figure.explanation_given.written(
        entry.explanation, shown=shown.explanation, given_for=entry.key, again=entry.is_confirmed
    )
    return note, explanation
