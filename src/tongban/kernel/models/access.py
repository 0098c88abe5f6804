"""Who looked at what: apart from the ledger, since looking changes no matter."""

from django.db import models


class AccessEntry(models.Model):
    """One look.  In the database a table partitioned by month (``at``), which refuses UPDATE, DELETE, TRUNCATE.

    Who looked is written down as it was then: the person, the assignment and the site.
    """

    class Kind(models.TextChoices):
        UNMASKED = "unmasked"  # one masked value, with a reason
        SCAN = "scan"  # the picture of a material's page
        ORIGINAL = "original"  # a material's file, downloaded
        PAPER = "paper"  # a paper's file
        CASE = "case"  # a case's page
        REQUEST = "request"  # a request about one's own data
        LIST = "list"  # a list with people's names
        EXPORT = "export"  # rows that left the program
        LOG = "log"  # this log itself, searched

    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    actor_key = models.CharField(max_length=80)
    staff_id = models.BigIntegerField(null=True)  # no foreign key: the row outlives everything it names
    site_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=10)  # case, person, request, list
    subject = models.CharField(
        max_length=64
    )  # the case's or person's id, the request's number, or the list's name
    field = models.CharField(max_length=60, blank=True)
    reason = models.BinaryField(null=True)  # sealed under the subject's key: what is typed may name somebody
    key_id = models.UUIDField(null=True)  # the key it is sealed under
    rows = models.PositiveIntegerField(null=True)  # how many left, of an export; how many people, of a list

    class Meta:
        db_table = "kernel_access"
