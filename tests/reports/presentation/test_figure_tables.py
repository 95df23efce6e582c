"""A total is written the same way on pages, in files and in charts."""

import pytest

from reports.charts.chart import read_total
from reports.presentation.cell_values import total_values
from reports.presentation.figure_tables import total_text
from tests.reports.factories import NOT_APPLICABLE, NOT_KNOWN, make_table


@pytest.mark.parametrize(
    ("cells", "sign", "words"),
    [
        ([NOT_APPLICABLE, NOT_APPLICABLE], "×", "không áp dụng"),
        ([NOT_APPLICABLE, NOT_KNOWN], "…", "chưa có số liệu"),
        ([NOT_APPLICABLE, None], "…", "chưa có số liệu"),
    ],
)
def test_total_that_applies_to_nobody_is_not_an_unknown_one(cells, sign, words):
    line = make_table({"coop.total": cells})["coop.total"]
    assert words in total_text(line, line.total.reported)
    assert total_values(line)[1] == sign
    assert read_total(line).text == sign
