"""The size of an image as it declares it, read without decoding a pixel.

Source: the PNG specification (IHDR), ITU-T T.81 (frame headers of JPEG), the WebP container specification.
"""

import struct

PNG, JPEG, WEBP = "png", "jpeg", "webp"
_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
# Start of frame; between them 0xC4, 0xC8 and 0xCC mean something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}  # markers without a length
_TRAILING = 4096  # bytes that cameras may write after the end of the picture


class UnreadableImageError(Exception):
    """It begins as an image and is none, or is cut off."""


def pixels(data: bytes) -> tuple[str, int] | None:
    """The kind of the image and its number of pixels; None for what does not begin as an image.

    Raises:
        UnreadableImageError: if its header cannot be read or its end is missing.
    """
    try:
        if data.startswith(_PNG_SIGN):
            return PNG, _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return JPEG, _jpeg(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return WEBP, _webp(data)
    except (struct.error, IndexError) as error:
        raise UnreadableImageError from error
    return None


def _png(data: bytes) -> int:
    if data[12:16] != b"IHDR" or b"IEND" not in data[-_TRAILING:]:
        raise UnreadableImageError
    width, height = struct.unpack(">II", data[16:24])
    return _area(width, height)


def _jpeg(data: bytes) -> int:
    if b"\xff\xd9" not in data[-_TRAILING:]:
        raise UnreadableImageError
    at = 2
    while True:
        if data[at] != 0xFF:
            raise UnreadableImageError
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _area(width, height)
        elif marker in _ALONE:
            at += 2
        else:
            at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])


def _webp(data: bytes) -> int:
    (length,) = struct.unpack("<I", data[4:8])
    if length + 8 > len(data):
        raise UnreadableImageError
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
    elif kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", data[26:30]))
    else:
        raise UnreadableImageError
    return _area(width, height)


def _area(width: int, height: int) -> int:
    if not width or not height:
        raise UnreadableImageError
    return width * height
