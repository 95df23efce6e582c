import datetime as dt

from django.db import migrations, models
from django.utils import timezone

GRACE = dt.timedelta(days=30)


def date_the_corrections(apps, schema_editor):
    """Corrections had no last day but the locking: what is open today stays open for a while."""
    for period in apps.get_model("figures", "Period").objects.all():
        last = period.closes_on
        if period.state != "locked":
            last = max(last, timezone.localdate())
        # There is no day after the calendar's last.
        period.corrections_until = last + GRACE if last.year < dt.MAXYEAR else last
        period.save(update_fields=["corrections_until"])


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_receipt")]

    operations = [
        migrations.AddField(
            model_name="period",
            name="corrections_until",
            field=models.DateField(null=True, verbose_name="ngày cuối được sửa số trả lại"),
        ),
        migrations.RunPython(date_the_corrections, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="period",
            name="corrections_until",
            field=models.DateField(verbose_name="ngày cuối được sửa số trả lại"),
        ),
        migrations.AlterField(
            model_name="period",
            name="closes_on",
            field=models.DateField(verbose_name="ngày cuối được nhập"),
        ),
        migrations.RemoveConstraint(model_name="period", name="period_dates_in_order"),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_on__lte", models.F("corrections_until")),
                    ("due_on__lte", models.F("closes_on")),
                    ("opens_on__lte", models.F("due_on")),
                ),
                name="period_dates_in_order",
                violation_error_message="Ngày mở, hạn gửi, ngày cuối được nhập và ngày cuối được sửa số trả lại phải theo thứ tự thời gian.",
            ),
        ),
    ]
