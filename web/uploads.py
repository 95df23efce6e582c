"""The names of uploaded files, told as they were sent.

Django drops folders and signs that do not show from a name without a word: `../../x.pdf` arrives as `x.pdf`.
Here they are put into signs that do show and lead nowhere: who takes the file in can refuse it in words.
"""

import html
import unicodedata
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

SLASH = "\u2215"  # stands for / and \
UNREADABLE = "\ufffd"  # stands for a sign of control or direction
# Django calls its temporary file by what stands behind the last dot; a file system takes 255 bytes.
LONGEST_ENDING = 50


def visible_name(name: str) -> str | None:
    """The name with what could mislead made visible; nothing where no file was chosen."""
    plain = html.unescape(name)
    if not plain:
        return None
    if not plain.strip("."):
        return UNREADABLE * len(plain)
    shown = "".join(map(_sign, plain))
    return shown.replace(".", "·") if len(shown.rpartition(".")[2]) > LONGEST_ENDING else shown


def _sign(sign: str) -> str:
    if sign in "/\\":
        return SLASH
    return UNREADABLE if unicodedata.category(sign).startswith("C") else sign


class NamedFilesParser(MultiPartParser):
    """Django's parser, which shows what it would drop from a file's name."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        return visible_name(file_name)


class NamedFilesHandler(FileUploadHandler):
    """Stands before Django's own handlers, to which it leaves everything but the names."""

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
    """A file that is not read; its text is a sentence for who chose it."""
