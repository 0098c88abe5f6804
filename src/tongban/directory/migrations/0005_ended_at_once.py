"""An assignment may be taken away at once, and given anew on the same day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0004_doors_of_staff"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(model_name="assignment", name="assignment_once"),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                fields=["staff", "position", "role", "starts"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_once",
            ),
        ),
    ]
