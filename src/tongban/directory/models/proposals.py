"""Acts of administration that take two persons (双人办理)."""

from uuid import uuid4

from django.db import models

from tongban.directory.models.people import Assignment


class Proposal(models.Model):
    """One act that somebody proposed and somebody else confirms or turns down.

    ``payload`` holds ids and codes only, no personal data.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        TURNED_DOWN = "turned_down"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)  # e.g. appoint_administrator, recover_account, scanning_off
    payload = models.JSONField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    proposed_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_proposal"
        indexes = [models.Index(fields=["state", "-proposed_at"], name="proposal_state")]
