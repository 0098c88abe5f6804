"""One-time notices that were given: who told what, when, in which edition and situation."""

from uuid import uuid4

from django.db import models

from tongban.catalogue.models.item import ItemVersion
from tongban.directory.models import Assignment, Site
from tongban.kernel.models import DataKey


class NoticeGiven(models.Model):
    """One notice. What was told follows from the edition, the situation and the channel; only the name is personal.

    ``told_to`` is sealed under ``key``, the notice's own, as its paper is; NULL where no name was left.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    command_id = models.UUIDField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT)
    place = models.CharField(max_length=12, blank=True)
    situation = models.JSONField(default=dict)
    channel = models.CharField(max_length=20, blank=True)
    how = models.CharField(max_length=20)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    given_by = models.ForeignKey(Assignment, on_delete=models.PROTECT)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    told_to = models.BinaryField(null=True)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_notice_given"
        indexes = [models.Index(fields=["site", "-given_at"], name="notices_of_site")]
