from vietnamese.listed_lines import lines, points

TYPED = "- Thiếu vốn\n\n  2) Hạn mặn \n12. Giá vật tư\n-5% so với năm trước\n2023. năm"


def test_lines_are_those_that_hold_something():
    assert lines(" Một \n\n\tHai\n") == ["Một", "Hai"]


def test_points_are_lines_without_list_marks():
    assert points(TYPED) == ["Thiếu vốn", "Hạn mặn", "Giá vật tư", "-5% so với năm trước", "2023. năm"]
