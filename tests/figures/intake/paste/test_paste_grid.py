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
        ('"1\n234"\t"5\t262"\t"12\n\n34 HTX"', [["1 ↵ 234", "5 ↵ 262", "12 ↵ 34 HTX"]]),
        ('"30/6\n2023"\t"6T cuối\n2022"\t"262\n"', [["30/6 2023", "6T cuối 2022", "262"]]),
        ("\ufeffa\rb", [["a"], ["b"]]),
    ],
)
def test_grid_of_a_text(text, grid):
    assert grid_of(text) == grid


@given(st.lists(st.lists(st.text(st.sampled_from('ab"1, ')), min_size=3, max_size=3), min_size=1, max_size=5))
def test_grid_of_quoted_cells_is_the_cells(cells):
    quoted = "\r\n".join("\t".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)
    expected = [[" ".join(cell.split()) for cell in row] for row in cells]
    while expected and not any(expected[-1]):
        expected.pop()
    if expected:
        assert grid_of(quoted) == expected
    else:
        with pytest.raises(BlockRefusedError):
            grid_of(quoted)


@given(st.text(st.sampled_from('"\t\n a1'), max_size=200))
def test_grid_of_any_text_has_rows_of_one_length(text):
    try:
        grid = grid_of(text)
    except BlockRefusedError:
        return
    assert len({len(row) for row in grid}) == 1


def test_grid_of_unclosed_quotes_keeps_them():
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
def test_plain_label_has_no_numbering_brackets_and_signs(label, name):
    assert plain(label) == name
