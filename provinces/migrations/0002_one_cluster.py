from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="cluster",
            constraint=models.UniqueConstraint(
                models.Value(1),
                name="cluster_only_one",
                violation_error_message="Hệ thống này chỉ dành cho một cụm thi đua.",
            ),
        ),
    ]
