"""What an uploaded image says of itself, read by Pillow; no pixel is decoded, and no EXIF is believed."""

import io
import struct
import warnings
import zlib

from PIL import Image

# What each kind begins with: Pillow is asked for that one format alone.
_BEGINNINGS = {"png": (b"\x89PNG\r\n\x1a\n", 0), "jpeg": (b"\xff\xd8\xff", 0), "webp": (b"WEBP", 8)}
_JPEG_END = b"\xff\xd9"
_TRAILING = 4096  # bytes that cameras may write after the end of the picture

# Pillow refuses twice as many and only warns of fewer: the warning refuses too.
Image.MAX_IMAGE_PIXELS = 120_000_000  # a telephone's largest photograph; a browser needs four bytes for each
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class UnreadableImageError(Exception):
    """It begins as an image and is none, or is cut off."""


class LargeImageError(Exception):
    """It unpacks to more pixels than a browser can show."""


def image_kind(data: bytes) -> str | None:
    """Return `png`, `jpeg` or `webp`; None for what does not begin as one of them.

    Raises:
        UnreadableImageError: if Pillow cannot read it, or its end is missing.
        LargeImageError: if it has too many pixels.
    """
    for kind, (beginning, at) in _BEGINNINGS.items():
        if data.startswith(beginning, at):
            _verify(data, kind)
            return kind
    return None


def _verify(data: bytes, kind: str) -> None:
    # Pillow reads a JPEG's header alone; it finds the end of the two others itself.
    if kind == "jpeg" and _JPEG_END not in data[-_TRAILING:]:
        raise UnreadableImageError
    try:
        Image.open(io.BytesIO(data), formats=[kind]).verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LargeImageError from error
    except (OSError, SyntaxError, ValueError, LookupError, EOFError, struct.error, zlib.error) as error:
        raise UnreadableImageError from error
