"""Memberships of unions that ended before they were closed with them end on that day.

What is written follows from the end of the union, which the log has: nobody is said to have changed anything.
"""

from typing import Any

from django.db import migrations, models
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
        migrations.AlterField(
            model_name="registerimport",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cooperatives", "hợp tác xã"),
                    ("groups", "tổ hợp tác"),
                    ("unions", "liên hiệp hợp tác xã"),
                    ("cooperative-products", "sản phẩm của hợp tác xã"),
                    ("group-products", "sản phẩm của tổ hợp tác"),
                    ("union-products", "sản phẩm của liên hiệp hợp tác xã"),
                    ("cooperative-chains", "liên kết chuỗi của hợp tác xã"),
                    ("group-chains", "liên kết chuỗi của tổ hợp tác"),
                    ("union-chains", "liên kết chuỗi của liên hiệp hợp tác xã"),
                    ("union-members", "thành viên của liên hiệp hợp tác xã"),
                ],
                max_length=20,
            ),
        ),
    ]
