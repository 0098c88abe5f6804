"""An application being written: kept for its writer alone, gone without trace when discarded.

A draft is the life cycle's first status, before the record begins: no number, no stream of events.
"""

from uuid import uuid4

from django.db import models

from tongban.kernel.models import DataKey


class Draft(models.Model):
    """One unfinished application; whoever holds the token holds the draft."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    token_digest = models.BinaryField(max_length=32, unique=True)
    item_code = models.CharField(max_length=50)
    place = models.CharField(max_length=12, blank=True, default="")  # whose edition it was begun under
    channel = models.CharField(max_length=15)
    owner_key = models.CharField(max_length=80, blank=True, db_index=True)  # who may find it again
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    content = models.BinaryField()
    token_sealed = models.BinaryField()  # under the draft's key, so that its owner finds it again
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "cases_draft"
