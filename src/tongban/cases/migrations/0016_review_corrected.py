"""A recorded yearly look is put right by a record that names it; an outcome for who died."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_unsigned")]

    operations = [
        migrations.AlterField(
            model_name="standingreview",
            name="result",
            field=models.CharField(
                blank=True,
                choices=[
                    ("kept", "Kept"),
                    ("changed", "Changed"),
                    ("stopped", "Stopped"),
                    ("died", "Died"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="standingreview",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="corrected_by",
                to="cases.standingreview",
            ),
        ),
        migrations.AddField(model_name="standingreview", name="why", field=models.BinaryField(null=True)),
        migrations.RemoveConstraint(model_name="standingreview", name="standing_review_once"),
        migrations.AddConstraint(
            model_name="standingreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(corrects=None), fields=["case", "year"], name="standing_review_once"
            ),
        ),
    ]
