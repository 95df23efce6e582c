"""Good and harmful files, as real bytes."""

import io
import struct
import zipfile
import zlib
from hashlib import sha256

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from emulation.evidence.models import Evidence
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province

MAIN = "application/vnd.openxmlformats-officedocument"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(form: str) -> bytes:
    """`form`: `JPEG`, `WEBP` and so on, as Pillow names them."""
    buffer = io.BytesIO()
    Image.new("RGB", (32, 16), "red").save(buffer, form)
    return buffer.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    """Its header claims this size; the pixels are those of a tiny picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\x00\x80\x80" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def office(kind: str = "wordprocessingml.document", folder: str = "word", **more: bytes) -> bytes:
    """A minimal office file; `more` are further entries, their names with __ for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        types = f'<Types><Override PartName="/x" ContentType="{MAIN}.{kind}.main+xml"/></Types>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(f"{folder}/document.xml", "<document/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write("A1", "Kết quả phong trào")
    return buffer.getvalue()


def bomb() -> bytes:
    """300 kB that unpack to 300 MB."""
    return office(word__media__a=bytes(300 << 20))


def too_many_entries() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(5000):
            archive.writestr(f"word/{number}", b"")
    return buffer.getvalue()


def old_office(stream: str = "WordDocument") -> bytes:
    """The container of .doc, and of an encrypted .docx."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def upload(data: bytes = PDF, name: str = "ke-hoach.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def make_evidence(
    contest_year: EmulationYear, province: Province, by: Officer, name: str = "ke-hoach.pdf", **values: object
) -> Evidence:
    """A row without stored bytes; each name gets a hash of its own."""
    digest = sha256(name.encode()).hexdigest()
    defaults = {"kind": "pdf", "size": 1000, "sha256": digest, "stored": digest[:32], "uploaded_by": by}
    return Evidence.objects.create(year=contest_year, province=province, name=name, **(defaults | values))
