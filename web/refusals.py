"""Why a service did not do something."""

from django.core.exceptions import ValidationError


class RefusedError(Exception):
    """Not possible now; the text is a sentence for the user."""


def sentence_of(refusal: RefusedError | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
