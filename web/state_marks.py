"""How a state reads on a page: its colour, its sign, its words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StateMark:
    """A state as the page shows it: `state` gives the colour, `icon` the sign; `label` alone would do too."""

    state: str
    icon: str
    label: str
    waits_for: str = ""

    @property
    def text(self) -> str:
        """All of it in words, as a file has it."""
        return ", ".join(filter(None, [str(self.label), str(self.waits_for)]))
