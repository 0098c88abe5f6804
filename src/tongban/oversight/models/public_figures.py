"""What public figures are made of: lines that the ledger holds commitments of, and the editions that were published."""

from django.db import models


class FigureCommitment(models.Model):
    """One entry of a month's stream ``figures:<month>``: the tree over the commitments of some lines.

    ``root``: the signed root up to which the cases had come; None for what is put in at the end of a month.
    """

    month = models.CharField(max_length=7)
    seq = models.PositiveIntegerField()  # of the month's stream
    root = models.PositiveIntegerField(null=True)
    lines_count = models.PositiveIntegerField()
    tree = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        db_table = "oversight_figure_commitment"
        constraints = [models.UniqueConstraint(fields=["month", "seq"], name="figure_commitment_once")]


class FigureLine(models.Model):
    """What is public of a case when a day was over, and the seed of the salts under which it is committed to.

    ``stream`` and ``seq``: up to which entry of the case's stream.  ``carried``: nothing happened in the month; it is
    put in at its end, since the case is open.
    """

    commitment = models.ForeignKey(FigureCommitment, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()  # in the tree
    stream = models.UUIDField()
    seq = models.PositiveIntegerField()
    month = models.CharField(max_length=7)
    day = models.DateField()
    first = models.BooleanField()
    carried = models.BooleanField(default=False)
    item = models.CharField(max_length=40)
    site = models.CharField(max_length=40)
    days = models.JSONField()
    facts = models.JSONField()
    previous = models.BinaryField(max_length=32)  # the commitment of the case's line before; empty: none
    seed = models.BinaryField(max_length=32)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        db_table = "oversight_figure_line"
        constraints = [models.UniqueConstraint(fields=["commitment", "place"], name="figure_line_place")]
        indexes = [
            models.Index(fields=["stream", "-seq", "-id"], name="figure_line_stream"),
            models.Index(fields=["month", "stream", "seq", "id"], name="figure_line_month"),
        ]


class FigureEdition(models.Model):
    """What was published of a month.  A correction is another edition; the database refuses to change one."""

    month = models.CharField(max_length=7)
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)  # why it takes the place of the one before
    published_at = models.DateTimeField()
    lines_count = models.PositiveIntegerField()
    figures = models.JSONField()

    class Meta:
        db_table = "oversight_figure_edition"
        constraints = [models.UniqueConstraint(fields=["month", "number"], name="figure_edition_once")]


class FigureFile(models.Model):
    """One file of an edition, byte by byte as it was published; its digest stands in the ledger."""

    edition = models.ForeignKey(FigureEdition, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=40)
    content = models.BinaryField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        db_table = "oversight_figure_file"
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="figure_file_once")]
