"""The members of a union have days now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0011_events_from_columns"),
    ]

    operations = [
        migrations.RemoveField(model_name="cooperativeunion", name="member_coops"),
    ]
