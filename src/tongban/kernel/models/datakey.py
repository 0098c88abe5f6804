"""The key table: kept apart in backups, so that a restored backup cannot bring an erased person back."""

from uuid import uuid4

from django.db import models


class DataKey(models.Model):
    """One wrapped key; ``wrapped`` is NULL once destroyed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wrapped = models.BinaryField(null=True)
    master_version = models.PositiveSmallIntegerField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_datakey"
