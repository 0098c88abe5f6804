"""A warning that a limit is about to be passed, or was: written once, told to one post."""

from django.db import models

from tongban.cases.models import Case
from tongban.directory.models import Assignment, Body, Position


class LimitWarning(models.Model):
    """One threshold that one limit of one case reached, for the last day that it had then.

    Derived from the case: it decides nothing, and is no event of the record.  ``left`` and ``lamp`` are as they were
    when it was written, which may be later than the threshold's own day.

    To whom it is told: ``role`` and ``body``; of those who serve at a position also ``position``.
    """

    class Told(models.TextChoices):
        HOLDER = "holder"  # the post at which the case lies
        DEPUTY = "deputy"  # the head of the body
        SUPERVISOR = "supervisor"  # who supervises the body

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    limit = models.CharField(max_length=15)  # intake_check, promised, statutory, delivery
    threshold = models.CharField(max_length=30)
    due = models.DateField()
    left = models.SmallIntegerField()
    lamp = models.CharField(max_length=10)
    told = models.CharField(max_length=10, choices=Told)
    role = models.CharField(max_length=20)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "oversight_warning"
        constraints = [
            models.UniqueConstraint(fields=["case", "limit", "threshold", "due"], name="warning_once")
        ]
        indexes = [
            models.Index(fields=["role", "position", "-id"], name="warning_of_post"),
            models.Index(fields=["role", "body", "-id"], name="warning_of_body"),
            models.Index(
                fields=["role", "position", "body"],
                name="warning_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]
