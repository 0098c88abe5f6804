"""The case: the row that lists and screens read, a projection of its stream of events."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Coalesce

from tongban.catalogue.models import ItemVersion
from tongban.directory.models import Assignment, Body, Position, Site
from tongban.kernel.models import DataKey
from tongban.parties.models import Party

UNDER_WAY = models.Q(status__in=("submitted", "awaiting_corrections", "in_review")) | models.Q(
    status="concluded", delivery_due__isnull=False
)
"""Applied for and not ended: what was decided and has a paper ends with its delivery."""

NEVER = date(9999, 12, 31)
LAST_DAY = Coalesce(
    models.Case(
        models.When(status="submitted", then=models.F("intake_due")),
        models.When(status="in_review", then=models.F("promised_due")),
        models.When(status="concluded", then=models.F("delivery_due")),
        models.When(status="awaiting_corrections", then=models.F("correction_due")),
        output_field=models.DateField(),
    ),
    models.Value(NEVER),
    output_field=models.DateField(),
)
"""The last day of the limit that binds now, as `clocks.running_due` reads it; of a correction notice the applicant's.

`NEVER` where there is none: it sorts behind every other.  Only a statement of this very form is found by `case_desk`.
"""
COUNTED_BY = (
    "status",
    "next_act",
    "next_position",
    "deciding_body",
    "intake_due",
    "promised_due",
    "delivery_due",
    "correction_due",
)


class Case(models.Model):
    """One matter (办件).

    Everything down to ``next_position`` is the fold of the stream (`cases.projection`).  ``content``,
    ``conclusion`` and ``handover`` are sealed under the case's key: answers, reasons, receivers.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=50, unique=True)
    status = models.CharField(max_length=25)
    outcome = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField()
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT)
    # without an index of its own: a wider one in Meta, or of a constraint, begins with it; so are others below
    body = models.ForeignKey(Body, on_delete=models.PROTECT, db_index=False)  # takes it in and accepts it
    deciding_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    intake_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    handling_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    collect_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=15)
    representation = models.CharField(max_length=15)
    # how it was made sure who applies: phone, id_card_seen, real_name; empty: not at all yet
    identity_proof = models.CharField(max_length=15, blank=True, default="", db_default="")
    assister = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    synced_at = models.DateTimeField()
    clock_start = models.DateField()  # the day from which the intake check runs, by the item's rule
    accepted_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    intake_due = models.DateField(null=True)
    deemed_due = models.DateField(null=True)  # after it the date accepts it; None: by no rule, or in doubt
    promised_due = models.DateField(null=True)
    statutory_due = models.DateField(null=True)
    delivery_due = models.DateField(null=True)
    correction_due = models.DateField(null=True)  # by when the correction notice asks for what is missing
    provisional = models.BooleanField(default=False)
    standing = models.CharField(max_length=12, blank=True, default="", db_default="")
    archived_at = models.DateTimeField(null=True)
    course = models.TextField(blank=True, default="", db_default="")  # JSON of `cases.course.Course`
    # who took it from the counter's queue
    holder = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    # where the result lies (rules/custody.py), and since which day
    result_at = models.CharField(max_length=10, blank=True, default="", db_default="")
    result_since = models.DateField(null=True)
    next_act = models.CharField(max_length=25, blank=True)
    next_position = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, related_name="+")

    applicant = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    representative = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    name_tokens = ArrayField(
        models.BigIntegerField(), default=list
    )  # blind search tokens of the applicant's name
    contact_digest = models.BinaryField(max_length=32, null=True)  # keyed digest of the contact phone
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    content = models.BinaryField()
    conclusion = models.BinaryField(null=True)
    handover = models.BinaryField(null=True)
    correction = models.BinaryField(null=True)  # sealed: the notice's reasons beyond the materials' own
    address = models.BinaryField(
        null=True
    )  # sealed: where and how papers reach the applicant (送达地址确认书)
    # sealed, by topic: what was said of the clock, and of the decision after it was delivered
    afterwards = models.BinaryField(null=True)
    # not of the stream: under which edition of the calendar the dates above were counted
    calendar_edition = models.CharField(max_length=16, blank=True, default="", db_default="")
    ledger_seq = models.PositiveIntegerField()
    ledger_hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "cases_case"
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="case_received"),
            models.Index(fields=["handling_site", "-received_at", "-id"], name="case_site_received"),
            models.Index(fields=["intake_site", "-received_at", "-id"], name="case_intake_received"),
            models.Index(fields=["body", "-received_at", "-id"], name="case_body_received"),
            models.Index(
                fields=["deciding_body", "-received_at", "-id"],
                name="case_decider_received",
                condition=~models.Q(deciding_body=models.F("body")),
            ),
            GinIndex(fields=["name_tokens"], name="case_name_tokens"),
            models.Index(
                fields=["next_position", "next_act", "promised_due"],
                name="case_waiting",
                condition=~models.Q(next_act=""),
            ),
            models.Index(
                fields=["deemed_due"], name="case_deemed_due", condition=models.Q(status="submitted")
            ),
            models.Index(
                fields=["correction_due"],
                name="case_correction_due",
                condition=models.Q(status="awaiting_corrections"),
            ),
            # what is about to be late, the first due first: each holds the open cases alone
            models.Index(
                fields=["intake_due", "id"], name="case_intake_due", condition=models.Q(status="submitted")
            ),
            models.Index(
                fields=["promised_due", "id"],
                name="case_promised_due",
                condition=models.Q(status="in_review"),
            ),
            models.Index(
                fields=["statutory_due", "id"],
                name="case_statutory_due",
                condition=models.Q(status="in_review"),
            ),
            models.Index(
                fields=["delivery_due", "id"],
                name="case_delivery_due",
                condition=models.Q(status="concluded"),
            ),
            # what the desks count and list (`oversight.queries.conditions`): of an authority what is under way, by its
            # last day; with the columns that the counting reads, so that it touches no row
            models.Index(
                "body",
                LAST_DAY,
                "id",
                name="case_desk",
                include=[*COUNTED_BY],
                condition=UNDER_WAY,
            ),
            models.Index(
                "deciding_body",
                LAST_DAY,
                "id",
                name="case_desk_decider",
                condition=UNDER_WAY & ~models.Q(deciding_body=models.F("body")),
            ),
            models.Index(
                fields=["body"],
                name="case_set_apart",
                condition=models.Q(status="awaiting_corrections")
                | models.Q(status="in_review", course__contains='"procedures"')
                | models.Q(status="concluded", course__contains='"announced"'),
            ),
            # when something happened, of the whole county: a month of it is little
            models.Index(
                fields=["-accepted_at", "-id"],
                name="case_accepted",
                include=["body", "deciding_body"],
                condition=models.Q(accepted_at__isnull=False),
            ),
            models.Index(
                fields=["-concluded_at", "-id"],
                name="case_concluded",
                include=["body", "deciding_body", "accepted_at", "delivery_due"],
                condition=models.Q(concluded_at__isnull=False),
            ),
            models.Index(
                fields=["-delivered_at", "-id"],
                name="case_delivered",
                include=["body", "deciding_body"],
                condition=models.Q(delivered_at__isnull=False),
            ),
            models.Index(
                fields=["calendar_edition", "id"],
                name="case_calendar_open",
                condition=models.Q(
                    status__in=("submitted", "awaiting_corrections", "in_review", "concluded")
                ),
            ),
            models.Index(
                fields=["body"], name="case_later_entry", condition=models.Q(course__contains='"later":{')
            ),
            models.Index(
                fields=["result_at", "result_since"],
                name="case_result_lies",
                condition=models.Q(status="concluded") & ~models.Q(result_at=""),
            ),
            models.Index(
                fields=["handling_site", "-result_since", "-id"],
                name="case_handed_over",
                condition=models.Q(result_at="out"),
            ),
            models.Index(
                fields=["contact_digest"],
                name="case_contact",
                condition=models.Q(contact_digest__isnull=False),
            ),
        ]


class CaseMaterial(models.Model):
    """One material that the case's item asks of this applicant, and what came in for it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="materials", db_index=False)
    code = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    required = models.BooleanField()
    form = models.CharField(max_length=20, blank=True)
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True)
    verdict = models.CharField(max_length=10, blank=True)
    reason = models.BinaryField(null=True)  # sealed
    promise = models.CharField(max_length=10, blank=True, default="", db_default="")  # deferred, committed
    promise_due = models.DateField(null=True)
    promise_kept = models.BooleanField(null=True)

    class Meta:
        db_table = "cases_material"
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="case_material_once")]
        indexes = [
            models.Index(
                fields=["promise", "promise_due"],
                name="material_promised",
                condition=models.Q(promise_kept__isnull=True) & ~models.Q(promise=""),
            )
        ]


class CaseStep(models.Model):
    """One step of the review, copied from the item's procedure at submission."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps", db_index=False)
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, db_index=False)
    state = models.CharField(max_length=10)
    agrees = models.BooleanField(null=True)
    opinion = models.BinaryField(null=True)  # sealed
    by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(null=True)
    opened_on = models.DateField(null=True)  # the day from which its own limit runs
    # who took it from the position's queue; freed when that person is away
    taken_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=1, db_default=1)
    posted_first = models.DateField(null=True)  # first and last day of its public notice
    posted_last = models.DateField(null=True)
    objections = models.PositiveSmallIntegerField(default=0, db_default=0)  # not answered yet

    class Meta:
        db_table = "cases_step"
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="case_step_once")]
        indexes = [
            models.Index(fields=["position", "case"], name="step_position"),
            models.Index(fields=["position"], name="step_open", condition=models.Q(state="open")),
        ]


class CaseBreach(models.Model):
    """A duty of telling that was not kept in a case, recorded against the position that held it (行政许可法 art. 72).

    ``kind``: ``told_in_parts`` (a further demand that the one notice should have named), ``not_told_in_time``
    (accepted by the passing of the date).  A fact of record: nobody is ranked by it.
    """

    class Kind(models.TextChoices):
        TOLD_IN_PARTS = "told_in_parts"
        NOT_TOLD_IN_TIME = "not_told_in_time"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="breaches")
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_breach"
        indexes = [models.Index(fields=["position", "-at"], name="breach_position")]
