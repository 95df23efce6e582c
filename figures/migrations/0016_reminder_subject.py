from django.db import migrations, models

OF_CONTEST = "emulation-"


def name_subject(apps, schema_editor):
    reminders = apps.get_model("figures", "Reminder").objects
    for period in apps.get_model("figures", "Period").objects.all():
        reminders.filter(period=period).update(subject=f"{period.year}-H{period.half}")
    for year in set(reminders.exclude(contest=None).values_list("contest", flat=True)):
        reminders.filter(contest=year).update(subject=f"{OF_CONTEST}{year}")


def back(apps, schema_editor):
    reminders = apps.get_model("figures", "Reminder").objects
    for period in apps.get_model("figures", "Period").objects.all():
        reminders.filter(subject=f"{period.year}-H{period.half}").update(period=period)
    for subject in set(reminders.filter(period=None).values_list("subject", flat=True)):
        reminders.filter(subject=subject).update(contest=int(subject.removeprefix(OF_CONTEST)))
    if schema_editor.connection.vendor == "postgresql":
        # It alters no table whose new references it has still to check.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    """A reminder says what it is about in one text; those that were sent are not sent again."""

    dependencies = [
        ("figures", "0015_receipts_to_web"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_once_a_day",
        ),
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_of_period_once_a_day",
        ),
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_of_contest_once_a_day",
        ),
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_of_contest_as_a_whole_once",
        ),
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_names_its_province",
        ),
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_kind_known",
        ),
        migrations.AddField(
            model_name="reminder",
            name="subject",
            field=models.CharField(default="", max_length=30, verbose_name="về việc"),
            preserve_default=False,
        ),
        migrations.RunPython(name_subject, back),
        migrations.RemoveField(
            model_name="reminder",
            name="contest",
        ),
        migrations.RemoveField(
            model_name="reminder",
            name="period",
        ),
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(max_length=30, verbose_name="loại"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("subject", "province", "officer", "kind", "day"),
                name="reminder_once_a_day",
                violation_error_message="Thư nhắc này đã có.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("province", None)),
                fields=("subject", "officer", "kind", "day"),
                name="reminder_of_no_province_once_a_day",
                violation_error_message="Thư nhắc này đã có.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", ""), _negated=True), models.Q(("subject", ""), _negated=True)
                ),
                name="reminder_says_of_what",
                violation_error_message="Thư nhắc phải ghi loại và việc được nhắc.",
            ),
        ),
    ]
