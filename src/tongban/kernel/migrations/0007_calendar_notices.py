"""Notices of working days, published in the running program."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_days_of_the_ledger_and_lists")]
    operations = [
        migrations.CreateModel(
            name="CalendarNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=6)),
                ("year", models.PositiveSmallIntegerField()),
                ("content", models.TextField()),
                ("digest", models.BinaryField(max_length=32)),
                ("source", models.CharField(max_length=200)),
                ("confirmed", models.BooleanField()),
                ("published_at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "kernel_calendar_notice",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("region", "year"),
                        name="calendar_notice_holds_once",
                    )
                ],
            },
        )
    ]
