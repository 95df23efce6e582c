#!/usr/bin/env python
"""Django's command-line utility."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_cluster.settings")
    try:
        _ = settings.INSTALLED_APPS  # reads the settings file
    except ImproperlyConfigured as error:
        # The sentence alone: a command of Django's own would bury it under tracebacks.
        sys.exit(str(error))
    execute_from_command_line(sys.argv)
