"""Who accepts the matters of a roster together."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_deferred_told"),
        ("directory", "0007_told_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="roster",
            name="accepting",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.assignment",
            ),
        ),
    ]
