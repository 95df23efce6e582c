"""The database refuses to change or delete a line of the register's log."""

from django.db import migrations

from web.append_only import only_added


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0012_no_undated_members"),
    ]

    operations = [
        only_added("provinces_cooperativelogline", "provinces_unionlogline", "provinces_grouplogline"),
    ]
