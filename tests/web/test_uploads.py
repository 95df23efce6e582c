"""Misleading characters in the names of uploaded files become visible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.uploads import visible_name


@pytest.mark.parametrize(
    ("sent", "visible"),
    [
        ("Báo cáo 6 tháng.pdf", "Báo cáo 6 tháng.pdf"),
        ("../../etc/x.pdf", "..∕..∕etc∕x.pdf"),
        ("C:\\Users\\x.pdf", "C:∕Users∕x.pdf"),
        ("a&#47;b.pdf", "a∕b.pdf"),
        ("a\0.pdf", "a�.pdf"),
        ("a\u202efdp.exe", "a�fdp.exe"),
        ("..", "��"),
        ("", None),
    ],
)
def test_misleading_characters_become_visible(sent, visible):
    assert visible_name(sent) == visible


@given(st.text(max_size=400))
def test_any_name_is_safe_as_a_file_name(sent):
    visible = visible_name(sent)
    assert (visible is None) == (sent == "")
    if visible is not None:
        assert not set(visible) & {"/", "\\", "\0"}
        assert visible not in {".", "..", ""}
        assert len(f"tmp12345678.upload.{visible.rpartition('.')[2]}".encode()) <= 255 or "." not in visible
