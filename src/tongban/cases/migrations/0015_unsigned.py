"""A member of a household of whom no signature is to be had, or who refuses, stands on record with the reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_later_entries")]

    operations = [
        migrations.AlterField(
            model_name="casesignature",
            name="how",
            field=models.CharField(
                choices=[
                    ("screen", "Screen"),
                    ("paper", "Paper"),
                    ("fingerprint", "Fingerprint"),
                    ("cannot", "Cannot"),
                    ("refuses", "Refuses"),
                ],
                max_length=12,
            ),
        ),
    ]
