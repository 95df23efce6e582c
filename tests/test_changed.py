"""`make check` runs the tests of what changed."""

import pytest

from tests.changed import ENGLISH, EVERYTHING, find_tests


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([], []),
        (["README.md", "docs/dashboard.png", "tests/e2e/test_main_job.py"], []),
        (["static/js/charts.js"], ["tests/emulation_cluster", "tests/reports/charts"]),
        (["tests/figures/entry/test_entry_page.py"], ["tests/figures/entry/test_entry_page.py"]),
        (["tests/figures/conftest.py"], ["tests/figures"]),
        (["tests/figures/intake/cases/block-vni.txt"], ["tests/figures/intake"]),  # `cases` has no tests
        (["figures/entry/views.py"], ["tests/figures/entry", ENGLISH]),
        (
            ["figures/entry/new/x.py", "templates/figures/entry/x.html"],
            ["tests/figures/entry", ENGLISH],
        ),
        (["figures/urls.py", "figures/entry/views.py"], ["tests/figures", ENGLISH]),
        (["locale/en/LC_MESSAGES/django.po"], [ENGLISH]),
        (["tests/test_no_longer_there.py"], []),
        (["pyproject.toml"], EVERYTHING),
        (["tests/factories.py"], EVERYTHING),
        (["templates/base.html"], EVERYTHING),
        (["fixtures/catalogue.json"], EVERYTHING),
    ],
)
def test_changed_files_lead_to_their_tests(paths, expected):
    assert find_tests(paths) == expected
