"""The kind of a file by its content, never by its name; a sentence refuses harmful files."""

import re
import zipfile
import zlib

from django.utils.translation import gettext as _

from emulation.evidence.images import LargeImageError, UnreadableImageError, image_kind
from emulation.evidence.models import Evidence
from web.spreadsheet_reading.process import RefusedError, open_archive, unpack
from web.uploads import FileRefusedError

Kind = Evidence.Kind

MOST_ENTRIES = 4000  # of an archive; a presentation with a hundred pictures has about six hundred
MOST_UNPACKED = 200 << 20  # bytes of an archive, by its own directory; nothing here unpacks it
MOST_TYPES = 1 << 20  # bytes of the list of types, the only entry that is unpacked
_PDF_END = 4096  # bytes at the end of a PDF that must hold its end mark

# The type of each kind's main part in [Content_Types].xml, and its folder. Compared as bytes: no office
# program writes that list in UTF-16.
_OFFICE = {
    Kind.DOCX: (b"wordprocessingml.document.main+xml", "word/"),
    Kind.XLSX: (b"spreadsheetml.sheet.main+xml", "xl/"),
    Kind.PPTX: (b"presentationml.presentation.main+xml", "ppt/"),
}
# Charts and tables embed these; anything else embedded may be a program.
_EMBEDDED = (".xlsx", ".docx", ".pptx")


def detect_kind(data: bytes) -> str:
    """One of `Evidence.Kind`.

    Raises:
        FileRefusedError: if it is none of them, broken, encrypted, with macros, or a bomb.
    """
    if not data:
        raise FileRefusedError(_("Tệp rỗng (0 byte). Chọn lại tệp."))
    try:
        if data.startswith(b"%PDF-"):
            return _pdf(data)
        if kind := _image(data):
            return kind
        return _office(data)
    except RefusedError as refusal:
        raise FileRefusedError(_refusal_sentence(str(refusal))) from refusal


def _refusal_sentence(reason: str) -> str:
    return {
        "large": _("Tệp giải nén ra quá lớn nên không nhận. Giảm cỡ ảnh trong tệp rồi chọn lại."),
        "encrypted": _("Tệp có mật khẩu nên người chấm không mở được. Bỏ mật khẩu rồi chọn lại tệp."),
        "old": _(
            "Tệp theo dạng Office cũ (.doc, .xls, .ppt). Lưu lại theo dạng .docx, .xlsx, .pptx hoặc PDF."
        ),
        "macros": _(
            "Tệp có chứa macro hoặc chương trình nhúng nên không nhận. Lưu lại không macro, hoặc PDF."
        ),
        "broken": _("Tệp hỏng hoặc chưa tải hết. Mở thử tệp ở máy, lưu lại rồi chọn lại."),
    }.get(reason) or _(
        "Nội dung tệp không phải PDF, ảnh (PNG, JPEG, WebP) hay Word, Excel, PowerPoint. Đổi tên đuôi tệp "
        "không làm đổi loại tệp; lưu lại theo một trong các dạng ấy."
    )


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-_PDF_END:]:
        raise RefusedError("broken")
    return Kind.PDF


def _image(data: bytes) -> str | None:
    try:
        kind = image_kind(data)
    except UnreadableImageError as error:
        raise RefusedError("broken") from error
    except LargeImageError as error:
        raise RefusedError("large") from error
    return kind and Kind(kind)


def _office(data: bytes) -> str:
    try:
        archive = open_archive(data, most_entries=MOST_ENTRIES, most_unpacked=MOST_UNPACKED)
        types = unpack(archive, "[Content_Types].xml", MOST_TYPES)
        names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, LookupError, ValueError, EOFError) as error:
        raise RefusedError("broken") from error
    if re.search(rb"macroEnabled", types, re.IGNORECASE) or any(map(_may_run, names)):
        raise RefusedError("macros")
    for kind, (main, folder) in _OFFICE.items():
        if main in types and any(name.startswith(folder) for name in names):
            return kind
    raise RefusedError("other")


def _may_run(name: str) -> bool:
    return "/activex/" in name or ("/embeddings/" in name and not name.endswith(_EMBEDDED))
