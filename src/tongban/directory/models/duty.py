"""Who stands in for whom, who is whose kin, and what a site promises beside its items."""

from django.db import models

from tongban.directory.models.people import Assignment, Staff
from tongban.directory.models.places import Body, Position, Site
from tongban.directory.models.registers import Absence


class DutyGap(models.Model):
    """Days on which nobody of a position serves in a role: A and B away together, or the last of them gone.

    Written when it can first be seen: with the absence, or with the end of the assignment (``absence`` is then NULL).
    """

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Assignment.Role)
    first = models.DateField()
    last = models.DateField(null=True)  # NULL: until somebody is appointed
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, null=True, related_name="gaps")
    seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # somebody was found, or the absence was struck out
    settled_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "directory_duty_gap"
        indexes = [
            models.Index(
                fields=["position", "first"],
                name="duty_gap_open",
                condition=models.Q(settled_at__isnull=True),
            )
        ]


class Kin(models.Model):
    """Near kin of a member of staff or an assister, declared so that they do not decide on them (回避).

    The name is sealed under its own key; the citizen number is kept as a keyed digest only.
    """

    class Relation(models.TextChoices):
        SELF = "self"
        SPOUSE = "spouse"
        PARENT = "parent"
        CHILD = "child"
        SIBLING = "sibling"
        IN_LAW = "in_law"
        OTHER = "other"  # another close relation or interest that may sway the judgement

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="declared_kin")
    relation = models.CharField(max_length=10, choices=Relation)
    number_digest = models.BinaryField(max_length=32)
    key = models.ForeignKey("kernel.DataKey", on_delete=models.PROTECT, related_name="+")
    name = models.BinaryField()  # sealed
    declared_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_kin"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "number_digest"],
                condition=models.Q(ended_at__isnull=True),
                name="kin_once",
            )
        ]
        indexes = [models.Index(fields=["number_digest"], name="kin_number")]


class ServicePromise(models.Model):
    """A promise of service that a body publishes (服务承诺), from a day to a day."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="promises")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="promises")
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=300, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)
    entered_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "directory_service_promise"


class ExtendedSession(models.Model):
    """A session beyond the office hours (延时服务), announced beforehand; afterwards it is on record what it served.

    ``served``: how many people were served; a fact of the site, of no person.
    """

    class Kind(models.TextChoices):
        NOON = "noon"
        EVENING = "evening"
        WEEKEND = "weekend"
        HOLIDAY = "holiday"
        APPOINTMENT = "appointment"  # 预约服务

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="extended_sessions")
    day = models.DateField()
    opens = models.TimeField()
    closes = models.TimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    note = models.CharField(max_length=100, blank=True)
    held = models.BooleanField(null=True)  # NULL: not said yet
    served = models.PositiveSmallIntegerField(null=True)
    entered_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_extended_session"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="extended_session_closes_later"
            )
        ]
        indexes = [models.Index(fields=["site", "day"], name="extended_session_day")]
