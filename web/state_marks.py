from dataclasses import dataclass


@dataclass(frozen=True)
class StateMark:
    """A state as a page shows it: `state` gives the colour, and the words suffice without colour and icon."""

    state: str
    icon: str
    label: str
    waits_for: str = ""

    @property
    def text(self) -> str:
        return ", ".join(filter(None, [str(self.label), str(self.waits_for)]))
