"""What the demo prints as said was said at the conference; what was made up says so."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from reports.conference.models import Conference

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
