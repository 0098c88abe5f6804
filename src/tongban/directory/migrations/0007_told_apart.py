"""How an account's maker knew its person from an administrator of the same name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_duty")]
    operations = [
        migrations.AddField("account", "told_apart", models.CharField(default="", max_length=200)),
    ]
