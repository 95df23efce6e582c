"""Labels inside sentences."""


def inside_a_sentence(label: str) -> str:
    """`Năm 2023` becomes `năm 2023`; an abbreviation such as `HTX` keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
