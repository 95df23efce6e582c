"""Labels inside sentences."""

NAMES = ("Quỹ hỗ trợ phát triển HTX", "Liên minh HTX")  # of institutions: they keep their capitals


def inside_a_sentence(label: str) -> str:
    """`Năm 2023` becomes `năm 2023`; an abbreviation such as `HTX` and a name keep their capitals."""
    return label if label[1:2].isupper() or label.startswith(NAMES) else label[:1].lower() + label[1:]
