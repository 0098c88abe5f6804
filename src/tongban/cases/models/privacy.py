"""What somebody asks about their own data, and what must not be erased yet."""

from uuid import uuid4

from django.db import models

from tongban.cases.models.case import Case
from tongban.directory.models import Assignment, Site
from tongban.kernel.models import DataKey
from tongban.parties.models import Party


class PrivacyRequest(models.Model):
    """A request under 个人信息保护法 art. 45 to 47: a copy, a correction, an erasure.

    ``content`` is sealed under the request's own key: what was asked in the person's words, and the answer.
    """

    class Kind(models.TextChoices):
        COPY = "copy"
        CORRECTION = "correction"
        ERASURE = "erasure"

    class State(models.TextChoices):
        OPEN = "open"
        PROPOSED = "proposed"  # one administrator proposes to erase; a second confirms
        DONE = "done"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    phone_digest = models.BinaryField(max_length=32, null=True, db_index=True)  # whoever asked
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, related_name="+"
    )  # taken at a counter
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    content = models.BinaryField()
    asked_at = models.DateTimeField()
    due = models.DateField()
    proposed_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_privacy_request"
        indexes = [models.Index(fields=["state", "due"], name="privacy_request_state")]


class LegalHold(models.Model):
    """A matter that must be kept whatever its retention says: a dispute, an audit (法律保全)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.BinaryField(null=True)  # sealed under the case's key
    placed_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_legal_hold"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at__isnull=True), name="legal_hold_one_live"
            )
        ]
