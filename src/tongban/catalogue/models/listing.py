"""How items are listed and found: one listing for each wording, the editions that use it, and its search keys.

All of it follows from the editions and can be made anew from them at any time.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.catalogue.models.item import Item, ItemVersion


class Listing(models.Model):
    """One wording of an item: what lists show, and the phrases a search looks through.

    Editions that differ in limits or materials only share one.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="listings")
    digest = models.BinaryField(max_length=32)
    scheme = models.PositiveSmallIntegerField()  # of the keys; an older one is made anew
    position = models.CharField(max_length=40)
    events = ArrayField(models.CharField(max_length=40), default=list)
    card = models.JSONField()

    class Meta:
        db_table = "catalogue_listing"
        constraints = [models.UniqueConstraint(fields=["item", "digest"], name="listing_once")]


class ListedEdition(models.Model):
    """Which listing an edition uses."""

    version = models.OneToOneField(
        ItemVersion, on_delete=models.CASCADE, primary_key=True, related_name="listed"
    )
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="editions")

    class Meta:
        db_table = "catalogue_listed_edition"


class SearchKey(models.Model):
    """One key under which a listing is found, with its weight: an inverted index in which the heaviest come first.

    A GIN index over arrays would find the rows and not their order; with ten thousand items a query would then
    read thousands of rows to rank them.  Here each key gives its heaviest entries from the index alone.
    """

    key = models.CharField(max_length=24)
    weight = models.PositiveSmallIntegerField()
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="keys", db_index=False)

    class Meta:
        db_table = "catalogue_search_key"
        indexes = [
            models.Index(fields=["key", "-weight", "listing"], name="search_key_by_weight"),
            models.Index(fields=["listing"], name="search_key_of_listing"),
        ]
