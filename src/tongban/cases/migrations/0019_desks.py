"""What the desks of oversight count: what is under way by authority and last day, and when something happened to a case."""

import datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce

UNDER_WAY = models.Q(status__in=("submitted", "awaiting_corrections", "in_review")) | models.Q(
    status="concluded", delivery_due__isnull=False
)
LAST_DAY = Coalesce(
    models.Case(
        models.When(status="submitted", then=models.F("intake_due")),
        models.When(status="in_review", then=models.F("promised_due")),
        models.When(status="concluded", then=models.F("delivery_due")),
        models.When(status="awaiting_corrections", then=models.F("correction_due")),
        output_field=models.DateField(),
    ),
    models.Value(datetime.date(9999, 12, 31)),
    output_field=models.DateField(),
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_due_first")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "body",
                LAST_DAY,
                "id",
                name="case_desk",
                include=[
                    "status",
                    "next_act",
                    "next_position",
                    "deciding_body",
                    "intake_due",
                    "promised_due",
                    "delivery_due",
                    "correction_due",
                ],
                condition=UNDER_WAY,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "deciding_body",
                LAST_DAY,
                "id",
                name="case_desk_decider",
                condition=UNDER_WAY & ~models.Q(deciding_body=models.F("body")),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["body"],
                name="case_set_apart",
                condition=models.Q(status="awaiting_corrections")
                | models.Q(status="in_review", course__contains='"procedures"')
                | models.Q(status="concluded", course__contains='"announced"'),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["-accepted_at", "-id"],
                name="case_accepted",
                include=["body", "deciding_body"],
                condition=models.Q(accepted_at__isnull=False),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["-concluded_at", "-id"],
                name="case_concluded",
                include=["body", "deciding_body", "accepted_at", "delivery_due"],
                condition=models.Q(concluded_at__isnull=False),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["-delivered_at", "-id"],
                name="case_delivered",
                include=["body", "deciding_body"],
                condition=models.Q(delivered_at__isnull=False),
            ),
        ),
    ]
