"""The outbox: one row for each event, recipient and template, whatever happens to the job that sends it."""

from uuid import uuid4

from django.db import models

from tongban.kernel.models.datakey import DataKey


class Message(models.Model):
    """One message to one phone.  ``content`` is sealed: the phone and the values of the sentence."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    command_id = models.UUIDField(db_index=True)
    template = models.CharField(max_length=40)
    recipient = models.BinaryField(max_length=32)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_message"
        constraints = [
            models.UniqueConstraint(
                fields=["command_id", "recipient", "template"], name="message_once_per_event"
            )
        ]
        indexes = [models.Index(fields=["recipient", "-created_at"], name="message_recipient")]
