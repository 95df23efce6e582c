"""Any paper: what cannot be printed is said in a sentence, and the compiler is held in."""

import json
from pathlib import Path
from typing import Any

import pytest
import typst

from papers import typeset as typesetting
from papers.typeset import TypesettingError, normalised, paragraphs, typeset, unprintable
from tests.papers.pdf_measure import HAIR, MM, fonts, opened, words

HERE = Path(__file__).parent
PAGE = HERE / "page.typ"
EXAMPLES = HERE.parent / "number_examples.json"


def page(*texts: Any) -> dict[str, Any]:
    return {"texts": list(texts)}


def test_same_data_give_the_same_bytes_and_the_texts_can_be_read_back() -> None:
    made = typeset(PAGE, page("Kính gửi Cụm"))

    assert typeset(PAGE, page("Kính gửi Cụm")) == made
    assert "Kính gửi Cụm" in words(made)
    assert "Kính gửi Cụm" in paragraphs(PAGE, page("Kính gửi Cụm"))


def test_line_feeds_and_tabs_fold_and_invisible_characters_go() -> None:
    assert normalised("một\thai\r\nba\u00a0bốn\u200b năm\ufeff") == "một hai ba bốn năm"


def test_word_longer_than_the_line_stays_on_the_page() -> None:
    with opened(typeset(PAGE, page("x" * 400))) as pdf:
        drawn = [char for page in pdf.pages for char in page.chars if char["text"].startswith("x")]
        assert len(drawn) >= 400
        assert max(char["x1"] for char in drawn) <= (210 - 15) * MM + HAIR


# -- What cannot be printed ------------------------------------------------------------------------


@pytest.mark.parametrize("character", ["😀", "中", "\x07", "\ue001", "Ж", "\uf0b7"])
def test_characters_the_face_lacks_are_named_in_a_sentence(character: str) -> None:
    text = f"Đề nghị {character} xem xét"

    assert unprintable(text) == [character]
    with pytest.raises(TypesettingError, match=rf"U\+{ord(character):04X}.*Đề nghị"):
        typeset(PAGE, page(text))


def test_every_character_let_through_is_in_the_paper_s_face() -> None:
    allowed = [
        chr(code) for code in range(0x21, 0x3000) if not unprintable(chr(code)) and normalised(chr(code))
    ]
    # In rows of 60, so that nothing is cut.
    rows = ["".join(allowed[i : i + 60]) for i in range(0, len(allowed), 60)]

    with opened(typeset(PAGE, page(*rows))) as made:
        assert {name.split("+")[-1].split("-")[0] for name, _ in fonts(made)} == {"TeXGyreTermes"}
    assert set("ĂăÂâĐđÊêÔôƠơƯưẠỹ–—“”…₫²³½°±×÷≤≥→•") <= set(allowed)


def test_compiler_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "TIME_LIMIT", 0.001)

    with pytest.raises(TypesettingError, match="Lập văn bản quá lâu"):
        typeset(PAGE, page())


def test_compiler_that_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MEMORY_LIMIT", 150 << 20)

    with pytest.raises(TypesettingError, match="Không lập được bản PDF"):
        typeset(PAGE, page(*["Tờ trình"] * 3000))


def test_document_without_its_parts_is_a_sentence_not_a_traceback() -> None:
    with pytest.raises(TypesettingError, match="Không lập được bản PDF"):
        typeset(PAGE, {})


def test_float_is_refused_because_it_is_not_exact() -> None:
    with pytest.raises(TypeError, match="not exact"):
        typeset(PAGE, page(2077.0))


def test_layout_cannot_read_outside_the_project(tmp_path: Path) -> None:
    outside = tmp_path / "page.typ"
    outside.write_text("Xin chào")

    with pytest.raises(TypesettingError, match="Không lập được bản PDF"):
        typeset(outside, page())


# -- Numbers ---------------------------------------------------------------------------------------


def printed(values: list[object]) -> list[str]:
    source = (
        '#import "/papers/numbers.typ": num\n#metadata(json(bytes(sys.inputs.values)).map(num)) <printed>'
    )
    found = typst.query(
        source.encode(),
        "<printed>",
        field="value",
        one=True,
        root=typesetting.ROOT,
        sys_inputs={"values": json.dumps(values)},
    )
    return json.loads(found)


def test_numbers_on_paper_are_written_as_on_screen() -> None:
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    # Paper gets decimals already rounded and prints the zeros it is given (1.076,0); the screen's free
    # form has none to give.
    given = [value.rstrip("0").removesuffix(".") if "." in value else value for value, _ in examples]

    assert printed(given) == [expected for _, expected in examples]


def test_decimals_given_are_decimals_printed_and_no_number_has_its_sign() -> None:
    assert printed(["1076.0", 2109, None, "na"]) == ["1.076,0", "2.109", "…", "×"]
