"""What a fresh clone creates: the demo's settings, and the folder of the database file."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from emulation_cluster import environment

CONFIGURED = ["DEMO", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"]


@pytest.fixture
def unset_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in CONFIGURED:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_demo_settings_get_a_random_key(unset_environment, tmp_path):
    files = [tmp_path / name for name in ("one.env", "another.env")]
    for file in files:
        environment.write_demo_file(file)
        demo, key = file.read_text().splitlines()
        assert demo == "DEMO=1"
        assert len(key.removeprefix("SECRET_KEY=")) >= environment.SHORTEST_KEY
        assert file.stat().st_mode & 0o077 == 0, "only the owner may read the key"
    assert files[0].read_text() != files[1].read_text()


def test_existing_settings_stay(unset_environment, tmp_path):
    file = tmp_path / ".env"
    file.write_text("ALLOWED_HOSTS=example.org\n")
    environment.write_demo_file(file)
    assert file.read_text() == "ALLOWED_HOSTS=example.org\n"


@pytest.mark.parametrize("name", CONFIGURED)
@pytest.mark.parametrize("value", ["", "something"])
def test_configured_machine_gets_no_demo_settings(name, value, unset_environment, tmp_path):
    unset_environment.setenv(name, value)
    environment.write_demo_file(tmp_path / ".env")
    assert not (tmp_path / ".env").exists()


def test_unwritable_demo_settings_stop_with_a_sentence(unset_environment, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="Set DEMO=1 to do without"):
        environment.write_demo_file(tmp_path / "nowhere" / ".env")


def test_folder_of_the_default_database_is_created(unset_environment, tmp_path):
    settings = environment.database(default=tmp_path / "var" / "db.sqlite3")
    assert settings["NAME"] == str(tmp_path / "var" / "db.sqlite3")
    assert (tmp_path / "var").is_dir()


def test_folder_of_a_configured_database_is_not_created(unset_environment, tmp_path):
    unset_environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'misspelt' / 'db.sqlite3'}")
    with pytest.raises(ImproperlyConfigured, match="must exist"):
        environment.database(default=tmp_path / "var" / "db.sqlite3")
    assert list(Path(tmp_path).iterdir()) == []
