"""Stored files: random names, recorded digests, encrypted under the key of what they belong to."""

from uuid import uuid4

from django.db import models

from tongban.kernel.models.datakey import DataKey


class Blob(models.Model):
    """One file. ``sha256`` is over the stored (encrypted) bytes, so it tells nothing of the content."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    media_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()  # bytes of the content
    sha256 = models.BinaryField(max_length=32)
    pages = models.PositiveSmallIntegerField(default=1)
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_blob"
