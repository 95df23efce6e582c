import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0007_step_indicators"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[("cell", "Số liệu"), ("report", "Báo cáo"), ("step", "Bước xử lý")],
                        max_length=10,
                    ),
                ),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="figures.indicator",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="figures.step",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="figures.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "thay đổi",
                "verbose_name_plural": "lịch sử thay đổi",
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "number"), name="change_once_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("indicator__isnull", False), ("step", None), ("what", "cell")),
                            models.Q(("indicator", None), ("step", None), ("what", "report")),
                            models.Q(("indicator", None), ("step__isnull", False), ("what", "step")),
                            _connector="OR",
                        ),
                        name="change_names_what_it_is_about",
                    ),
                ],
            },
        ),
    ]
