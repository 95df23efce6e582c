"""The clipboard's text as rows of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.intake.paste.grid import BlockRefusedError, grid_of
from figures.intake.paste.label_matching import plain


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\nc", [["a", "b"], ["c", ""]]),
        ("12", [["12"]]),
        ('"Vốn điều lệ\n(triệu đồng)"\t12', [["Vốn điều lệ (triệu đồng)", "12"]]),
        ('"a ""b""\tc"\td', [['a "b" c', "d"]]),
        ('"a" b\tc', [['"a" b', "c"]]),
        ('"a\tb', [['"a', "b"]]),
        ("a\t\t\r\n\r\nb\t\t\r\n\t\t\r\n", [["a", "", ""], ["", "", ""], ["b", "", ""]]),
        ("1\u00a0234\u200b\t5", [["1 234", "5"]]),
        ("\ufeffa\rb", [["a"], ["b"]]),
    ],
)
def test_text_becomes_cells(text, grid):
    assert grid_of(text) == grid


@given(st.lists(st.lists(st.text(st.sampled_from('ab"1, ')), min_size=3, max_size=3), min_size=1, max_size=5))
def test_cells_written_as_a_spreadsheet_does_come_back(cells):
    quoted = "\r\n".join("\t".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)
    wanted = [[" ".join(cell.split()) for cell in row] for row in cells]
    while wanted and not any(wanted[-1]):
        wanted.pop()
    if wanted:
        assert grid_of(quoted) == wanted
    else:
        with pytest.raises(BlockRefusedError):
            grid_of(quoted)


@given(st.text(st.sampled_from('"\t\n a1'), max_size=200))
def test_no_text_breaks_the_reading(text):
    try:
        grid = grid_of(text)
    except BlockRefusedError:
        return
    assert len({len(row) for row in grid}) == 1


def test_unclosed_quotes_are_plain_text():
    assert len(grid_of('"a\t' * 50 + '"' * 30_000)[0]) == 51


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("I. Hợp tác xã", "hop tac xa"),
        ("1.1. Tổng số HTX", "tong so htx"),
        ("a) - Trong đó: HTX (lượt)", "htx"),
        ("HTX thành lập mới", "htx thanh lap moi"),
        ("-", ""),
        ("1.", "1"),
        ("Đang hoạt động [HTX]", "dang hoat dong"),
    ],
)
def test_label_is_compared_without_what_stands_around_it(label, name):
    assert plain(label) == name
