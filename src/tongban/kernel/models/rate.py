"""How often somebody knocked lately: counted in the database, since there is more than one web process."""

from django.db import models


class RateWindow(models.Model):
    """One bucket of one limit.  The table is UNLOGGED: after a crash everybody starts anew."""

    bucket = models.CharField(max_length=100, primary_key=True)  # limit and a keyed digest of who knocks
    starts = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "kernel_rate_window"
