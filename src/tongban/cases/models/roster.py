"""Many applications on one list (名册受理), and what fits no item (办不成事窗口)."""

from uuid import uuid4

from django.db import models

from tongban.cases.models.case import Case
from tongban.catalogue.models import ItemVersion
from tongban.directory.models import Assignment, Site
from tongban.kernel.models import DataKey


class Roster(models.Model):
    """One list of applications for one item, judged row by row; each sound row becomes a matter of its own."""

    class State(models.TextChoices):
        CHECKED = "checked"  # read and judged; nothing is filed yet
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State)
    version = models.PositiveIntegerField(default=1)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    plan = models.BinaryField()  # sealed: who brought it, and which papers came with it
    receipt = models.UUIDField(null=True)  # the one paper of the whole list, where the item says so
    why_stopped = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    filed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    # who accepts its matters together now; NULL: nobody
    accepting = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "cases_roster"
        indexes = [models.Index(fields=["site", "-made_at"], name="roster_site")]


class RosterRow(models.Model):
    """One row: its values sealed under the roster's key, its faults as codes, and the matter it became."""

    class State(models.TextChoices):
        SOUND = "sound"
        FAULTY = "faulty"
        FILED = "filed"
        REFUSED = "refused"  # sound on paper, refused when it was filed
        LEFT_OUT = "left_out"  # by the clerk

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="roster_rows")
    line = models.PositiveIntegerField()  # in the list as it came, the heading not counted
    state = models.CharField(max_length=10, choices=State)
    values = models.BinaryField()  # sealed
    faults = models.JSONField(default=list)  # codes and fields; no value of a person
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "cases_roster_row"
        constraints = [models.UniqueConstraint(fields=["roster", "line"], name="roster_row_once")]
        indexes = [models.Index(fields=["roster", "state", "line"], name="roster_row_state")]


class OddMatter(models.Model):
    """A matter that fits no item (办不成事): it gets an owner, a date and an answer.

    ``content`` is sealed under its own key: who asks, how they are reached, what it is about; ``answer`` too.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    answer = models.BinaryField(null=True)
    result = models.CharField(max_length=20, blank=True)  # solved, became_case, referred, not_possible
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    phone_digest = models.BinaryField(max_length=32, null=True)
    taken_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    due = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_odd_matter"
        indexes = [
            models.Index(fields=["site", "state", "due"], name="odd_matter_site"),
            models.Index(fields=["owner", "due"], name="odd_matter_owner", condition=models.Q(state="open")),
        ]
