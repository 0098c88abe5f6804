"""What the sweep and the lists of reviewers look for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_case_number_sequence")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["intake_due"], name="case_intake_due", condition=models.Q(status="submitted")
            ),
        ),
        migrations.AddIndex(
            model_name="casestep",
            index=models.Index(fields=["position"], name="step_open", condition=models.Q(state="open")),
        ),
    ]
