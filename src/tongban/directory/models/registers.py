"""Registers of the directory: who is away, who keeps which seal, and what the deployment calls itself."""

from django.db import models

from tongban.directory.models.people import Assignment, Staff
from tongban.directory.models.places import Body


class Absence(models.Model):
    """Days on which somebody does not serve; passing the work on stands with the cases."""

    class Kind(models.TextChoices):
        LEAVE = "leave"
        TRAINING = "training"
        ILLNESS = "illness"
        OTHER = "other"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind)
    starts = models.DateField()
    ends = models.DateField()  # the last day away
    entered_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_absence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="absence_ends_after_start"
            )
        ]


class SealCustody(models.Model):
    """Who keeps a seal of an authority (印章保管登记): a register only, nothing is sealed by it."""

    class Kind(models.TextChoices):
        OFFICIAL = "official"  # 公章
        SPECIAL = "special"  # 业务专用章
        ELECTRONIC = "electronic"  # 电子印章

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seals")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=80)  # the text of the seal
    keeper = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        db_table = "directory_seal_custody"


class IdentityProfile(models.Model):
    """Names, logo and colours of the deployment, as rules on them stood from a day on; the newest holds.

    ``logo`` is a picture that was encoded anew, at most 200 KB; empty: the product's own mark.
    """

    platform_name = models.CharField(max_length=40)  # heads every page
    centre_title = models.CharField(max_length=40)  # what a township's centre is called, e.g. 民生服务中心
    point_title = models.CharField(max_length=40)  # what a village's point is called
    logo = models.BinaryField(default=b"")
    accent = models.CharField(max_length=7)  # "#0D3B70"; dark enough for white text (WCAG 1.4.3)
    security_contact = models.CharField(max_length=200, blank=True)  # for security.txt: mailto: or https:
    starts = models.DateTimeField()
    set_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "directory_identity_profile"


class LampRule(models.Model):
    """The thresholds of an authority's supervision lamps from a day on; the newest that has begun holds.

    ``thresholds`` as `rules.lamps.read_thresholds` reads them; empty: from that day on those of its level again.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="lamp_rules")
    starts = models.DateField()
    thresholds = models.JSONField(default=list)
    basis = models.CharField(max_length=200)  # the document or decision that sets them, as it is cited
    set_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        db_table = "directory_lamp_rule"
        indexes = [models.Index(fields=["body", "starts", "id"], name="lamp_rule_body")]
