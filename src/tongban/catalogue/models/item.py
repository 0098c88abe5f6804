"""Items of the catalogue, the layers of their versions, and the editions that hold at a place.

A layer is what one division says of an item: the highest states the whole content, a lower one its changes.
An edition is the composed content at a place for a span of days; a case stays on the edition it was submitted under.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Item(models.Model):
    """One item (事项).

    ``listed``: its entry in the base list (应进必进) with name, type and position; null where it is in none.
    """

    code = models.CharField(max_length=50, unique=True)
    listed = models.JSONField(null=True)

    class Meta:
        db_table = "catalogue_item"


class LayerVersion(models.Model):
    """One version of one division's layer, immutable but for its last day."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="layers")
    division_code = models.CharField(max_length=12, blank=True)
    number = models.PositiveIntegerField()
    base = models.BooleanField()  # the whole content, not an override
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)  # the last day
    content = models.JSONField()
    digest = models.BinaryField(max_length=32)
    reason = models.CharField(max_length=200)

    class Meta:
        db_table = "catalogue_layer_version"
        constraints = [
            models.UniqueConstraint(fields=["item", "division_code", "number"], name="layer_version_once"),
        ]


class ItemVersion(models.Model):
    """One edition, immutable but for its last day: the content composed of ``layers``, highest first."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    division_code = models.CharField(max_length=12, blank=True)
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)  # the last day
    definition = models.JSONField()
    digest = models.BinaryField(max_length=32)
    layers = ArrayField(models.BigIntegerField(), default=list)
    taken = models.BooleanField(default=True)
    published = models.BooleanField(default=True)
    reason = models.CharField(max_length=200)

    class Meta:
        db_table = "catalogue_item_version"
        constraints = [
            models.UniqueConstraint(fields=["item", "division_code", "number"], name="item_version_once"),
        ]
        indexes = [models.Index(fields=["division_code", "item"], name="edition_of_place")]
