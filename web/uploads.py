"""The names of uploaded files, as they were sent.

Django silently drops folders and invisible characters from a name: `../../x.pdf` arrives as `x.pdf`. Here
they become visible, harmless characters, so that the form can refuse the file with a reason.
"""

import html
import unicodedata
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

SLASH = "\u2215"  # replaces / and \
UNREADABLE = "\ufffd"  # replaces characters of control or direction
# Django names its temporary file by the part after the last dot; a file system takes 255 bytes.
LONGEST_ENDING = 50


def visible_name(name: str) -> str | None:
    plain = html.unescape(name)
    if not plain:
        return None
    if not plain.strip("."):
        return UNREADABLE * len(plain)
    visible = "".join(map(_visible_character, plain))
    # Also catches a name too long for the server's temporary files.
    return visible.replace(".", "·") if len(visible.rpartition(".")[2]) > LONGEST_ENDING else visible


def _visible_character(character: str) -> str:
    if character in "/\\":
        return SLASH
    return UNREADABLE if unicodedata.category(character).startswith("C") else character


class NamedFilesParser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str | None:
        return visible_name(file_name)


class NamedFilesHandler(FileUploadHandler):
    """Runs before Django's own handlers and leaves everything but the names to them."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[Any, Any]:
        request: HttpRequest = self.request  # type: ignore[assignment]
        others = [handler for handler in request.upload_handlers if handler is not self]
        return NamedFilesParser(META, input_data, others, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        raise NotImplementedError("The other handlers receive the data.")

    def file_complete(self, file_size: int) -> None:
        raise NotImplementedError("The other handlers make the files.")


class FileRefusedError(Exception):
    """A file that is not read; the text is a sentence for the user."""
