"""A person or organization that has matters here."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tongban.kernel.models import DataKey


class Party(models.Model):
    """One citizen, household or organization.

    ``content`` is sealed JSON under the party's own key: name, number, phone.  Digests and search tokens
    are keyed; erasing empties them and destroys the key.
    """

    class NumberKind(models.TextChoices):
        CITIZEN = "citizen_number"
        CREDIT_CODE = "credit_code"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    content = models.BinaryField()
    number_kind = models.CharField(max_length=15, choices=NumberKind)
    number_digest = models.BinaryField(max_length=32, null=True, unique=True)
    phone_digest = models.BinaryField(max_length=32, null=True, db_index=True)
    name_tokens = ArrayField(models.BigIntegerField(), default=list)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "parties_party"
        indexes = [GinIndex(fields=["name_tokens"], name="party_name_tokens")]
