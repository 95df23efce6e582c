"""The nightly backup of docs/administration/nightly-work.md, run as cron runs it."""

import os
import re
import subprocess

from django.conf import settings

PAGE = settings.BASE_DIR / "docs" / "administration" / "nightly-work.md"
TOOLS = {"runuser": 'shift 3; exec "$@"', "pg_dump": 'echo "$@"', "rsync": 'echo "$@"'}


def cron_lines() -> list[str]:
    text = PAGE.read_text()
    return text.split("<<'CRON'\n")[1].split("\nCRON\n")[0].splitlines()


def test_cron_does_not_cut_a_line():
    assert [line for line in cron_lines() if re.search(r"(?<!\\)%", line)] == []


def test_backup_is_for_root_alone_and_goes_to_another_machine(tmp_path):
    for name, script in TOOLS.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    folder = tmp_path / "backups"
    folder.mkdir()
    (line,) = [line for line in cron_lines() if "pg_dump" in line]
    command = line.split(" root ", 1)[1].replace("\\%", "%")
    done = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", command.replace("/var/backups/emulation-cluster", str(folder))],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    (dump,) = folder.iterdir()
    assert re.fullmatch(r"cluster-\d{4}-\d\d-\d\d\.dump", dump.name)
    assert dump.stat().st_mode & 0o777 == 0o600
    assert dump.read_text() == "--format=custom cluster\n"
    copied = ["-a", f"{folder}/", "/var/lib/emulation-cluster/evidence"]
    assert done.stdout.split() == [*copied, "backup@backup.example.vn:emulation-cluster"]
