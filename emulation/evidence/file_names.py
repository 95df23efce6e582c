"""The name under which a file is shown and downloaded. It is never used as a name on the server."""

import unicodedata

from django.utils.translation import gettext as _

from emulation.evidence.models import Evidence
from vietnamese.texts import clean_text, length
from web.texts import TextRefusedError, accepted_text
from web.uploads import SLASH, UNREADABLE, FileRefusedError

LONGEST = 150  # characters, its ending included
_ENDINGS = {Evidence.Kind.JPEG: (".jpg", ".jpeg")}


def clean_name(name: str, kind: str) -> str:
    """The name with the ending of the detected kind: `anh.exe` that is a PDF becomes `anh.exe.pdf`.

    Raises:
        FileRefusedError: if it names a folder, has invisible characters, is too long, or cannot be printed.
    """
    if set(name) & {"/", "\\", SLASH} or name.strip(". ") == "":
        raise FileRefusedError(_("Tên tệp không được có dấu gạch chéo. Đặt lại tên tệp rồi chọn lại."))
    # Not dropped as elsewhere: control and direction characters can make a name look like another one.
    if UNREADABLE in name or any(unicodedata.category(character).startswith("C") for character in name):
        raise FileRefusedError(_("Tên tệp có ký tự không hợp lệ. Đặt lại tên tệp rồi chọn lại."))
    plain = clean_text(name, lines=False)
    endings = _ENDINGS.get(Evidence.Kind(kind), (f".{kind}",))
    complete = plain if plain.lower().endswith(endings) else f"{plain}{endings[0]}"
    if length(complete) > LONGEST:
        raise FileRefusedError(
            _("Tên tệp quá dài. Đặt tên không quá %s ký tự rồi chọn lại.") % (LONGEST - len(endings[0]))
        )
    try:
        return accepted_text(complete, lines=False, place=_("Tên tệp"))
    except TextRefusedError as refused:
        raise FileRefusedError(str(refused)) from refused
