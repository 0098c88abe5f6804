"""Items of the catalogue; a case stays on the version it was submitted under."""

from django.db import models


class Item(models.Model):
    """One item (事项)."""

    code = models.CharField(max_length=50, unique=True)

    class Meta:
        db_table = "catalogue_item"


class ItemVersion(models.Model):
    """One version, immutable: the definition is the YAML file's content as JSON."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)  # the last day
    definition = models.JSONField()
    digest = models.BinaryField(max_length=32)
    reason = models.CharField(max_length=200)

    class Meta:
        db_table = "catalogue_item_version"
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_version_once")]
