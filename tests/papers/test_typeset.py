"""Typesetting: what cannot be printed is explained in a sentence, and the compiler has limits."""

import json
from pathlib import Path
from typing import Any

import pytest
import typst

from papers import typeset as typesetting
from papers.typeset import TypesettingError, normalised, paragraphs, typeset, unprintable
from tests.papers.pdf_measure import HAIR, MM, fonts, open_pdf, words

HERE = Path(__file__).parent
PAGE = HERE / "page.typ"
EXAMPLES = HERE.parent / "number_examples.json"


def document(*texts: Any) -> dict[str, Any]:
    return {"texts": list(texts)}


def test_same_data_give_the_same_bytes_and_paragraphs_can_be_read() -> None:
    pdf = typeset(PAGE, document("Kính gửi Cụm"))

    assert typeset(PAGE, document("Kính gửi Cụm")) == pdf
    assert "Kính gửi Cụm" in words(pdf)
    assert "Kính gửi Cụm" in paragraphs(PAGE, document("Kính gửi Cụm"))


def test_normalised_collapses_whitespace_and_drops_invisible_characters() -> None:
    assert normalised("một\thai\r\nba\u00a0bốn\u200b năm\ufeff") == "một hai ba bốn năm"


def test_word_longer_than_the_line_stays_on_the_page() -> None:
    with open_pdf(typeset(PAGE, document("x" * 400))) as pdf:
        chars = [char for page in pdf.pages for char in page.chars if char["text"].startswith("x")]
        assert len(chars) >= 400
        assert max(char["x1"] for char in chars) <= (210 - 15) * MM + HAIR


# -- What cannot be printed ------------------------------------------------------------------------


@pytest.mark.parametrize("character", ["😀", "中", "\x07", "\ue001", "Ж", "\uf0b7"])
def test_characters_missing_from_the_typeface_are_named_in_the_error(character: str) -> None:
    text = f"Đề nghị {character} xem xét"

    assert unprintable(text) == [character]
    with pytest.raises(TypesettingError, match=rf"U\+{ord(character):04X}.*Đề nghị"):
        typeset(PAGE, document(text))


def test_every_allowed_character_is_in_the_typeface() -> None:
    allowed = [
        chr(code) for code in range(0x21, 0x3000) if not unprintable(chr(code)) and normalised(chr(code))
    ]
    # In rows of 60, so that nothing is cut.
    rows = ["".join(allowed[i : i + 60]) for i in range(0, len(allowed), 60)]

    with open_pdf(typeset(PAGE, document(*rows))) as pdf:
        assert {name.split("+")[-1].split("-")[0] for name, _ in fonts(pdf)} == {"TeXGyreTermes"}
    assert set("ĂăÂâĐđÊêÔôƠơƯưẠỹ–—“”…₫²³½°±×÷≤≥→•") <= set(allowed)


def test_compiler_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "TIME_LIMIT", 0.001)

    with pytest.raises(TypesettingError, match="Lập văn bản quá lâu"):
        typeset(PAGE, document())


def test_compiler_that_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MEMORY_LIMIT", 150 << 20)

    with pytest.raises(TypesettingError, match="Không lập được bản PDF"):
        typeset(PAGE, document(*["Tờ trình"] * 3000))


def test_incomplete_document_raises_a_readable_error() -> None:
    with pytest.raises(TypesettingError, match="Không lập được bản PDF"):
        typeset(PAGE, {})


def test_float_is_refused_because_it_is_not_exact() -> None:
    with pytest.raises(TypeError, match="not exact"):
        typeset(PAGE, document(2077.0))


def test_layout_cannot_read_outside_the_project(tmp_path: Path) -> None:
    outside = tmp_path / "page.typ"
    outside.write_text("Xin chào")

    with pytest.raises(TypesettingError, match="Không lập được bản PDF"):
        typeset(outside, document())


# -- Numbers ---------------------------------------------------------------------------------------


def printed(values: list[object]) -> list[str]:
    source = (
        '#import "/papers/numbers.typ": num\n#metadata(json(bytes(sys.inputs.values)).map(num)) <printed>'
    )
    output = typst.query(
        source.encode(),
        "<printed>",
        field="value",
        one=True,
        root=typesetting.ROOT,
        sys_inputs={"values": json.dumps(values)},
    )
    return json.loads(output)


def test_numbers_on_paper_are_written_as_on_screen() -> None:
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    # Paper prints decimals as given, with their zeros (1.076,0); the screen drops trailing zeros.
    unpadded = [value.rstrip("0").removesuffix(".") if "." in value else value for value, _ in examples]

    assert printed(unpadded) == [expected for _, expected in examples]


def test_decimals_are_printed_as_given_and_missing_numbers_as_signs() -> None:
    assert printed(["1076.0", 2109, None, "na"]) == ["1.076,0", "2.109", "…", "×"]
