"""Idempotency: every command ever acknowledged, under its actor's own key."""

from uuid import uuid4

from django.db import models


class CommandRecord(models.Model):
    """One command that was carried out.

    ``digest`` is a keyed digest of the request body; ``reference`` holds ids only.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    actor_key = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32)
    reference = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "kernel_command"
        constraints = [models.UniqueConstraint(fields=["actor_key", "key"], name="command_once")]
