from django.db import migrations

from figures.history import triggers
from figures.history.operations import HistoryOn


def open_chains(apps, schema_editor):
    """What was there before the history is each chain's beginning."""
    triggers.enter_what_is_there(schema_editor.connection, "report", "cell", "step")


class Migration(migrations.Migration):
    dependencies = [("figures", "0008_change")]

    operations = [
        HistoryOn(),
        migrations.RunPython(open_chains, migrations.RunPython.noop),
    ]
