"""Who supervises the townships of a county has a role of their own."""

from django.db import migrations, models

ROLES = [
    ("assister", "Assister"),
    ("clerk", "Clerk"),
    ("reviewer", "Reviewer"),
    ("approver", "Approver"),
    ("county_reviewer", "County Reviewer"),
    ("county_approver", "County Approver"),
    ("supervisor", "Supervisor"),
    ("catalogue_editor", "Catalogue Editor"),
    ("catalogue_approver", "Catalogue Approver"),
    ("system_admin", "System Admin"),
    ("security_admin", "Security Admin"),
    ("auditor", "Auditor"),
]


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_lamp_rule")]

    operations = [
        migrations.AlterField(
            model_name="assignment", name="role", field=models.CharField(choices=ROLES, max_length=20)
        ),
        migrations.AlterField(
            model_name="dutygap", name="role", field=models.CharField(choices=ROLES, max_length=20)
        ),
    ]
