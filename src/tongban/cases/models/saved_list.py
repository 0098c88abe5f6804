"""A list that somebody looks at again and again: its filter and columns, under a name."""

from django.db import models

from tongban.directory.models import Body, Staff


class SavedList(models.Model):
    """One saved list of one person; with a body it is shown to everybody who handles cases there.

    What was searched for is not kept: people type names there.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=40)
    group = models.CharField(max_length=20)
    chosen = models.JSONField(default=dict)  # `list_filter.ListFilter.values`
    hidden = models.JSONField(default=list)  # columns that are not shown
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_saved_list"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "name"],
                name="saved_list_name",
                condition=models.Q(removed_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(fields=["body"], name="saved_list_body", condition=models.Q(removed_at__isnull=True))
        ]
