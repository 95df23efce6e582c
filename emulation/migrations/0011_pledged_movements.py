import django.db.models.deletion
from django.db import migrations, models


def name_what_stands(apps, schema_editor):
    """Pledges that were sent before name the movements that their papers showed until now."""
    Movement = apps.get_model("emulation", "Movement")
    Pledge = apps.get_model("emulation", "Pledge")
    PledgedMovement = apps.get_model("emulation", "PledgedMovement")
    sent = Pledge.objects.exclude(state="draft")
    owners = set(sent.values_list("year", "province"))
    owners |= {(year, None) for year in sent.filter(state="signed").values_list("year", flat=True)}
    PledgedMovement.objects.bulk_create(
        PledgedMovement(
            year_id=movement.year_id,
            province_id=movement.province_id,
            movement=movement,
            name=movement.name,
            begins_on=movement.begins_on,
            ends_on=movement.ends_on,
        )
        for movement in Movement.objects.all()
        if (movement.year_id, movement.province_id) in owners
    )


class Migration(migrations.Migration):
    dependencies = [
        ("emulation", "0010_commendation"),
        ("provinces", "0002_one_cluster"),
    ]

    operations = [
        migrations.CreateModel(
            name="PledgedMovement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên phong trào")),
                ("begins_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến hết ngày")),
                (
                    "movement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="emulation.movement",
                        verbose_name="phong trào",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provinces.province",
                        verbose_name="tỉnh, thành phố",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pledged_movements",
                        to="emulation.emulationyear",
                        verbose_name="năm thi đua",
                    ),
                ),
            ],
            options={
                "verbose_name": "phong trào đăng ký",
                "verbose_name_plural": "phong trào đăng ký",
                "ordering": [
                    models.OrderBy(models.F("province__position"), nulls_first=True),
                    "begins_on",
                    "pk",
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "province", "name"),
                        name="pledged_movement_name_once_a_province",
                        violation_error_message="Tỉnh đã đăng ký phong trào tên này.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("province", None)),
                        fields=("year", "name"),
                        name="pledged_movement_name_once_in_the_cluster",
                        violation_error_message="Cụm đã đăng ký phong trào tên này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="pledged_movement_ends_after_it_begins",
                        violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
                    ),
                ],
            },
        ),
        migrations.RunPython(name_what_stands, migrations.RunPython.noop),
    ]
