"""The outbox: one row for each event, recipient, template and way, whatever happens to what carries it out."""

from uuid import uuid4

from django.db import models

from tongban.kernel.models.datakey import DataKey


class Message(models.Model):
    """One message to one person by one way.

    ``content`` is sealed: where it goes (``phone``, ``mail``, or ``name`` and ``address``) and the values of the
    sentence; once it went, the sentence itself.  A message that is sent again is a row of its own, so that its id is
    always one and the same message to a provider.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        PRINTED = "printed"  # a letter, not yet posted
        SENT = "sent"  # a provider took it; a letter was posted
        DELIVERED = "delivered"  # the provider says so; face to face: told
        FAILED = "failed"
        GIVEN_UP = "given_up"
        REPLACED = "replaced"  # by another row: sent again, or by another way

    class Channel(models.TextChoices):
        SMS = "sms"
        MAIL = "mail"
        LETTER = "letter"
        IN_PERSON = "in_person"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    command_id = models.UUIDField(db_index=True)
    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.SMS)
    again = models.PositiveSmallIntegerField(default=0)  # the how manieth sending anew
    recipient = models.BinaryField(max_length=32)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=20, blank=True, default="")  # why it failed: a code
    fault_told = models.CharField(max_length=60, blank=True, default="")  # as the provider says it
    act_by = models.DateField(null=True)  # the last day of what it asks for
    not_before = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # on the signed-in person's own page

    class Meta:
        db_table = "kernel_message"
        constraints = [
            models.UniqueConstraint(
                fields=["command_id", "recipient", "template", "channel", "again"],
                name="message_once_per_event",
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="message_recipient"),
            models.Index(
                fields=["channel", "created_at"],
                condition=models.Q(state__in=("queued", "printed")),
                name="message_waiting",
            ),
            models.Index(fields=["created_at"], condition=models.Q(state="failed"), name="message_failed"),
        ]


class MessageReceipt(models.Model):
    """What a provider said later of a message; once for each thing it says.

    No foreign key: a receipt may come while the row is held by who sends it, and must not wait for the answer that
    its own provider has not given yet.
    """

    message_id = models.UUIDField()
    status = models.CharField(max_length=10)  # delivered, failed
    code = models.CharField(max_length=40, blank=True)
    came_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_message_receipt"
        constraints = [
            models.UniqueConstraint(fields=["message_id", "status", "code"], name="receipt_said_once")
        ]
        indexes = [
            models.Index(fields=["came_at"], condition=models.Q(applied_at=None), name="receipt_to_apply")
        ]


class MessageHandling(models.Model):
    """What somebody did about a message: printed, posted, told, sent again, gave up; ``reason`` is sealed."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="handled")
    act = models.CharField(max_length=12)
    how = models.CharField(max_length=12, blank=True)
    number = models.CharField(max_length=40, blank=True)  # of the registered letter
    reason = models.BinaryField(null=True)
    by = models.BigIntegerField()  # the assignment
    at = models.DateTimeField()

    class Meta:
        db_table = "kernel_message_handling"


class MessageText(models.Model):
    """One edition of a template's words; the newest in force at a message's time is its own."""

    class State(models.TextChoices):
        WAITING = "waiting"
        IN_FORCE = "in_force"
        TURNED_DOWN = "turned_down"

    template = models.CharField(max_length=40)
    edition = models.PositiveIntegerField()
    zh = models.TextField()
    en = models.TextField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State)
    written_by = models.BigIntegerField()  # the assignment
    writer = models.BigIntegerField()  # the person: nobody approves their own words
    written_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_message_text"
        constraints = [
            models.UniqueConstraint(fields=["template", "edition"], name="message_text_edition"),
            models.UniqueConstraint(
                fields=["template"], condition=models.Q(state="waiting"), name="message_text_one_waits"
            ),
        ]
