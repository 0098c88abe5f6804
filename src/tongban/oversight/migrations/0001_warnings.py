"""Warnings of limits that are about to be passed, or were."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0018_due_first"), ("directory", "0010_supervisor")]

    operations = [
        migrations.CreateModel(
            name="LimitWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("limit", models.CharField(max_length=15)),
                ("threshold", models.CharField(max_length=30)),
                ("due", models.DateField()),
                ("left", models.SmallIntegerField()),
                ("lamp", models.CharField(max_length=10)),
                (
                    "told",
                    models.CharField(
                        choices=[("holder", "Holder"), ("deputy", "Deputy"), ("supervisor", "Supervisor")],
                        max_length=10,
                    ),
                ),
                ("role", models.CharField(max_length=20)),
                ("written_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.body"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.position",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.assignment",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_warning",
                "indexes": [
                    models.Index(fields=["role", "position", "-id"], name="warning_of_post"),
                    models.Index(fields=["role", "body", "-id"], name="warning_of_body"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["role", "position", "body"],
                        name="warning_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "limit", "threshold", "due"), name="warning_once"
                    )
                ],
            },
        ),
    ]
