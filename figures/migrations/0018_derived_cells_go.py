from django.db import migrations

from figures.history.operations import HistoryOff, HistoryOn


class Migration(migrations.Migration):
    dependencies = [("figures", "0017_explained_finding")]

    operations = [
        HistoryOff(),
        migrations.RemoveField(model_name="figure", name="estimated"),
        migrations.RemoveField(model_name="figure", name="explained_rules"),
        HistoryOn(),
    ]
