#!/usr/bin/env python
"""Django's command-line utility."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from emulation_cluster import environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_cluster.settings")
    try:
        if sys.argv[1:2] == ["demo"]:
            environment.write_demo_file(Path(__file__).resolve().parent / ".env")
        _ = settings.INSTALLED_APPS  # reads the settings file
    except ImproperlyConfigured as error:
        # The sentence alone: a command of Django's own would bury it under tracebacks.
        sys.exit(str(error))
    execute_from_command_line(sys.argv)
