"""One part of the bench in its own process, with one database; prints the results as JSON.

Run as `python -m tests.bench.part paper`, or `site demo`, `site country`, `saves`, `history` or `register`.
"""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_cluster.settings")
    django.setup()  # before importing the part, which imports models
    name, *arguments = sys.argv[1:]
    results = import_module(f"tests.bench.{name}").measure(*arguments)
    sys.stdout.write(json.dumps(results))
