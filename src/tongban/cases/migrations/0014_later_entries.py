"""What waits for its second person is found without reading every case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_roster_accepting")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["body"], name="case_later_entry", condition=models.Q(course__contains='"later":{')
            ),
        ),
    ]
