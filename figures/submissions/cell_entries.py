"""Read cells from a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2s

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure
from vietnamese.numbers import NumberUnclearError, format_number, parse_number
from web.texts import clean_text

Answer = Figure.Answer
MOST_TYPED = 200  # characters
MOST_NARRATIVE = 10_000  # some four printed pages
_STATES = {Answer.NUMBER.value, Answer.NOT_KNOWN.value, Answer.NOT_APPLICABLE.value}


@dataclass(frozen=True)
class CellEntry:
    """A cell of the form as typed."""

    text: str = ""
    state: str = Answer.NUMBER.value
    note: str = ""
    explanation: str = ""
    is_estimate: bool = False

    @classmethod
    def of(cls, figure: Figure | None) -> "CellEntry":
        if figure is None:
            return cls()
        text = figure.typed or ("" if figure.value is None else format_number(figure.value))
        state = Answer.NUMBER.value if figure.answer == Answer.BLANK else figure.answer
        return cls(text, state, figure.note, figure.explanation, figure.is_estimate)

    @property
    def fingerprint(self) -> str:
        """Sent along with the page, so that only cells changed there are written."""
        content = "\x1f".join([self.text, self.state, self.note, self.explanation, str(self.is_estimate)])
        return blake2s(content.encode(errors="replace"), digest_size=6).hexdigest()

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
            entries[code] = CellEntry(
                text=clean_text(post[code], MOST_TYPED),
                state=state if state in _STATES else Answer.NUMBER.value,
                note=clean_text(post.get(f"{code}.note", "")),
                # The button that suggests an earlier explanation sends its text; a typed one goes first.
                explanation=clean_text(post.get(f"{code}.explanation", ""))
                or clean_text(post.get(f"{code}.again", "")),
                is_estimate=f"{code}.estimate" in post,
            )
    return entries
