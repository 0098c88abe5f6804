"""Who decides a case, where that is another body than the one that takes it in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_waiting_indexes"), ("directory", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="deciding_body",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.body",
            ),
        ),
        # until now every case was decided by the body that accepted it
        migrations.RunSQL(
            "UPDATE cases_case SET deciding_body_id = body_id; SET CONSTRAINTS ALL IMMEDIATE",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="case",
            name="deciding_body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.body"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["deciding_body", "-received_at", "-id"],
                name="case_decider_received",
                condition=~models.Q(deciding_body=models.F("body")),
            ),
        ),
    ]
