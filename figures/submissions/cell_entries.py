"""A cell as the form sends it: read once, compared with what the page showed, and never lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2s

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure
from vietnamese.numbers import NumberUnclearError, format_number, parse_number
from web.texts import clean_text

Answer = Figure.Answer
MOST_TYPED = 200
MOST_NARRATIVE = 10_000  # characters, some four printed pages
_STATES = {Answer.NUMBER.value, Answer.NOT_KNOWN.value, Answer.NOT_APPLICABLE.value}


@dataclass(frozen=True)
class CellEntry:
    """What one cell of the form says, before anything is made of it."""

    text: str = ""
    state: str = Answer.NUMBER.value
    note: str = ""
    explanation: str = ""
    is_estimate: bool = False

    @classmethod
    def of(cls, figure: Figure | None) -> "CellEntry":
        """The cell as the form shows it."""
        if figure is None:
            return cls()
        text = figure.typed or ("" if figure.value is None else format_number(figure.value))
        state = Answer.NUMBER.value if figure.answer == Answer.BLANK else figure.answer
        return cls(text, state, figure.note, figure.explanation, figure.is_estimate)

    @property
    def fingerprint(self) -> str:
        """Stands in the page for what it showed, so that only what was changed there is written."""
        content = "\x1f".join([self.text, self.state, self.note, self.explanation, str(self.is_estimate)])
        return blake2s(content.encode(errors="replace"), digest_size=6).hexdigest()

    def read(self) -> tuple[str, Decimal | None, str]:
        """The answer, its value, and the text that could not be read with certainty."""
        if self.state != Answer.NUMBER:
            # A number beside "not known" contradicts it: both are kept and asked back, not decided here.
            return self.state, None, self.text
        try:
            value = parse_number(self.text)
        except NumberUnclearError:
            return Answer.BLANK, None, self.text
        return (Answer.BLANK, None, "") if value is None else (Answer.NUMBER, value, "")


def entries_in(post: Mapping[str, str], indicators: Iterable[Indicator]) -> dict[str, CellEntry]:
    """The cells that the form sent, by code. Only the catalogue's own fields are looked at."""
    entries = {}
    for indicator in indicators:
        code = indicator.code
        if code in post:
            state = post.get(f"{code}.state", Answer.NUMBER.value)
            entries[code] = CellEntry(
                text=clean_text(post[code], MOST_TYPED),
                state=state if state in _STATES else Answer.NUMBER.value,
                note=clean_text(post.get(f"{code}.note", "")),
                # The button that offers an earlier reason sends it along; what was typed comes before it.
                explanation=clean_text(post.get(f"{code}.explanation", ""))
                or clean_text(post.get(f"{code}.again", "")),
                is_estimate=f"{code}.estimate" in post,
            )
    return entries
