"""An authority may have thresholds of its own for the supervision lamps, from a day on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_kin_declared")]

    operations = [
        migrations.CreateModel(
            name="LampRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField()),
                ("thresholds", models.JSONField(default=list)),
                ("basis", models.CharField(max_length=200)),
                ("set_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lamp_rules",
                        to="directory.body",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.assignment",
                    ),
                ),
            ],
            options={
                "db_table": "directory_lamp_rule",
                "indexes": [models.Index(fields=["body", "starts", "id"], name="lamp_rule_body")],
            },
        )
    ]
