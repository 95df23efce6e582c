"""Static files are collected only when they changed."""

from pathlib import Path
from typing import Any

import pytest

from web import static_collection


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    """The one static file of a small site."""
    file = tmp_path / "source" / "a.css"
    file.parent.mkdir()
    file.write_text("a { color: red }")
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    settings.STATICFILES_FINDERS = settings.STATICFILES_FINDERS[:1]
    settings.STATICFILES_DIRS = [file.parent]
    settings.STATIC_ROOT = tmp_path / "collected"
    return file


def test_unchanged_files_are_not_collected_again(source):
    assert not static_collection.is_collected()
    static_collection.collect()
    assert static_collection.is_collected()
    assert list(source.parents[1].glob("collected/a.*.css"))


@pytest.mark.parametrize("change", ["other words", "another file", "no manifest", "another version's files"])
def test_change_is_collected_again(change, source, settings):
    static_collection.collect()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    match change:
        case "other words":
            source.write_text("a { color: blue }")
        case "another file":
            source.with_name("b.css").write_text("")
        case "no manifest":
            manifest.unlink()
        case _:
            manifest.write_text(manifest.read_text().replace("a.css", "b.css"))
    assert not static_collection.is_collected()
    static_collection.collect()
    assert static_collection.is_collected()


def test_interrupted_collection_is_repeated(source, monkeypatch):
    static_collection.collect()

    def break_off(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(static_collection, "call_command", break_off)
    with pytest.raises(KeyboardInterrupt):
        static_collection.collect()
    assert not static_collection.is_collected()
