"""Uploaded files keep what their names say, in signs that lead nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.uploads import visible_name


@pytest.mark.parametrize(
    ("sent", "shown"),
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
def test_what_a_name_could_mislead_with_is_shown(sent, shown):
    assert visible_name(sent) == shown


@given(st.text(max_size=400))
def test_no_name_leads_out_of_a_folder_or_breaks_one(sent):
    shown = visible_name(sent)
    assert (shown is None) == (sent == "")
    if shown is not None:
        assert not set(shown) & {"/", "\\", "\0"}
        assert shown not in {".", "..", ""}
        assert len(f"tmp12345678.upload.{shown.rpartition('.')[2]}".encode()) <= 255 or "." not in shown
