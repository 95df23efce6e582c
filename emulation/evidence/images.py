"""Check an uploaded image with Pillow, without decoding pixels or trusting EXIF."""

import io
import struct
import warnings
import zlib

from PIL import Image

# (magic bytes, offset). Pillow then tries that one format only.
_BEGINNINGS = {"png": (b"\x89PNG\r\n\x1a\n", 0), "jpeg": (b"\xff\xd8\xff", 0), "webp": (b"WEBP", 8)}
_JPEG_END = b"\xff\xd9"
_TRAILING = 4096  # bytes that cameras may write after the end mark

# Pillow raises only above twice this number and warns below, so the warning must be an error.
Image.MAX_IMAGE_PIXELS = 120_000_000  # a phone's largest photograph; a browser needs four bytes a pixel
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class UnreadableImageError(Exception):
    """It begins like an image but is none, or is cut off."""


class LargeImageError(Exception):
    """It has more pixels than a browser can show."""


def image_kind(data: bytes) -> str | None:
    """`png`, `jpeg` or `webp`; None if it does not begin like one of them.

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
    # Pillow checks the end of the other two formats, but not of JPEG.
    if kind == "jpeg" and _JPEG_END not in data[-_TRAILING:]:
        raise UnreadableImageError
    try:
        Image.open(io.BytesIO(data), formats=[kind]).verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LargeImageError from error
    except (OSError, SyntaxError, ValueError, LookupError, EOFError, struct.error, zlib.error) as error:
        raise UnreadableImageError from error
