"""What the demo prints as said was said at the conference; what was made up says so."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from figures.submissions.models import Figure, Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.conference.models import Conference
from tests.figures.factories import RIGHT, make_catalogue, make_explained, make_period, make_reported
from tests.figures.pages import text_of

# The report of the conference, word for word as it was published.
SOURCE = Path(__file__).with_name("source_2023_h1.txt").read_text("utf-8")


def read(name: str) -> dict[str, Any]:
    return json.loads((Path(settings.BASE_DIR) / "fixtures" / f"{name}.json").read_text("utf-8"))


TEXTS, PUBLISHED = read("demo_conference"), read("published_2023_h1")
SAID = [(field, line) for field, lines in TEXTS["said"].items() for line in lines]
# The paragraph of the source that each text is from: a cause must not become a difficulty.
PARAGRAPHS = {
    "attendance": "Tham dự và chủ trị hội nghị",
    "situation": "Cụm thi đua Liên minh HTX",
    "alliance_work": "Tổ chức thực hiện tốt",
    "emulation_work": "Tổ chức thực hiện tốt",
    "difficulties": "Tuy nhiên",
    "causes": "Nguyên nhân do",
    "solutions": "Cũng tại Hội nghị",
}


def words(text: str) -> str:
    """Only the words: a sentence that is printed alone has another first letter and other punctuation."""
    return " ".join(["", *re.findall(r"[^\W_]+", text), ""]).lower()


def paragraph(opening: str) -> str:
    (found,) = [line for line in SOURCE.splitlines() if line.startswith(opening)]
    return found


@pytest.mark.parametrize(("field", "line"), SAID, ids=lambda value: value[:40])
def test_text_that_was_said_is_word_for_word_in_its_paragraph_of_the_source(field: str, line: str) -> None:
    assert words(line) in words(paragraph(PARAGRAPHS[field]))
    assert "minh họa" not in line


def test_every_difficulty_cause_and_task_of_the_source_is_printed() -> None:
    counts = {field: len(lines) for field, lines in TEXTS["said"].items()}
    assert (counts["difficulties"], counts["causes"], counts["solutions"]) == (5, 6, 2)
    (tasks,) = TEXTS["said"]["alliance_work"]
    assert len(re.split("[;…]", tasks)) == 8


def test_chairs_are_those_of_the_source() -> None:
    attending = words(paragraph("Tham dự và chủ trị hội nghị"))
    for person in PUBLISHED["conference"]["chair"]:
        assert words(person["name"]) in attending
        for role in person["role"].split(", "):
            # The source leaves out the word once.
            assert words(role) in attending or words(role.replace("tỉnh Cà Mau", "Cà Mau")) in attending


def test_published_totals_are_those_of_the_source() -> None:
    numbers = re.findall(r"\d[\d.]*", paragraph("Cụm thi đua Liên minh HTX"))
    printed = {int(number.replace(".", "")) for number in numbers if number.strip(".")}
    assert set(PUBLISHED["cluster"].values()) <= printed


@pytest.mark.parametrize("line", [line for lines in TEXTS["illustrative"].values() for line in lines])
def test_text_that_was_made_up_says_so(line: str) -> None:
    assert "minh họa" in line


def test_every_text_is_a_field_of_the_conference_and_either_said_or_made_up() -> None:
    said, made_up = TEXTS["said"].keys(), TEXTS["illustrative"].keys()
    assert not said & made_up
    assert said | made_up <= {field.name for field in Conference._meta.get_fields()}


def test_achievements_of_the_demo_say_that_they_are_made_up() -> None:
    years = read("demo_emulation")["years"].values()
    achievements = [row["achievements"] for year in years for row in year.get("dossiers", [])]
    assert achievements
    assert all("minh họa" in text for text in achievements)


NARRATIVE = {"difficulties": "- Giá phân bón tăng, thiếu vốn.", "solutions": "Kết nối với ngân hàng"}
EXPLANATION = "Giá lúa vụ đông xuân thấp."


@pytest.mark.parametrize("is_illustrative", [True, False])
def test_texts_of_provinces_that_were_made_up_say_so_where_they_are_read(
    is_illustrative, cluster, hau_giang: Province, officer_hg: Officer, leader_hg, secretary, client_for
) -> None:
    """As the report prints them: on the pages of entry, review and acceptance."""
    make_catalogue()
    half_year = make_reported(make_period(cluster), hau_giang, officer_hg, RIGHT, "submitted")
    make_explained(half_year, "coop.charter_capital", EXPLANATION)
    Submission.objects.filter(pk=half_year.pk).update(**NARRATIVE)
    Figure.objects.update(is_illustrative=is_illustrative)

    def texts(officer: Officer, page: str) -> str:
        return text_of(client_for(officer).get(page))

    title = "Ý kiến của tỉnh cho báo cáo hội nghị"
    entry = texts(officer_hg, "/entry/2023-H1/hau-giang/")
    assert (f"{title} minh họa" in entry) == is_illustrative
    assert (f"Lý do: {EXPLANATION} minh họa" in entry) == is_illustrative
    review = texts(leader_hg, "/review/2023-H1/hau-giang/")
    workflow_services.approve(submission=half_year, by=leader_hg)
    for page in (review, texts(secretary, "/review/2023-H1/accept/")):
        assert ("– Giá phân bón tăng, thiếu vốn. minh họa" in page) == is_illustrative
        assert ("– Kết nối với ngân hàng minh họa" in page) == is_illustrative
        assert (f"Lý do: “{EXPLANATION}” minh họa" in page) == is_illustrative
    returned = make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, RIGHT, "draft")
    make_explained(returned, "coop.charter_capital", EXPLANATION)
    Submission.objects.filter(pk=returned.pk).update(**NARRATIVE)
    Figure.objects.update(is_illustrative=is_illustrative)
    draft = texts(officer_hg, "/entry/2022-H2/hau-giang/")
    assert (f"{title} minh họa" in draft) == is_illustrative
    assert (f"Lý do minh họa {EXPLANATION}" in draft) == is_illustrative
