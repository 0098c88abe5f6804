"""How far a counting anew is, and who is still to be told a new date in person."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_deemed_due"), ("directory", "0005_ended_at_once")]
    operations = [
        migrations.CreateModel(
            name="CalendarRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("target", models.CharField(max_length=16)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("started_at", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("checked", models.PositiveIntegerField(default=0)),
                ("moved", models.PositiveIntegerField(default=0)),
                ("settled", models.PositiveIntegerField(default=0)),
                ("messages", models.PositiveIntegerField(default=0)),
                ("in_person", models.PositiveIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                ("complete", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "cases_calendar_run",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("target",),
                        name="calendar_run_at_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("was", models.DateField()),
                ("becomes", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("told_how", models.CharField(blank=True, max_length=10)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.assignment",
                    ),
                ),
            ],
            options={
                "db_table": "cases_date_change",
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at__isnull", True)),
                        fields=["case"],
                        name="date_change_open",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("case", "seq"), name="date_change_once")],
            },
        ),
    ]
