"""Every text that enters passes one gate: no field and no posted text is left out without a reason here."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from provinces.accounts.passwords import NewPasswordField
from provinces.register.models import Cooperative
from tests.form_fields import OUR_APPS, OUR_CODE, every_field, our_forms
from vietnamese.texts import length
from web.fields import DateField, NumberField
from web.model_fields import KeyField, LineField, LinesField, SlugField
from web.text_fields import SearchField, TextField
from web.texts import TextRefusedError, accepted_text

ROOT = Path(__file__).parents[1]

# Model fields that hold no text of a person, with the reason.
WRITTEN_BY_US = {
    "web.Receipt": "a request's key and its stored answer",
    "figures.Change": "what the database itself wrote down, with its hashes",
    "figures.Reminder": "kinds of tasks, and what the mail server answered",
    "emulation.Event.action": "a word of the code",
    "emulation.CheckScore.reason_for": "made from points",
    "emulation.FinalScore.reason_for": "made from points",
    "figures.Figure.noted_for": "made from an answer",
    "figures.Figure.explained_for": "made from an answer",
    "emulation.Evidence.sha256": "computed from the content",
    "emulation.Evidence.stored": "a random name on the disk",
    "emulation.Dossier.search_text": "computed from gated fields",
    "provinces.Cooperative.search_text": "computed from gated fields",
    "provinces.CooperativeUnion.search_text": "computed from gated fields",
    "provinces.CooperativeGroup.search_text": "computed from gated fields",
    **{
        f"provinces.{kind}LogLine.{name}": "made from gated fields"
        for kind in ("Cooperative", "Union", "Group")
        for name in ("what", "before", "after")
    },
    "reports.SavedView.query": "an address of Explore, written from a checked choice",
    "provinces.Officer.password": "a hash; the password is normalised before it is hashed",
    "provinces.Officer.username": "Django's: NFKC, and letters, digits and @.+-_ alone",
    "provinces.Officer.email": "Django's: the address is checked, and never printed",
}

# Form fields whose text is read as something else, or compared.
READ_AS_SOMETHING_ELSE = {
    **dict.fromkeys(("NumberField", "WholeNumberField", "YearField"), "cleans to a number"),
    "DateField": "cleans to a date",
    "UsernameField": "NFKC, compared with stored names",
    "EmailField": "an address",
}
# Compared with a hash, which `Officer.check_password` does in both forms.
TYPED_PASSWORDS = {"LoginForm.password", "NewPasswordForm.old_password"}
# Texts of a request that no form field reads, by their names in the code.
POSTED = {
    "province": "slugs, compared",
    "seen.{province.slug}": "a version, compared",
    "seen": "a fingerprint, compared",
    "query": "an address of Explore, read and written anew",
    "offer": "signed by us",
    "source": "signed by us",
    "undo": "signed by us",
    "next": "checked as an address of ours",
    "language": "one of a list",
    "to": "one of a list",
    "at": "read as a number",
    "take": "codes, compared",
    "return": "codes, compared",
    "reason": "`send_back` passes it through the gate",
    "return.{i.code}": "`send_back` passes it through the gate",
    "return.{row.indicator.code}": "`send_back` passes it through the gate",
    "text": "a pasted block, read cell by cell",
    "start": "one of a list",
    "comment": "`comment` passes it through the gate",
    "cell": "a code, compared",
    "name": "repeats a name that a form has just accepted",
    "title": "repeats a title that a form has just accepted",
    "{code}.state": "one of a list",
    "reading-{code}": "one of a list",
    "{SEEN}.{code}": "the fingerprint of a cell that the page showed",
    "{code}.again": "an explanation; `CellEntry.checked` passes it through the gate",
    "{name}.reading": "`CellEntry.checked` or `save_cells` passes it through the gate",
}


def _our_models() -> list[type[models.Model]]:
    return [model for label in OUR_APPS for model in apps.get_app_config(label).get_models()]


def test_every_model_text_field_passes_the_gate():
    ungated, gated = set(), 0
    for model in _our_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.CharField | models.TextField) or field.choices:
                continue
            if isinstance(field, (LineField, LinesField, KeyField, SlugField)):
                gated += 1
            elif model._meta.label in WRITTEN_BY_US:
                ungated.add(model._meta.label)
            else:
                ungated.add(f"{model._meta.label}.{field.name}")
    assert ungated == WRITTEN_BY_US.keys()
    assert gated > 80


@pytest.fixture
def text_fields(db) -> list[tuple[str, forms.CharField]]:
    return [(name, field) for name, field in every_field() if isinstance(field, forms.CharField)]


def test_every_form_text_field_passes_the_gate(text_fields):
    past = [
        (name, type(field).__name__)
        for name, field in text_fields
        if not isinstance(field, TextField | NewPasswordField)
    ]
    assert {name for name, kind in past if kind not in READ_AS_SOMETHING_ELSE} == TYPED_PASSWORDS
    assert {kind for name, kind in past if name not in TYPED_PASSWORDS} == READ_AS_SOMETHING_ELSE.keys()
    assert sum(isinstance(field, TextField) for _name, field in text_fields) > 80


def test_every_gated_form_field_refuses_and_cleans_alike(text_fields):
    for name, field in text_fields:
        if not isinstance(field, TextField) or field.most < 20:
            continue
        typed = unicodedata.normalize("NFD", "\ufeffHòa\u200b Bình\x07")
        assert field.clean(typed) == "Hòa Bình", name
        if not isinstance(field, SearchField):
            assert "maxlength" not in field.widget_attrs(field.widget), name
        with pytest.raises(ValidationError) as refused:
            field.clean("Hòa " * (field.most // 3))
        assert refused.value.code == "too_long", name
        if field.prints:
            with pytest.raises(ValidationError) as refused:
                field.clean("Đã rà ✓")
            assert refused.value.code == "unprintable", name
        if not isinstance(field, SearchField):
            with pytest.raises(ValidationError) as refused:
                field.clean("Toång soá HTX")
            assert refused.value.params["reading"] == "Tổng số HTX", name


# Nothing of it can be seen: zero width, a direction mark, a filler, BEL, a no-break space.
INVISIBLE = "\u200b\u202e\u2800\x07\u00a0"


def test_every_required_field_refuses_a_text_of_nothing_else(db):
    refusing = 0
    for name, field in every_field():
        if isinstance(field, TextField | NumberField | DateField) and field.required:
            with pytest.raises(ValidationError) as refused:
                field.clean(INVISIBLE)
            # A number and a date name what they read.
            assert isinstance(field, NumberField | DateField) or refused.value.code == "required", name
            refusing += 1
        elif isinstance(field, TextField):
            assert field.clean(INVISIBLE) == "", name
    assert refusing > 60


def test_every_model_text_that_is_not_blank_refuses_a_text_of_nothing_else():
    refusing = 0
    for model in _our_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, LineField | LinesField | SlugField):
                continue
            if field.blank:
                assert field.clean(INVISIBLE, model()) == "", field
                continue
            with pytest.raises(ValidationError) as refused:
                field.clean(INVISIBLE, model())
            assert refused.value.code in ("blank", "invalid"), field
            refusing += 1
    assert refusing > 30


def sources() -> Iterator[tuple[Path, str]]:
    for app in OUR_CODE:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def test_no_field_is_made_past_the_gate():
    """Fields that a form makes in its `__init__` are in no class: their makers are found in the source."""
    past: list[str] = []
    for path, source in sources():
        if path.parts[0] == "web":
            continue
        past += [
            f"{path}:{node.lineno}"
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("CharField", "TextField", "CharFilter")
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in ("forms", "django_filters")
        ]
    assert past == []


def test_every_posted_text_passes_the_gate():
    pattern = re.compile(r"""\b(?:POST|post|sent)(?:\.get\(|\.getlist\(|\[)\s*f?"([^"]+)\"""")
    named = {name: str(path) for path, source in sources() for name in pattern.findall(source)}
    assert {name: named.get(name) for name in named.keys() ^ POSTED.keys()} == {}


def test_no_template_cuts_what_is_pasted():
    """`maxlength` drops the end of what is pasted, without a word."""
    templates = [path for path in (ROOT / "templates").rglob("*.html") if "maxlength" in path.read_text()]
    assert templates == []


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANYTHING, st.booleans(), st.booleans())
def test_what_was_accepted_is_accepted_unchanged(text, lines, prints):
    try:
        accepted = accepted_text(text, lines=lines, prints=prints)
    except TextRefusedError as refused:
        str(refused).encode()  # it can be shown
        # What is offered can be taken, unless it also has a character that no paper can print.
        accepted, prints = refused.reading, False
        assume(accepted)
    assert accepted_text(accepted, lines=lines, prints=prints) == accepted
    assert length(accepted) <= 1000


def test_what_is_offered_for_an_old_text_can_be_taken():
    with pytest.raises(TextRefusedError) as refused:
        accepted_text("Coäng hoøa xaõ hoäi\r\nToång soá HTX")
    assert accepted_text(refused.value.reading) == "Cộng hòa xã hội\nTổng số HTX"


def test_refusal_names_the_place():
    with pytest.raises(TextRefusedError, match=r"^Hậu Giang: Trên giấy không in được ký tự “✓”"):
        accepted_text("✓", place="Hậu Giang")


def test_form_offers_the_reading_of_an_old_text_as_a_button(client_for, officer_hg):
    """It works without scripts: the button stands after the field, and its value counts."""
    client = client_for(officer_hg)
    url = reverse("provinces:cooperative-add")
    typed = {"name": "HTX Toång hôïp", "sector": "trade", "legal_state": "active", "key": "1"}
    page = client.post(url, typed).content.decode()
    assert "Chữ này có vẻ gõ bằng bảng mã VNI: “HTX Toång hôïp”. Có phải “HTX Tổng hợp”?" in page
    assert page.index('value="HTX Toång hôïp"') < page.index('name="name" value="HTX Tổng hợp" data-reading')
    # Enter presses the first button of a form: it must not replace a name corrected by hand.
    assert page.index("<button hidden></button>") < page.index("data-reading")
    client.post(url, typed | {"name": ["HTX Toång hôïp", "HTX Tổng hợp"], "key": "2"})
    assert Cooperative.objects.get().name == "HTX Tổng hợp"


def test_form_and_model_agree_on_lines():
    """A model that keeps one line would join what its form lets users write in several."""
    apart = [
        f"{form.__name__}.{name}"
        for form in our_forms()
        for model in _our_models()
        for name, field in form.base_fields.items()
        if isinstance(field, TextField) and field.has_lines
        for column in model._meta.concrete_fields
        if column.name == name and isinstance(column, LineField) and not column.has_lines
    ]
    assert apart == []
