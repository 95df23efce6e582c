"""`manage.py demo`: what `make demo` serves."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from emulation.awards.title_models import Title
from emulation.demo import merger_year
from emulation.demo.contests import load_contests
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from provinces.register.models import Cooperative
from reports import demo, demo_2026
from web import static_collection

YEARS = PUBLISHED, MERGED = 2023, 2026
EXAMPLES = {PUBLISHED: "kien-giang, kien-giang-lead", MERGED: "an-giang-2025, an-giang-2025-lead"}


class Command(BaseCommand):
    help = (
        "Prepares a database to try the software in: tables, catalogue, figures, accounts. Safe to run twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--static", action="store_true", help="Also collect the static files, which a server needs."
        )
        parser.add_argument(
            "--year",
            type=int,
            choices=YEARS,
            default=YEARS[0],
            help="The year to be in: 2026 is after the merger of the provinces, with the contest of 2025.",
        )

    def handle(self, *args: Any, static: bool = False, year: int = YEARS[0], **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(
                "The demo creates accounts whose password everybody knows. Set DEMO=1 to have it here, "
                "and never on a server that others reach."
            )
        if not self._is_migrated():
            self._say("Making the tables")
            call_command("migrate", verbosity=0)
        self._load(merged=year == MERGED)
        if static and not static_collection.is_collected():
            self._say("Packing scripts and styles (half a minute, this time alone)")
            static_collection.collect()
        self.stdout.write(f"Demo accounts: secretary, {EXAMPLES[year]}, ...; password {demo.PASSWORD}")

    def _load(self, *, merged: bool) -> None:
        """Load each part that has no row yet: what was entered, changed or added stays."""
        for name, model in (("cluster", Cluster), ("catalogue", Indicator), ("titles", Title)):
            if not model._default_manager.exists():
                self._say(f"Loading the {name}")
                call_command("loaddata", name, verbosity=0)
        cluster = Cluster.objects.get(slug=demo.CLUSTER)
        provinces = list(Province.objects.members_on(cluster, demo.PUBLISHED_ON))
        if not Officer.objects.exists():
            self._say("Creating the accounts")
        officers = demo.create_accounts(provinces)
        if not Period.objects.exists():
            halves = (
                "nine half-years and opening a tenth" if merged else "three half-years and opening a fourth"
            )
            self._say(f"Entering the figures of {halves}")
            load_figures = demo_2026.load_figures if merged else demo.load_figures
            load_figures(provinces, officers, timezone.localdate())
        # The seven sign for 2025 before they merge, the three close it after that.
        holds_contest = merged and not Cooperative.objects.exists() and not EmulationYear.objects.exists()
        if holds_contest:
            self._say("Holding the contest of the year of the merger")
            merger_year.begin(demo.fixture("demo_contest_2025.json"), officers)
        if not Cooperative.objects.exists():
            self._say("Filling the register")
            demo.load_register(officers)
            if merged:
                demo_2026.hand_over()
        if holds_contest:
            merger_year.close(demo.fixture("demo_contest_2025.json"), officers)
        if not merged and not EmulationYear.objects.exists():
            self._say("Holding two contests")
            load_contests(demo.fixture("demo_emulation.json"), provinces, officers)

    def _is_migrated(self) -> bool:
        """Whether `migrate`, which takes its time even then, has nothing to do."""
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())

    def _say(self, what: str) -> None:
        self.stdout.write(f"{what} ...")
        self.stdout.flush()
