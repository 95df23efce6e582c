from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from emulation.awards.title_models import Title
from emulation.demo.contests import load_contests
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.clusters.models import Cluster, Province
from provinces.register.models import Cooperative
from reports import demo


class Command(BaseCommand):
    help = (
        "Prepares a database to try the software in: tables, catalogue, figures, accounts. Safe to run twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(
                "The demo creates accounts whose password everybody knows. Set DEMO=1 to have it here, "
                "and never on a server that others reach."
            )
        call_command("migrate", verbosity=0)
        if not Cluster.objects.exists():
            call_command("loaddata", "cluster", verbosity=0)
        if not Indicator.objects.exists():
            call_command("loaddata", "catalogue", verbosity=0)
        if not Title.objects.exists():
            call_command("loaddata", "titles", verbosity=0)
        cluster = Cluster.objects.get(slug=demo.CLUSTER)
        last_day = demo.PUBLISHED_ON
        provinces = list(Province.objects.members_on(cluster, last_day))
        officers = demo.create_accounts(provinces)
        if not Period.objects.exists():
            demo.load_figures(provinces, officers, timezone.localdate())
        if not Cooperative.objects.exists():
            demo.load_register(officers)
        if not EmulationYear.objects.exists():
            load_contests(demo.fixture("demo_emulation.json"), provinces, officers)
        self.stdout.write(
            f"Demo accounts: secretary, kien-giang, kien-giang-lead, ...; password {demo.PASSWORD}"
        )
