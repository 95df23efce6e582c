"""Words fitted into sentences."""

import pytest

from vietnamese.sentences import inside_a_sentence


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Năm 2023", "năm 2023"),
        ("6 tháng đầu năm 2023", "6 tháng đầu năm 2023"),
        ("HTX thành lập mới", "HTX thành lập mới"),
        ("Ô nhiễm", "ô nhiễm"),
        ("Đang hoạt động", "đang hoạt động"),
        ("Quỹ hỗ trợ phát triển HTX giải ngân", "Quỹ hỗ trợ phát triển HTX giải ngân"),
        ("Quỹ tín dụng nhân dân", "quỹ tín dụng nhân dân"),
        ("H1 2023", "H1 2023"),
        ("Hậu Giang", "Hậu Giang"),
        ("", ""),
    ],
)
def test_first_letter_is_lowercase_unless_in_an_abbreviation_or_a_name(label: str, inside: str) -> None:
    assert inside_a_sentence(label) == inside
