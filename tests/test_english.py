"""The English catalogue is complete and matches its source, and no page mixes the two languages."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils.translation.template import templatize

from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.register.models import Cooperative
from reports.conference.default_texts import defaults
from tests.apps import APPS

pytestmark = pytest.mark.long

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"

# How many of a call's first arguments are context, singular and plural.
CALLS = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b({'|'.join(CALLS)})\(({STRING}(?:, {STRING})*)")

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%|\{\w*\}|</?\w[^>]*>")
STOPS = re.compile(r"[.:;,?…]*$")

VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
# Vietnamese on English pages that is in no row: words of the printed report.
NOT_TRANSLATED = (
    "“Căn cứ”",
    "“Lưu:”",
    "“Cụm trưởng”",
    "“Tham dự Hội nghị có …”",
    "“minh họa”",
)
ENGLISH = re.compile(
    r"This (?:field|page|value)|Enter a|required|valid|[Pp]lease|[Ll]og (?:in|out)|Password|Username|"
    r"\b(?:Submit|Save|Error|Delete|Change|Add|Search|Home|None|Unknown|Yes|No|Next|Previous|Page)\b|"
    r"[Nn]ot found|\b(?:the|and|with|is|are|of|to)\b"
)

COOPERATIVE = "/register/cooperatives/"
OPEN = "/entry/2023-H2/hau-giang/"
BLOCK = (
    "coop.new\t12\ncoop.dissolved\t-\ncoop.revenue\t1,234\ncoop.members\t1.23.456\ncoop.ocop\t9\ncoop.ocop\t9\n"
    "New\t5\nMixed\t7\nalliance.member_share\t50\nalliance.fees [VND]\t5"
)
VISITS: list[tuple[str, str, dict[str, str] | None]] = [
    ("", "/accounts/login/", None),
    ("", "/accounts/login/", {}),
    ("", "/accounts/login/", {"username": "secretary", "password": "wrong"}),
    ("", "/nowhere/", None),
    ("secretary", "/", None),
    ("secretary", "/dashboard/2023-H1/?scope=accepted&map=group.total", None),
    ("secretary", "/dashboard/2023/", None),
    ("secretary", "/dashboard/2099-H1/", None),
    ("secretary", "/provinces/can-tho/", None),
    ("hau-giang", "/entry/2023-H2/hau-giang/upload/", None),
    ("hau-giang", "/entry/2023-H2/hau-giang/upload/", {}),
    ("secretary", "/review/2023-H1/", None),
    ("secretary", "/review/2023-H1/hau-giang/", None),
    ("secretary", "/review/2023-H1/hau-giang/reopen/", {"reason": "", "until": "32/1/2023"}),
    ("secretary", "/review/2023-H1/late/", None),
    ("secretary", "/review/2023-H2/late/", None),
    ("secretary", "/log/", None),
    ("secretary", "/search/?q=2022", None),
    ("secretary", "/search/?q=2022&part=dialog", None),
    ("hau-giang", "/search/?q=zzz", None),
    ("secretary", "/log/?q=zzz&since=32/1/2023", None),
    ("admin", "/log/", None),
    ("hau-giang", "/entry/2023-H1/hau-giang/cells/coop.profit/history/", None),
    ("secretary", "/tasks/", None),
    ("hau-giang", "/tasks/", None),
    ("vca", "/tasks/", None),
    ("secretary", "/periods/", None),
    ("secretary", "/periods/add/", {"year": "x", "half": "3", "due_on": "1/1"}),
    ("secretary", "/periods/2023-H1/", None),
    ("secretary", "/indicators/", None),
    ("secretary", "/conference/2023-H1/", None),
    ("secretary", "/conference/2023-H1/", {"held_on": "31/2/2023"}),
    ("kien-giang-lead", "/conference/2023-H1/publish/", {"number": "0", "signed_on": "1/1/2999"}),
    ("hau-giang", "/conference/", None),
    ("hau-giang", "/entry/2023-H1/hau-giang/", None),
    ("hau-giang", "/entry/2023-H2/hau-giang/", None),
    ("hau-giang", "/entry/2023-H2/hau-giang/", {"coop.total": "1,234", "coop.new": "-2", "submit": "1"}),
    ("hau-giang", f"{OPEN}upload/", None),
    ("hau-giang", f"{OPEN}paste/", None),
    ("hau-giang", f"{OPEN}paste/", {"text": "x"}),
    ("hau-giang", f"{OPEN}paste/", {"text": BLOCK, "start": "coop.total"}),
    ("hau-giang", f"{OPEN}undo/", {"undo": "x"}),
    ("hau-giang", "/review/2023-H1/", None),
    ("hau-giang", "/accounts/password/", {"old_password": "x", "new_password1": "1", "new_password2": "2"}),
    ("hau-giang", COOPERATIVE, None),
    ("hau-giang", f"{COOPERATIVE}?q=zzz&sector=nothing&page=99", None),
    ("hau-giang", f"{COOPERATIVE}add/", None),
    ("hau-giang", f"{COOPERATIVE}add/", {"name": "", "members": "1,234", "founded_on": "2/30/2023"}),
    ("hau-giang", f"{COOPERATIVE}<pk>/", None),
    ("hau-giang", f"{COOPERATIVE}<pk>/edit/", {"name": ""}),
    ("hau-giang", f"{COOPERATIVE}<pk>/log/", None),
    ("hau-giang", f"{COOPERATIVE}events/add/<pk>/", {"happened_on": "1/1/2999"}),
    ("hau-giang", f"{COOPERATIVE}half-years/add/<pk>/", {"year": "x"}),
    ("hau-giang", "/register/groups/", None),
    ("hau-giang", "/register/unions/add/", {"name": "\x00"}),
    ("hau-giang", f"{COOPERATIVE}import/", None),
    ("hau-giang", f"{COOPERATIVE}import/", {}),
    ("hau-giang", "/provinces/hau-giang/", None),
    ("vca", "/conference/2023-H1/", None),
    # a half-year that has hardly begun
    ("secretary", "/dashboard/2023-H2/", None),
    ("secretary", "/dashboard/2023-H2/?scope=accepted", None),
    ("secretary", "/review/2023-H2/", None),
    ("secretary", "/review/2023-H2/hau-giang/", None),
    ("secretary", "/conference/2023-H2/", None),
    ("secretary", "/conference/2023-H2/report.pdf", None),
    # the contest of a year that is over, and of one at its middle
    *(
        ("secretary", f"/emulation/2022/{page}", None)
        for page in ("", "board/", "results/", "checks/", "votes/")
    ),
    ("secretary", "/emulation/2023/board/", None),
    *(
        ("secretary", f"/emulation/2023/{page}", None)
        for page in (
            "dates/",
            "rules/",
            "rules/trial/",
            "rules/ties/",
            "results/hau-giang/",
            "evidence/",
        )
    ),
    ("secretary", "/emulation/add/", {"year": "23"}),
    ("secretary", "/emulation/2023/results/hau-giang/finals/", {"seen": ""}),
    ("secretary", "/emulation/2023/movements/add/", {"name": "", "from": "x"}),
    ("secretary", "/emulation/2023/pledges/", None),
    ("secretary", "/emulation/2023/votes/add/", {"title": ""}),
    ("hau-giang", "/emulation/2023/", None),
    ("secretary", "/emulation/2023/", None),
    ("hau-giang", "/emulation/2023/pledges/hau-giang/", None),
    ("hau-giang", "/emulation/2023/movements/", None),
    ("hau-giang", "/emulation/2022/scores/hau-giang/", None),
    ("hau-giang", "/emulation/2022/results/hau-giang/", None),
    ("hau-giang", "/emulation/honours/", None),
    # a half-year with a province that must correct its figures
    ("secretary", "/review/2023-H1/bac-lieu/reopen/", {"reason": "Sai", "until": "1/1/2099"}),
    ("secretary", "/review/2023-H1/bac-lieu/comment/", {"comment": "Xem"}),
    ("secretary", "/review/2023-H1/", None),
    ("bac-lieu", "/entry/2023-H1/bac-lieu/", None),
    ("bac-lieu", "/tasks/", None),
    ("secretary", "/", None),
    ("vca", "/dashboard/2023-H1/?scope=accepted", None),
    ("secretary", "/conference/2023-H1/", None),
    ("admin", "/admin/", None),
    ("admin", "/admin/provinces/officer/", None),
    ("admin", "/admin/provinces/officer/add/", None),
    ("admin", "/admin/figures/indicator/add/", None),
]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """(source, English); of a plural both forms."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def sources_in_python(path: Path) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")).removesuffix("_lazy")
            strings = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if strings and name in CALLS:
                yield name, strings


def sources_in_template(path: Path) -> Iterator[tuple[str, list[str]]]:
    for name, strings in TEMPLATE_CALL.findall(templatize(path.read_text())):
        yield name, list(ast.literal_eval(f"({strings},)"))


def sources() -> set[tuple[str | None, str, str]]:
    """(context, singular, plural) of all calls of gettext."""
    calls = [call for app in APPS for path in (ROOT / app).rglob("*.py") for call in sources_in_python(path)]
    calls += [call for path in (ROOT / "templates").rglob("*.html") for call in sources_in_template(path)]
    keys = set()
    for name, strings in calls:
        strings = strings[: CALLS[name]]
        context = strings.pop(0) if name.startswith(("p", "np")) else None
        keys.add((context, strings[0], strings[1] if len(strings) > 1 else ""))
    return keys


def test_catalogue_has_every_source_and_nothing_else(catalogue):
    """If this fails, update the catalogue.

    Run `make messages`, translate what is new or fuzzy, and run it again.
    """
    translated = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue}
    used = sources()
    assert used - translated == set()
    assert translated - used == set()


def test_every_entry_is_translated_and_not_fuzzy(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []
    assert [source for entry in catalogue for source, english in pairs(entry) if not english.strip()] == []
    assert all(set(entry.msgstr_plural) == {0, 1} for entry in catalogue if entry.msgid_plural)
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


def test_placeholders_and_markup_match_the_source(catalogue):
    different = [
        (source, english)
        for entry in catalogue
        for source, english in pairs(entry)
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(english))
    ]
    assert different == []


def test_punctuation_at_the_end_matches_the_source(catalogue):
    different = [
        (source, english)
        for entry in catalogue
        for source, english in pairs(entry)
        if STOPS.search(source)[0] != STOPS.search(english)[0]
    ]
    assert different == []


def test_compiled_catalogue_is_current(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled} == {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in catalogue
    }


class PageText(HTMLParser):
    """A page's text in its own language, with attributes that are read out, without user input."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.skipped = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "textarea" or (tag != "html" and "lang" in values):
            self.skipped = tag
        self.texts += [
            values[name] or "" for name in ("aria-label", "title", "placeholder") if name in values
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skipped:
            self.skipped = ""

    def handle_data(self, data: str) -> None:
        if not self.skipped and data.strip():
            self.texts.append(" ".join(data.split()))


def lines_in_rows() -> list[str]:
    """Vietnamese lines in rows and default texts, longest first; no labels with an English twin."""
    texts: list[str | None] = [text for period in Period.objects.all() for text in defaults(period).values()]
    for model in apps.get_models():
        names = {f.name for f in model._meta.fields if isinstance(f, models.CharField | models.TextField)}
        for name in (n for n in names if f"{n}_en" not in names):
            texts += model.objects.values_list(name, flat=True).distinct()
    lines = {line.strip() for text in texts for line in (text or "").splitlines() if VIETNAMESE.search(line)}
    lines |= {line.rstrip(". ") for line in lines}  # the mark of made-up text stands before the full stop
    return sorted(lines, key=len, reverse=True)


@pytest.fixture
def demo(db, settings):
    """The demo, with a fast password hasher."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    call_command("demo", verbosity=0)
    yield
    cache.clear()


def visits(language: str) -> Iterator[tuple[str, list[str]]]:
    """(description of the request, texts of the page) in the language."""
    cooperative = Cooperative.objects.filter(province__slug="hau-giang", ended_on=None).first()
    assert cooperative
    for who, path, data in VISITS:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if who:
            client.force_login(Officer.objects.get(username=who))
        url = path.replace("<pk>", str(cooperative.pk))
        response = client.get(url) if data is None else client.post(url, data, follow=True)
        if b"<html" in response.content:  # the search's dialog asks for a part of its page
            assert f'<html lang="{language}"' in response.content.decode(), (who, url, response.status_code)
        yield f"{who} {url} {data or ''}", PageText(response.content.decode()).texts


def test_english_pages_have_no_vietnamese_but_names_and_rows(demo):
    allowed = [*lines_in_rows(), *NOT_TRANSLATED]
    vietnamese = []
    for page, texts in visits("en"):
        for text in texts:
            rest = text
            for words in allowed if VIETNAMESE.search(text) else ():
                rest = rest.replace(words, "")
            if VIETNAMESE.search(rest):
                vietnamese.append((page, text))
    assert vietnamese == []


def test_vietnamese_pages_have_no_english(demo):
    assert [(page, text) for page, texts in visits("vi") for text in texts if ENGLISH.search(text)] == []
