"""Words that a browser or Django's scripts would say in a language of their own."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from emulation.evidence.forms import EvidenceForm

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_required_field_is_refused_by_us_and_not_by_the_browser(path):
    for attributes, content in re.findall(r"<form\b(.*?)>\n(.*?)</form>", path.read_text(), re.DOTALL):
        has_fields = re.search(r"\srequired\b|forms/fields\.html|as_field_group|as_div", content)
        assert not has_fields or "novalidate" in attributes


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_file_box_has_our_words(path):
    text = path.read_text()
    assert text.count('type="file"') == text.count("forms/file_box.html") or path.name == "file.html"


def test_file_field_has_our_words():
    html = EvidenceForm().as_div()
    assert "Chọn tệp" in html
    assert "Chưa chọn tệp" in html
