"""Open cases by the last day of each limit: what is about to be late is found without looking at the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_saved_lists")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["intake_due", "id"], name="case_intake_due", condition=models.Q(status="submitted")
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["promised_due", "id"], name="case_promised_due", condition=models.Q(status="in_review")
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["statutory_due", "id"],
                name="case_statutory_due",
                condition=models.Q(status="in_review"),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["delivery_due", "id"], name="case_delivery_due", condition=models.Q(status="concluded")
            ),
        ),
    ]
