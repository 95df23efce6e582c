"""What a service answers when something cannot be done now."""

from django.core.exceptions import ValidationError


class RefusedError(Exception):
    """Not possible as things stand; the text is a sentence for the user."""


def sentence_of(refusal: RefusedError | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
