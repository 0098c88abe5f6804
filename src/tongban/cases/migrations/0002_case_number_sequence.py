"""Case numbers come from a sequence: gaps are allowed, waiting for each other is not."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE cases_number AS bigint", "DROP SEQUENCE cases_number")
    ]
