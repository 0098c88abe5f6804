"""What could name a person outside any erasable key: messages under the master key, reasons in plain text."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_append_only")]
    operations = [
        # sign-in codes, worthless after five minutes
        migrations.RunSQL("DELETE FROM kernel_message WHERE key_id IS NULL", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="message",
            name="key",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="kernel.datakey"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE kernel_access ALTER COLUMN reason TYPE bytea USING convert_to(reason, 'UTF8')",
                    "ALTER TABLE kernel_access ALTER COLUMN reason TYPE varchar(200) USING ''",
                )
            ],
            state_operations=[
                migrations.AlterField(model_name="accessentry", name="reason", field=models.BinaryField())
            ],
        ),
    ]
