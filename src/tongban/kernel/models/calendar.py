"""Notices of working days that were published in the running program; they go before the files."""

from django.db import models


class CalendarNotice(models.Model):
    """One year of the nation or of one region, as somebody published it (节假日安排通知).

    ``content`` is the file as it was given.  A correction is a new row; the one before bears ``superseded_at`` and
    stays.
    """

    region = models.CharField(max_length=6, blank=True)  # area code; empty for the nation
    year = models.PositiveSmallIntegerField()
    content = models.TextField()
    digest = models.BinaryField(max_length=32)  # SHA-256 of the content
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField()  # False: the notice itself is not in hand
    published_at = models.DateTimeField()
    by = models.BigIntegerField(null=True)  # the assignment; None: the operator's command line
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_calendar_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year"],
                name="calendar_notice_holds_once",
                condition=models.Q(superseded_at__isnull=True),
            )
        ]
