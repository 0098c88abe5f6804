"""Lists that somebody comes back to, under a name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_review_corrected"), ("directory", "0010_supervisor")]

    operations = [
        migrations.CreateModel(
            name="SavedList",
            fields=[
                ("id", models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    )),
                ("name", models.CharField(max_length=40)),
                ("group", models.CharField(max_length=20)),
                ("chosen", models.JSONField(default=dict)),
                ("hidden", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.body",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.staff"
                    ),
                ),
            ],
            options={
                "db_table": "cases_saved_list",
                "indexes": [
                    models.Index(
                        condition=models.Q(removed_at__isnull=True), fields=["body"], name="saved_list_body"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(removed_at__isnull=True),
                        fields=("staff", "name"),
                        name="saved_list_name",
                    )
                ],
            },
        ),
    ]
