"""What counting open cases anew leaves beside their ledger: how far it is, and who is still to be told in person."""

from django.db import models

from tongban.cases.models.case import Case
from tongban.directory.models import Assignment


class CalendarRun(models.Model):
    """One counting anew, for people who want to know how far it is; the work itself is known by the cases' rows.

    ``target``: the editions of the regions' calendars that it counts by, as one digest.
    """

    target = models.CharField(max_length=16)
    reason = models.CharField(max_length=200, blank=True)  # number or title of the notice that caused it
    started_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    checked = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)  # of which a last day moved
    settled = models.PositiveIntegerField(
        default=0
    )  # of which a date became firm or doubtful, without moving
    messages = models.PositiveIntegerField(default=0)
    in_person = models.PositiveIntegerField(default=0)  # to be told face to face or in writing
    ended_at = models.DateTimeField(null=True)
    complete = models.BooleanField(default=False)  # False at its end: another publication came before it

    class Meta:
        db_table = "cases_calendar_run"
        constraints = [
            models.UniqueConstraint(
                fields=["target"],
                name="calendar_run_at_once",
                condition=models.Q(ended_at__isnull=True),
            )
        ]


class DateChange(models.Model):
    """A date that somebody without a phone was told, and that a calendar moved: to be told in person or in writing.

    Beside the stream: the event ``recomputed`` at ``seq`` has the dates, this row who told the new one, when and how.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveIntegerField()  # the event's number in the case's stream
    kind = models.CharField(max_length=12)  # intake_check, correction, promised, delivery, deferred
    was = models.DateField()
    becomes = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    told_how = models.CharField(max_length=10, blank=True)  # in_person, letter, called; message

    class Meta:
        db_table = "cases_date_change"
        constraints = [models.UniqueConstraint(fields=["case", "seq", "kind"], name="date_change_each_once")]
        indexes = [
            models.Index(fields=["case"], name="date_change_open", condition=models.Q(told_at__isnull=True))
        ]
