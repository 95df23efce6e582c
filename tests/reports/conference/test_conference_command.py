"""`manage.py conference_report`."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.figures.factories import RIGHT, make_reported
from tests.papers.pdf_measure import words


def run(period: str, output: Path, *options: str) -> bytes:
    call_command("conference_report", period, "--output", str(output), *options, stdout=StringIO())
    return output.read_bytes()


def test_same_report_has_the_same_bytes(
    indicators: dict[str, Indicator], period: Period, an_giang: Province, secretary: Officer, tmp_path: Path
) -> None:
    make_reported(period, an_giang, secretary, RIGHT)

    pdf = run("2023-H1", tmp_path / "a.pdf")

    assert "các tỉnh, thành phố đã cung cấp số liệu có 257 HTX (1/7 tỉnh, thành phố)" in words(pdf)
    assert run("2023-H1", tmp_path / "b.pdf") == pdf


def test_scope_all_includes_provisional_figures(
    indicators: dict[str, Indicator], period: Period, an_giang: Province, secretary: Officer, tmp_path: Path
) -> None:
    make_reported(period, an_giang, secretary, RIGHT, "submitted")

    assert "Số liệu của An Giang là số tạm tính" in words(
        run("2023-H1", tmp_path / "a.pdf", "--scope", "all")
    )


def test_missing_provinces_are_named_without_accepted_figures(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=r"An Giang, Bạc Liêu, .* và Sóc Trăng"):
        run("2023-H1", tmp_path / "a.pdf")

    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("slug", ["2031-H1", "2023", "nonsense"])
def test_unknown_period_or_year_is_refused(slug: str, period: Period, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(slug, tmp_path / "a.pdf")
