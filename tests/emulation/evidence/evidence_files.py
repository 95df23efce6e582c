"""Files as provinces have them, and as nobody should send them; all real bytes."""

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
    """A small picture as a program saves it: `JPEG`, `WEBP`."""
    made = io.BytesIO()
    Image.new("RGB", (32, 16), "red").save(made, form)
    return made.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    """A picture; a large one only says that it is."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\x00\x80\x80" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def office(kind: str = "wordprocessingml.document", folder: str = "word", **more: bytes) -> bytes:
    """An office file in small; `more` are further entries, their names with __ for a slash."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        types = f'<Types><Override PartName="/x" ContentType="{MAIN}.{kind}.main+xml"/></Types>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(f"{folder}/document.xml", "<document/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def workbook() -> bytes:
    """A spreadsheet as a program writes it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write("A1", "Kết quả phong trào")
    return made.getvalue()


def bomb() -> bytes:
    """Some 300 kB that unpack to 300 MB."""
    return office(word__media__a=bytes(300 << 20))


def crowd() -> bytes:
    """More entries than any document has."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(5000):
            archive.writestr(f"word/{number}", b"")
    return made.getvalue()


def old_office(stream: str = "WordDocument") -> bytes:
    """The container of .doc, and of an encrypted .docx."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def upload(data: bytes = PDF, name: str = "ke-hoach.pdf") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, data)


def make_evidence(
    year: EmulationYear, province: Province, by: Officer, name: str = "ke-hoach.pdf", **values: object
) -> Evidence:
    """A PDF of that province; each name is another content. Its bytes lie nowhere."""
    digest = sha256(name.encode()).hexdigest()
    filled = {"kind": "pdf", "size": 1000, "sha256": digest, "stored": digest[:32], "uploaded_by": by}
    return Evidence.objects.create(year=year, province=province, name=name, **(filled | values))
