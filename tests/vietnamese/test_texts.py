"""What is stored of a text, and how long a reader finds it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese import texts
from vietnamese.texts import clean_text, length

ANYTHING = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ha\u0323\u0302u", "Hậu"),
        ("e\x00\u0302", "ê"),
        ("Nguyễn Văn\u200b An", "Nguyễn Văn An"),
        ("\ufeffHTX \u202eTân Phú\u202c\x07\x1b\U000e0041", "HTX Tân Phú"),
        ("\u200b\u2060\ufeff\u00ad\ufe0f\u3164\u2800", ""),
        ("dòng 1\r\ndòng 2\u2028dòng 3\x85dòng 4", "dòng 1\ndòng 2\ndòng 3\ndòng 4"),
        ("ＤＫ－００１　Ａ", "DK-001 A"),
        ("\ud800a\uffff\x07", "a"),
    ],
)
def test_invisible_characters_are_not_stored(typed, stored):
    assert clean_text(typed) == stored


def test_one_line_has_single_spaces():
    assert clean_text(" HTX\u00a0 Tân\n\tPhú ", lines=False) == "HTX Tân Phú"


@given(ANYTHING, st.booleans())
def test_cleaning_a_clean_text_changes_nothing(text, lines):
    once = clean_text(text, lines=lines)
    assert clean_text(once, lines=lines) == once
    once.encode()


@given(ANYTHING)
def test_a_text_is_as_long_as_its_composed_form(text):
    cleaned = clean_text(text)
    assert length(unicodedata.normalize("NFD", cleaned)) == length(cleaned) <= len(cleaned)


def test_a_name_typed_in_parts_is_not_longer():
    assert length(unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Ánh")) == len("Nguyễn Thị Ngọc Ánh")


@given(st.lists(st.sampled_from(["HTX", "Lúa", "Toång", "a\u200b", "", "\n", "e\u0302", "Hòa"]), max_size=6))
def test_text_of_remembered_words_is_cleaned_as_a_whole(words):
    text = " ".join(words)
    for lines in (True, False):
        assert clean_text(text, lines=lines) == texts._cleaned(text, lines)
