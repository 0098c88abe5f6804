"""The ledger's entries by their day, and one more kind of look: a list with people's names."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_looks_at_pages")]
    operations = [
        migrations.AddIndex(
            model_name="ledgerentry",
            index=BrinIndex(fields=["at"], name="ledger_at", pages_per_range=32, autosummarize=True),
        ),
        migrations.AlterField(
            model_name="accessentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("unmasked", "Unmasked"),
                    ("scan", "Scan"),
                    ("original", "Original"),
                    ("paper", "Paper"),
                    ("case", "Case"),
                    ("request", "Request"),
                    ("list", "List"),
                    ("export", "Export"),
                    ("log", "Log"),
                ],
                max_length=10,
            ),
        ),
    ]
