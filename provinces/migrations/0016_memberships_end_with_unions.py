"""Memberships of unions that ended before they were closed with them end on that day.

What is written follows from the end of the union, which the log has: nobody is said to have changed anything.
"""

from typing import Any

from django.db import migrations
from django.db.models import Q


def close(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    memberships = apps.get_model("provinces", "UnionMembership")._default_manager.using(alias)
    unions = apps.get_model("provinces", "CooperativeUnion")._default_manager.using(alias)
    for pk, day in unions.exclude(ended_on=None).values_list("pk", "ended_on"):
        memberships.filter(union=pk, since__gte=day).delete()
        memberships.filter(Q(until=None) | Q(until__gt=day), union=pk).update(until=day)


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0015_register_import"),
    ]

    operations = [
        migrations.RunPython(close, migrations.RunPython.noop),
    ]
