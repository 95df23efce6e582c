from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0006_named_cells")]

    operations = [
        migrations.RemoveField(model_name="step", name="indicators"),
        migrations.AddField(
            model_name="step",
            name="indicators",
            field=models.ManyToManyField(
                blank=True, related_name="+", through="figures.NamedCell", to="figures.indicator"
            ),
        ),
    ]
