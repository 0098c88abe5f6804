"""Staff who declared kin are known as such with their own row, so that an act of the others asks nothing more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_told_apart")]

    operations = [
        migrations.AddField(model_name="staff", name="kin_declared", field=models.BooleanField(default=False))
    ]
