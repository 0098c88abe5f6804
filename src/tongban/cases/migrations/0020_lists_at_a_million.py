"""Lists at a million cases: every list's order by one index, and what the planner must know of places that go together.

A position is at one site, and an item is one position's: without the statistics the planner takes them for independent,
expects a hundredth of the rows and sorts them all instead of walking the index to the first page.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_desks")]

    operations = [
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["-received_at", "-id"], name="case_received")
        ),
        migrations.RunSQL(
            "CREATE STATISTICS case_places (mcv, dependencies)"
            " ON handling_site_id, position_id, body_id, deciding_body_id FROM cases_case",
            "DROP STATISTICS case_places",
        ),
        migrations.RunSQL(
            "CREATE STATISTICS case_items (mcv, dependencies)"
            " ON position_id, item_version_id, intake_site_id FROM cases_case",
            "DROP STATISTICS case_items",
        ),
    ]
