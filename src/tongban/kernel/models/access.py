"""Who looked at what: apart from the ledger, since looking changes no matter."""

from django.db import models


class AccessEntry(models.Model):
    """One unmasking.  The database refuses UPDATE, DELETE and TRUNCATE (migration 0002)."""

    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    subject = models.CharField(max_length=64)  # case id
    field = models.CharField(max_length=60)
    reason = models.BinaryField()  # sealed under the subject's key: what is typed may name somebody

    class Meta:
        db_table = "kernel_access"
        indexes = [models.Index(fields=["subject", "at"], name="access_subject")]
