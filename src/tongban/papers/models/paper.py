"""A paper: fixed by an act, written out by the worker, kept as an original."""

from uuid import uuid4

from django.db import models

from tongban.kernel.models import Blob, DataKey


class Paper(models.Model):
    """One numbered paper.

    ``snapshot`` is sealed JSON of its content dataclass; ``public`` holds what the verification page may
    show (no personal data).  Once ``blob`` is set it is never rendered again.
    """

    class State(models.TextChoices):
        VALID = "valid"
        CORRECTED = "corrected"  # 更正: holds, with the words of another paper
        SUPERSEDED = "superseded"
        REVOKED = "revoked"  # 撤销
        RECALLED = "recalled"  # 撤回
        CANCELLED = "cancelled"  # 注销
        QUASHED = "quashed"  # set aside; the matter is decided anew

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    command_id = models.UUIDField(db_index=True)
    subject = models.UUIDField(db_index=True)  # what it is about: a case id
    body_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    template_version = models.PositiveSmallIntegerField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    snapshot = models.BinaryField()
    public = models.JSONField()
    verify_code = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.VALID)
    issued_at = models.DateTimeField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True)
    digest = models.BinaryField(max_length=32, null=True)  # SHA-256 of the PDF as handed out

    class Meta:
        db_table = "papers_paper"
        constraints = [
            models.UniqueConstraint(fields=["body_id", "kind", "year", "serial"], name="paper_number_once")
        ]
