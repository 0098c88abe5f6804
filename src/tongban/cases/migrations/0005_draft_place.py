"""A draft remembers the place whose edition it was begun under."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_deciding_body")]
    operations = [
        migrations.AddField(
            model_name="draft",
            name="place",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
    ]
