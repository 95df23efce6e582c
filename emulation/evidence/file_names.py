"""The name of a file as it is shown and downloaded; nothing on the server is ever called by it."""

import unicodedata

from django.utils.translation import gettext as _

from emulation.evidence.models import Evidence
from web.uploads import SLASH, UNREADABLE, FileRefusedError

LONGEST = 150  # characters, its ending included
_ENDINGS = {Evidence.Kind.JPEG: (".jpg", ".jpeg")}


def clean_name(name: str, kind: str) -> str:
    """The name with the ending of what the file is: `anh.exe` that is a PDF becomes `anh.exe.pdf`.

    Raises:
        FileRefusedError: if it names a folder, has signs that do not show, or is too long.
    """
    plain = unicodedata.normalize("NFC", name).strip()
    if set(plain) & {"/", "\\", SLASH} or plain.strip(". ") == "":
        raise FileRefusedError(_("Tên tệp không được có dấu gạch chéo. Đặt lại tên tệp rồi chọn lại."))
    # Signs of control and direction: they can make a name look like another one.
    if UNREADABLE in plain or any(unicodedata.category(sign).startswith("C") for sign in plain):
        raise FileRefusedError(_("Tên tệp có ký tự không đọc được. Đặt lại tên tệp rồi chọn lại."))
    endings = _ENDINGS.get(Evidence.Kind(kind), (f".{kind}",))
    named = plain if plain.lower().endswith(endings) else f"{plain}{endings[0]}"
    if len(named) > LONGEST:
        raise FileRefusedError(
            _("Tên tệp quá dài. Đặt tên không quá %s ký tự rồi chọn lại.") % (LONGEST - len(endings[0]))
        )
    return named
