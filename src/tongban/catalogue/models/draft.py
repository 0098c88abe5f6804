"""What is being written in the catalogue and waits for a second person."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.catalogue.models.item import LayerVersion
from tongban.directory.models import Assignment


class CatalogueDraft(models.Model):
    """One layer being written: a whole content, or a place's override.

    ``version`` counts every act on it: two windows of one editor do not overwrite each other.  ``writers`` are ids
    of staff: none of them approves it.
    """

    class Kind(models.TextChoices):
        BASE = "base"
        OVERRIDE = "override"

    class State(models.TextChoices):
        EDITING = "editing"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        APPROVED = "approved"
        DISCARDED = "discarded"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item_code = models.CharField(max_length=50)
    division_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.JSONField()
    digest = models.BinaryField(max_length=32)
    based_on = models.ForeignKey(LayerVersion, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.EDITING)
    version = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    writers = ArrayField(models.BigIntegerField(), default=list)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    effective_from = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    approver = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    sent_back = models.CharField(max_length=500, blank=True)
    published_as = models.ForeignKey(LayerVersion, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "catalogue_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["item_code", "division_code"],
                name="catalogue_draft_open",
                condition=models.Q(state__in=["editing", "submitted", "returned"]),
            )
        ]
        indexes = [models.Index(fields=["state", "-updated_at"], name="catalogue_draft_state")]

    @property
    def base(self) -> bool:
        """Whether it is a whole content."""
        return self.kind == self.Kind.BASE
