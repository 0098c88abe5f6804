"""The ledger's tables.  The database refuses UPDATE, DELETE and TRUNCATE on them (migration 0002)."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class LedgerEntry(models.Model):
    """One event of one stream: the exact bytes that were hashed, and what finds them.

    The column ``xid`` (xid8, default ``pg_current_xact_id()``) exists in the database only: roots are cut
    by it, since a transaction that commits late escapes any time stamp.
    """

    kind = models.CharField(max_length=20)
    stream = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=40)
    at = models.DateTimeField()
    command_id = models.UUIDField()
    algorithm = models.CharField(max_length=10, default="sha256")
    canonical = models.BinaryField()
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "kernel_ledger_entry"
        constraints = [models.UniqueConstraint(fields=["kind", "stream", "seq"], name="ledger_stream_seq")]
        # entries come in the order of time: a day is a few neighbouring pages, and the index costs a write nothing
        indexes = [BrinIndex(fields=["at"], name="ledger_at", pages_per_range=32, autosummarize=True)]


class LedgerRoot(models.Model):
    """A signed root over every stream that advanced since the root before."""

    number = models.PositiveIntegerField(primary_key=True)
    cut_at = models.DateTimeField()
    cut_xid = models.BigIntegerField()
    streams = models.PositiveIntegerField()
    tree = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    public_key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        db_table = "kernel_ledger_root"


class LedgerRootHead(models.Model):
    """One leaf of a root: how far one stream had come."""

    root = models.ForeignKey(LedgerRoot, on_delete=models.PROTECT, related_name="heads")
    kind = models.CharField(max_length=20)
    stream = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "kernel_ledger_root_head"
        constraints = [
            models.UniqueConstraint(fields=["root", "kind", "stream"], name="root_stream_once"),
        ]
        indexes = [models.Index(fields=["kind", "stream"], name="root_head_stream")]
