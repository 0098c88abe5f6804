"""One import of a file into drafts, with its progress."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.directory.models import Assignment


class ImportJob(models.Model):
    """One file on its way into drafts, with how far it has come.

    The file itself is kept only until it was read.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        CHECKING = "checking"
        LOADING = "loading"
        DONE = "done"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10)  # yaml, xlsx, tables
    file_name = models.CharField(max_length=120)
    division_code = models.CharField(max_length=12)
    file = models.BinaryField(null=True)
    size = models.PositiveIntegerField()  # bytes of the file
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    rows_read = models.PositiveIntegerField(default=0)
    items_found = models.PositiveIntegerField(default=0)
    items_checked = models.PositiveIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)  # the first of them, by their places
    missing = models.JSONField(default=list)  # what a foreign table did not state: item, path
    drafts = ArrayField(models.UUIDField(), default=list)
    started_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    command_id = models.UUIDField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalogue_import_job"
        indexes = [models.Index(fields=["state", "started_at"], name="imports_by_state")]
