"""Two more kinds of looks: a case's page, and a request about one's own data.  The table itself stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_access_log_and_limits")]
    operations = [
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
                    ("export", "Export"),
                    ("log", "Log"),
                ],
                max_length=10,
            ),
        ),
    ]
