"""Written mandates (授权委托书): who may act for whom, in what, from which day to which."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.directory.models import Assignment, Site
from tongban.parties.models.party import Party


class Mandate(models.Model):
    """One mandate whose original was seen at a counter.

    Persons are rows of their own, sealed under their own keys; ``end_reason`` is sealed under the grantor's.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    grantor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    items = ArrayField(models.CharField(max_length=20), default=list)  # codes of items; empty: all
    starts = models.DateField()
    until = models.DateField(null=True)  # the last day; None: it names none
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, blank=True, default="")  # counter, grantor, handler
    ended_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.BinaryField(null=True)

    class Meta:
        db_table = "parties_mandate"
        indexes = [models.Index(fields=["site", "-seen_at"], name="mandate_site_seen")]
