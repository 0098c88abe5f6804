"""Counter rows of gapless numbers."""

from django.db import models


class PaperCounter(models.Model):
    """The last serial given out for one body, kind and legal year."""

    body_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "kernel_paper_counter"
        constraints = [models.UniqueConstraint(fields=["body_id", "kind", "year"], name="paper_counter_once")]
