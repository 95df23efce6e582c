"""Labels inside sentences."""

NAMES = ("Quỹ hỗ trợ phát triển HTX", "Liên minh HTX")  # of institutions: they keep their capitals


def inside_a_sentence(label: str) -> str:
    """`Năm 2023` becomes `năm 2023`; an abbreviation (`HTX`, `H1 2023`) or a name (`Hậu Giang`) is kept."""
    first, _space, rest = label.partition(" ")
    is_abbreviation = first[1:2].isupper() or first[1:2].isdigit()
    is_name = rest[:1].isupper() and rest[1:2].islower()
    keeps = is_abbreviation or is_name or label.startswith(NAMES)
    return label if keeps else label[:1].lower() + label[1:]
