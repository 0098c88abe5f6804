"""Indexes that a wider one begins with go: every act on a case wrote them too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_waiting_counted"), ("directory", "0010_supervisor")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="body",
            field=models.ForeignKey(db_index=False, on_delete=models.PROTECT, to="directory.body"),
        ),
        migrations.AlterField(
            model_name="case",
            name="handling_site",
            field=models.ForeignKey(
                db_index=False, on_delete=models.PROTECT, related_name="+", to="directory.site"
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="intake_site",
            field=models.ForeignKey(
                db_index=False, on_delete=models.PROTECT, related_name="+", to="directory.site"
            ),
        ),
        migrations.AlterField(
            model_name="casematerial",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=models.CASCADE, related_name="materials", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=models.CASCADE, related_name="steps", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="position",
            field=models.ForeignKey(db_index=False, on_delete=models.PROTECT, to="directory.position"),
        ),
    ]
