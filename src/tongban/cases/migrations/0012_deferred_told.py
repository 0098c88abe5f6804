"""One counting anew may move a limit and the day of what is to follow: each is told by a row of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_middle")]

    operations = [
        migrations.RemoveConstraint(model_name="datechange", name="date_change_once"),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.UniqueConstraint(fields=("case", "seq", "kind"), name="date_change_each_once"),
        ),
    ]
