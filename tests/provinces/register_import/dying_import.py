"""An import in a process that the system kills while it runs a statement: `FILE BEGINNING_OF_SQL NUMBER`.

Prints, as JSON, how many cooperatives, log lines and finished imports there were before, and, if the process
lived, after. Without a beginning of SQL it lives.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_cluster.settings")
    django.setup()

from django.db import connection

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.register.models import Cooperative
from provinces.register.projection import differing, related
from provinces.register_import import services
from provinces.register_import.models import RegisterImport


def stored() -> dict[str, int]:
    return {
        "cooperatives": Cooperative.objects.count(),
        "log lines": related(Cooperative, "log").objects.count(),
        "imports": RegisterImport.objects.filter(state=RegisterImport.State.APPLIED).count(),
        "wrong rows": len(list(differing(Cooperative))),
    }


def tell() -> None:
    sys.stdout.write(json.dumps(stored()) + "\n")
    sys.stdout.flush()


def main(file: Path, beginning: str = "", number: str = "0") -> None:
    seen = 0

    def die(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += bool(beginning) and sql.startswith(beginning)
        result = execute(sql, params, many, context)
        if seen and seen == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    since = {"position": 1, "established_on": "2004-01-01"}
    province, _is_new = Province.objects.get_or_create(
        slug="hau-giang", defaults={"name": "Hậu Giang", "code": "HG", **since}
    )
    named = {"role": Officer.Role.ENTRY, "province": province}
    officer, _is_new = Officer.objects.get_or_create(username="hau-giang", defaults=named)
    tell()
    services.CHUNK = 2
    with connection.execute_wrapper(die):
        running = services.start_import(
            kind="cooperatives", file_name=file.name, data=file.read_bytes(), by=officer
        )
        running = services.check_all(running=running, by=officer)
        services.apply_import(running=running, by=officer, valid_rows=False)
    tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
