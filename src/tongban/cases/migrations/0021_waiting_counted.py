"""What waits for a correction is counted anew as well: the day to bring it by may come to be one of rest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_lists_at_a_million")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_calendar_open"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["calendar_edition", "id"],
                name="case_calendar_open",
                condition=models.Q(
                    status__in=("submitted", "awaiting_corrections", "in_review", "concluded")
                ),
            ),
        ),
    ]
