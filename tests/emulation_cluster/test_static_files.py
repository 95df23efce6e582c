"""The collected static files, which browsers cache for ever by name."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

SOURCE = settings.BASE_DIR / "static" / "js" / "entry"
IMPORT = re.compile(r"""^import\b[^;]*?["']\./([^"']+)["'];""", re.MULTILINE)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def js(collected, settings) -> Path:
    """The collected folder of the entry form's scripts."""
    storage = "emulation_cluster.static_files.HashedStaticFilesStorage"
    settings.STATIC_ROOT = collected
    settings.STATICFILES_DIRS = settings.STATICFILES_DIRS[:1]  # packing the charts' script takes seconds
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    if not (collected / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    return collected / "js" / "entry"


def hashed(js: Path) -> list[Path]:
    return [path for path in js.glob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]


def test_modules_import_each_other_by_hashed_names(js):
    (entry,) = [path for path in hashed(js) if path.name.startswith("entry.")]
    seen, to_read = set(), [entry.name]
    while to_read:
        name = to_read.pop()
        assert re.search(r"\.[0-9a-f]{12}\.js$", name), name
        seen.add(name)
        to_read += set(IMPORT.findall((js / name).read_text())) - seen
    assert len(seen) > 4, "the form is made of several modules"


def test_every_import_is_rewritten(js):
    for path in hashed(js):
        source = SOURCE / re.sub(r"\.[0-9a-f]{12}\.js$", ".js", path.name)
        named = [re.sub(r"\.[0-9a-f]{12}\.js$", ".js", name) for name in IMPORT.findall(path.read_text())]
        assert named == IMPORT.findall(source.read_text()), path.name
        assert source.read_text().count('"./') == len(named), "an import of another form"


def test_only_plotly_s_script_is_published():
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    published = {
        f"{storage.prefix}/{path}" if getattr(storage, "prefix", None) else path
        for finder in get_finders()
        for path, storage in finder.list(ignored)
    }
    assert {path for path in published if path.startswith("plotly")} == {"plotly/plotly.min.js"}
    assert {"css/base.css", "js/charts.js"} <= published
