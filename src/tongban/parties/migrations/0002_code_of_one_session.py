"""A code belongs to the session that asked for it.  Codes live five minutes: those of before are let go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [
        migrations.RunSQL("DELETE FROM parties_phone_code", migrations.RunSQL.noop),
        migrations.AddField("phonecode", "asked_by", models.BinaryField(default=b"", max_length=32), False),
    ]
