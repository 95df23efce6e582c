import unicodedata

import pytest

from emulation.evidence.file_kinds import detect_kind
from emulation.evidence.file_names import clean_name
from tests.emulation.evidence import evidence_files as files
from web.uploads import FileRefusedError

JPEG, WEBP = files.picture("JPEG"), files.picture("WEBP")
GOOD = {
    "pdf": files.PDF,
    "png": files.png(),
    "jpeg": JPEG,
    "webp": WEBP,
    "docx": files.office(),
    "xlsx": files.workbook(),
    "pptx": files.office("presentationml.presentation", "ppt"),
}
ELF, EXE = b"\x7fELF\x02\x01\x01" + bytes(200), b"MZ\x90\x00" + bytes(200)
BAD = {
    "empty": (b"", "Tệp rỗng"),
    "exe": (EXE, "Nội dung tệp không phải"),
    "elf": (ELF, "Nội dung tệp không phải"),
    "svg": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "Nội dung tệp không phải",
    ),
    "html": (b"<!doctype html><script>alert(1)</script>", "Nội dung tệp không phải"),
    "html that names a pdf": (b"<html>%PDF-1.7 %%EOF", "Nội dung tệp không phải"),
    "shell": (b"#!/bin/sh\nrm -rf /\n", "Nội dung tệp không phải"),
    "a plain archive": (files.office("x", "y"), "Nội dung tệp không phải"),
    "doc": (files.old_office(), "Office cũ"),
    "encrypted docx": (files.old_office("EncryptedPackage"), "mật khẩu"),
    "macros": (files.office(**{"word__vbaProject.bin": b"x"}), "macro"),
    "an embedded program": (files.office(**{"word__embeddings__oleObject1.bin": EXE}), "macro"),
    "bomb": (files.bomb(), "giải nén ra quá lớn"),
    "too many entries": (files.too_many_entries(), "giải nén ra quá lớn"),
    "picture bomb": (files.png(60000, 60000), "giải nén ra quá lớn"),
    "cut off pdf": (files.PDF[:40], "Tệp hỏng"),
    "cut off docx": (files.office()[:200], "Tệp hỏng"),
    "cut off jpeg": (JPEG[:30], "Tệp hỏng"),
    "cut off png": (files.png()[:30], "Tệp hỏng"),
    "cut off webp": (WEBP[:20], "Tệp hỏng"),
    "jpeg without its end": (JPEG[:-2], "Tệp hỏng"),
    "png without its end": (files.png()[:-12], "Tệp hỏng"),
    "webp without its end": (WEBP[:-2], "Tệp hỏng"),
    "png with a wrong checksum": (files.png().replace(b"IDAT", b"IDAX"), "Tệp hỏng"),
    "gif": (files.picture("GIF"), "Nội dung tệp không phải"),
    "slightly large picture": (files.png(12_001, 10_000), "giải nén ra quá lớn"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_kind_follows_the_content(kind):
    assert detect_kind(GOOD[kind]) == kind


@pytest.mark.parametrize("case", BAD)
def test_harmful_file_is_refused(case):
    data, error = BAD[case]
    with pytest.raises(FileRefusedError, match=error):
        detect_kind(data)


@pytest.mark.parametrize(
    ("name", "kind", "cleaned"),
    [
        ("Kế hoạch.pdf", "pdf", "Kế hoạch.pdf"),
        (unicodedata.normalize("NFD", "Kế hoạch.pdf"), "pdf", "Kế hoạch.pdf"),  # as macOS writes it
        ("anh.JPG", "jpeg", "anh.JPG"),
        ("setup.exe", "pdf", "setup.exe.pdf"),
        ("bao-cao", "docx", "bao-cao.docx"),
    ],
)
def test_name_ends_with_the_detected_kind(name, kind, cleaned):
    assert clean_name(name, kind) == cleaned


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("../../etc/passwd.pdf", "gạch chéo"),
        ("..\\x.pdf", "gạch chéo"),
        ("..", "gạch chéo"),
        ("a\0.pdf", "không hợp lệ"),
        ("a\u202efdp.exe", "không hợp lệ"),
        ("a" * 300 + ".pdf", "quá dài"),
    ],
)
def test_misleading_name_is_refused(name, error):
    with pytest.raises(FileRefusedError, match=error):
        clean_name(name, "pdf")
