"""VNI and TCVN3 are recognised, and nothing else is taken for them."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.old_encodings import _TCVN3, _VNI, may_be_old, recognise, unicode_reading
from vietnamese.syllables import is_syllable

ROOT = Path(__file__).parents[2]


def _own_texts() -> list[str]:
    catalogue = (ROOT / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    return re.findall(r'^(?:msgid |msgstr |)"(.+)"$', catalogue, re.MULTILINE) + [
        text for path in (ROOT / "fixtures").glob("*.json") for text in _strings(json.loads(path.read_text()))
    ]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _strings(item)]


OWN_TEXTS = _own_texts()
OWN_WORDS = sorted({word for text in OWN_TEXTS for word in re.findall(r"[^\W\d_]+", text)})
SYLLABLES = [word for word in OWN_WORDS if is_syllable(word) and not word.isascii()]


def _typed_in(table: dict[str, str], text: str) -> str:
    """The Unicode text as somebody with the old font would have typed it."""
    typed = {letter: old for old, letter in table.items()}
    return "".join(
        typed.get(c) or (old.upper() if (old := typed.get(c.lower())) else c) if not c.isascii() else c
        for c in text
    )


@pytest.mark.parametrize(
    ("typed", "encoding", "reading"),
    [
        ("Toång soá HTX", "VNI", "Tổng số HTX"),
        ("TOÅNG SOÁ HTX", "VNI", "TỔNG SỐ HTX"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Khoù khaên, vöôùng maéc: 12 HTX", "VNI", "Khó khăn, vướng mắc: 12 HTX"),
        ("ñöôïc", "VNI", "được"),
        ("Tæng sè HTX", "TCVN3", "Tổng số HTX"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "TCVN3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Sè l\u00ad\u00eeng thµnh viªn", "TCVN3", "Số lượng thành viên"),
        ("§¬n vÞ tÝnh", "TCVN3", "Đơn vị tính"),
        ("Hậu Giang: Toång soá HTX taêng", "VNI", "Hậu Giang: Tổng số HTX tăng"),
    ],
)
def test_old_texts_are_read(typed, encoding, reading):
    old = recognise(typed)
    assert old is not None
    assert (old.encoding, old.reading) == (encoding, reading)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "262",
        "Đồng Tháp",
        "hoà toán Hoàng",
        "Loïc",
        "Loïc Dupont",
        "Nguyễn Loïc",
        "Thaï",
        "Müller",
        "São Paulo",
        "Citroën, Haïti, Zoë, Noël, Señor, Bjørn, Ångström",
        "5 µm, 3 × 4, 2 m², «Bạc», kW·h, Tên®, ©2023",
        "Đắk Lắk, Krông Nô, Ê Đê, Sê San",
    ],
)
def test_other_texts_are_left_alone(text):
    assert unicode_reading(text) is None


def test_no_text_of_the_project_is_taken_for_an_old_one():
    assert len(OWN_TEXTS) > 3000
    assert [text for text in OWN_TEXTS if unicode_reading(text)] == []


def test_no_word_of_the_project_alone_is_taken_for_an_old_one():
    """In NFD too: a Mac's file names come like that."""
    assert [word for word in OWN_WORDS if unicode_reading(word)] == []


@pytest.mark.parametrize("table", [_VNI, _TCVN3], ids=["VNI", "TCVN3"])
@given(words=st.lists(st.sampled_from(SYLLABLES), max_size=8))
def test_what_was_typed_in_an_old_font_is_read_back(table, words):
    # A few words alone may have a reading in both: `nî` is *nợ* or *nỵ*.
    text = " ".join(["hợp tác xã thành lập", *words]).lower()
    assert unicode_reading(_typed_in(table, text)) == text


@given(st.text(st.sampled_from("".join(_TCVN3) + "aeouytnghcHTX -,")))
def test_the_reading_is_not_recognised_again(text):
    """What is offered can be taken: it is not refused a second time."""
    reading = unicode_reading(text)
    assert reading is None or unicode_reading(reading) is None


@given(words=st.lists(st.text(st.sampled_from("".join(_TCVN3) + "aeouytnghcHTX")), max_size=4))
def test_text_without_an_old_word_is_not_recognised(words):
    if not any(map(may_be_old, words)):
        assert recognise(" ".join(words)) is None
