"""Random requests for the entry form: its own fields, unknown fields, and bytes that are no form."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "fuzz"
TEXTS = [
    "", " ", "0", "-0", "-5", "1", "12", "1.234", "1234", "1 234", "1.234,5", "1,5", ",", ".", "1.23.456",
    "1e309", "-1e309", "1e5", "NaN", "nan", "Infinity", "-Infinity", "sNaN", "0x10", "1_000", "٣٤", "１２３",
    "Ⅷ", "9" * 19, "9" * 400, "0," + "1" * 60, "9999999999999999,9999", "=1+1", "@SUM(A1)",
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "' OR 1=1 --", "\x00", "12\x00", "\x00\x00\x00", "\ud800",
    "12\udfff", "\ud83d\ude00", "😀", "\u202e12", "\ufeff12", "\u0000\u0001\u0002", "a\r\nb",
    "\u0301" * 50, "nghìn", "đ" * 5000, "true", "null", "[]",
]  # fmt: skip
CHARSETS = ["utf-8", "utf-7", "utf-16", "idna", "rot13", "nothing"]
SEEN = ["", "{", "[]", "null", "1", '{"coop.new": 1}', '{"coop.new": "\x00"}', "[" * 100_000, "\x00", "NaN"]
STATES = ["known", "unknown", "not_applicable", "number", "", "accepted", "\x00", "\ud800"]
PARTS = [".state", ".note", ".explanation", ".estimate", ".again", ".theirs", ".value", ".version", ".typed"]
FOREIGN = [
    "province", "state", "version", "period", "submission", "submission_id", "changed_by",
    "changed_by_id", "id", "pk", "is_illustrative", "first_submitted_at", "submitted_by",
    "reopened_until", "role", "officer", "answer", "value", "indicator", "offer", "take", "reason",
    "next", "_method", "__class__", "csrfmiddlewaretoken", "coop.capital_per_coop", "coop.nothing",
    "coop", ".", ".state", "\x00", "coop.new\x00", "\ud800", "ключ",
]  # fmt: skip
NARRATIVE = ["difficulties", "causes", "solutions", "proposals"]


@dataclass
class RandomRequest:
    """`fields` is None unless the body is a complete, readable form."""

    path: str
    body: bytes
    content_type: str
    names: list[str] = field(default_factory=list)
    fields: dict[str, str] | None = None


@dataclass
class Fuzz:
    """Generates requests for one page; the same seed gives the same requests."""

    dice: random.Random
    page: str
    codes: Sequence[str]
    typed_by: str

    def request(self, seen: dict[str, str], *, at_cell: bool) -> RandomRequest:
        """A request to the form, or to the URL of one of its cells."""
        codes = [self.dice.choice(self.codes)] if at_cell else self._some(self.codes)
        path = self.page
        if at_cell:
            name = codes[0] if self.dice.random() < 0.9 else self.dice.choice(FOREIGN)
            path += f"cells/{quote(name, errors='surrogatepass')}/"
        fields = self._fields(codes, seen, at_cell=at_cell)
        kind = self.dice.random()
        if kind < 0.02:  # more than a form may have
            fields |= {f"field{n}": self.dice.choice(TEXTS[:20]) for n in range(5_000)}
        if kind < 0.8:
            body = urlencode(fields, errors="surrogatepass").encode()
            return RandomRequest(path, body, URLENCODED, list(fields), fields)
        if kind < 0.93:
            return RandomRequest(
                path, self._multipart(fields), f"multipart/form-data; boundary={BOUNDARY}", list(fields)
            )
        return RandomRequest(path, self._garbage(fields), self._content_type(), list(fields))

    def _fields(self, codes: list[str], seen: dict[str, str], *, at_cell: bool) -> dict[str, str]:
        dice, fields = self.dice, {}
        for code in codes:
            fields[code] = self._text()
            fields[f"{code}.state"] = dice.choice(STATES)
            for part in self._some(PARTS, most=3):
                fields[code + part] = self._text()
        for name in self._some(FOREIGN, most=4):
            fields[name] = self._text()
        if dice.random() < 0.3:
            fields |= {name: self._text() for name in self._some(NARRATIVE)}
            fields["basis"] = dice.choice(["estimate", "final", "", "\x00"])
        if dice.random() < 0.03:
            fields["k" * 100_000] = "1"
        version = seen[codes[0]] if at_cell and codes else json.dumps(seen)
        if dice.random() < 0.8:
            fields["seen"] = version
        elif dice.random() < 0.8:
            fields["seen"] = dice.choice(
                ["", "{", "[]", "null", "1", '{"coop.new": 1}', "[" * 100_000, "\x00", "NaN"]
            )
        if dice.random() < 0.5:
            fields["key"] = dice.choice(["one key", str(dice.random()), "k" * 10_000, "\x00", "\ud800"])
        if dice.random() < 0.7:
            fields["typed_by"] = self.typed_by if dice.random() < 0.9 else self._text()
        return fields

    def _multipart(self, fields: dict[str, str]) -> bytes:
        """Parts as a browser writes them, some as files, then perhaps damaged."""
        parts = []
        for name, text in fields.items():
            file = '; filename="a.txt"' if self.dice.random() < 0.1 else ""
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
            parts.append((head + text).encode(errors="surrogatepass"))
        return self._damaged(b"\r\n".join([*parts, f"--{BOUNDARY}--\r\n".encode()]))

    def _garbage(self, fields: dict[str, str]) -> bytes:
        if self.dice.random() < 0.5:
            return self._damaged(urlencode(fields, errors="surrogatepass").encode())
        return self.dice.randbytes(self.dice.randrange(2_000))

    def _damaged(self, body: bytes) -> bytes:
        """Cut short, or with a few additional bytes, or unchanged."""
        dice = self.dice
        if dice.random() < 0.3:
            return body
        if dice.random() < 0.5:
            return body[: dice.randrange(len(body) + 1)]
        changed = bytearray(body)
        for _time in range(dice.randrange(1, 9)):
            index = dice.randrange(len(changed) + 1)
            changed[index:index] = dice.randbytes(dice.randrange(1, 5))
        return bytes(changed)

    def _content_type(self) -> str:
        multipart = f"multipart/form-data; boundary={BOUNDARY}"
        kinds = [
            URLENCODED, *(f"{URLENCODED}; charset={name}" for name in CHARSETS),
            multipart, *(f"{multipart}; charset={name}" for name in CHARSETS),
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\x01",
            "application/json", "text/plain", "", "/", "a" * 5_000,
        ]  # fmt: skip
        return self.dice.choice(kinds)

    def _text(self) -> str:
        dice = self.dice
        if dice.random() < 0.8:
            return dice.choice(TEXTS)
        length = dice.randrange(12)
        return "".join(
            chr(dice.choice([dice.randrange(0x110000), dice.randrange(128)])) for _n in range(length)
        )

    def _some(self, of: Sequence[str], *, most: int | None = None) -> list[str]:
        return self.dice.sample(of, self.dice.randrange(1 + (len(of) if most is None else most)))
