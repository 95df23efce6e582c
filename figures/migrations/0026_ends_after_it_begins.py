from typing import Any

from django.db import migrations, models
from django.db.models import F

NEVER = "9999-H2"


def keep_never_asked(apps: Any, schema_editor: Any) -> None:
    """An indicator that ended before it began was asked for in no half-year, and shall not be."""
    ended = apps.get_model("figures", "Indicator").objects.exclude(last_period="")
    ended.filter(last_period__lt=F("first_period")).update(first_period=NEVER, last_period=NEVER)


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0025_sentences_of_constraints"),
    ]

    operations = [
        migrations.RunPython(keep_never_asked, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_period", ""), ("last_period__gte", models.F("first_period")), _connector="OR"
                ),
                name="indicator_ends_after_it_begins",
                violation_error_message="Kỳ cuối cùng không được trước kỳ đầu tiên.",
            ),
        ),
    ]
