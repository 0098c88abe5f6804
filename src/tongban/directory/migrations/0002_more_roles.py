"""The county's approvers, and who edits and approves the catalogue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[
                    ("assister", "Assister"),
                    ("clerk", "Clerk"),
                    ("reviewer", "Reviewer"),
                    ("approver", "Approver"),
                    ("county_reviewer", "County Reviewer"),
                    ("county_approver", "County Approver"),
                    ("catalogue_editor", "Catalogue Editor"),
                    ("catalogue_approver", "Catalogue Approver"),
                ],
                max_length=20,
            ),
        ),
    ]
