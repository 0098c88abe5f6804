"""What the middle of a case leaves on record: of its steps, signatures, fees, yearly reviews, and acts among kin."""

from uuid import uuid4

from django.db import models

from tongban.cases.models.case import Case
from tongban.directory.models import Assignment, Position, Site


class StepEntry(models.Model):
    """One thing done in a step of a case, in the round it was done; never changed, only followed by another.

    ``record`` is sealed under the case's key: the opinion or the finding in words, names, places, counts of a meeting,
    the number in another system (`cases.steps`).
    """

    class Kind(models.TextChoices):
        OPINION = "opinion"
        VERIFICATION = "verification"  # 两人核查记录
        MEETING = "meeting"  # 会议纪要和人数
        NOTICE_POSTED = "notice_posted"
        OBJECTION = "objection"
        OBJECTION_ANSWERED = "objection_answered"
        EXTERNAL = "external"  # 外部系统的受理号
        RETURNED = "returned"
        REASSIGNED = "reassigned"
        RECUSED = "recused"
        RESULT = "result"  # 出件登记：谁领走、谁带回、证号
        RESULT_TOLD = "result_told"  # somebody without a phone was told that it lies ready

    id = models.UUIDField(primary_key=True, default=uuid4)  # known before it is written: files refer to it
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="step_entries")
    step = models.CharField(max_length=40, blank=True)  # empty: of the whole matter
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=Kind)
    agrees = models.BooleanField(null=True)
    by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    record = models.BinaryField()  # sealed

    class Meta:
        db_table = "cases_step_entry"
        indexes = [models.Index(fields=["case", "at"], name="step_entry_case")]


class StepFile(models.Model):
    """A photo of a verification or the minutes of a meeting, beside its entry."""

    entry = models.ForeignKey(StepEntry, on_delete=models.CASCADE, related_name="step_files")
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "cases_step_file"
        constraints = [models.UniqueConstraint(fields=["entry", "order"], name="step_file_once")]


class CaseSignature(models.Model):
    """Somebody beside the applicant signed, as the item asks: on the screen, on paper, or by fingerprint with a witness.

    ``signer`` is sealed under the case's key: the name, the relation, the witness's name, the guardian, and where nobody
    signed the reason.
    """

    class How(models.TextChoices):
        SCREEN = "screen"
        PAPER = "paper"
        FINGERPRINT = "fingerprint"  # 按手印，有见证人
        CANNOT = "cannot"  # no signature is to be had, and why
        REFUSES = "refuses"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="case_signatures")
    order = models.PositiveSmallIntegerField()  # of the signer among those the item asks
    how = models.CharField(max_length=12, choices=How)
    signer = models.BinaryField()  # sealed
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_signature"
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="signature_once")]


class CaseFee(models.Model):
    """A fee that was paid by the published channel, or the reversal of one (收缴分离): only a line of the pinned edition.

    A reversal is a row of its own, with the opposite amount, that names the row it reverses.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_fees")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=40)  # code of the fee line
    amount = models.DecimalField(max_digits=10, decimal_places=2)  # yuan; negative: a reversal
    receipt = models.CharField(max_length=40)  # 财政票据号
    channel = models.TextField()  # as the edition publishes it
    paid_on = models.DateField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="fee_reversal")
    reason = models.BinaryField(null=True)  # sealed: why it was reversed
    by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_fee"
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"], condition=models.Q(reverses__isnull=True), name="fee_receipt_once"
            ),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True, amount__gt=0)
                | models.Q(reverses__isnull=False, amount__lt=0),
                name="fee_reversal_is_negative",
            ),
        ]
        indexes = [models.Index(fields=["site", "-at", "-id"], name="fee_site")]


class StandingReview(models.Model):
    """The yearly look at a benefit that goes on: due by a day, then kept, changed or stopped with a finding.

    A record that was wrong stays; the one after it ``corrects`` it, and says why. What nothing corrects is what holds.
    """

    class Result(models.TextChoices):
        KEPT = "kept"
        CHANGED = "changed"
        STOPPED = "stopped"
        DIED = "died"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="standing_reviews")
    year = models.PositiveSmallIntegerField()
    due = models.DateField()
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=10, choices=Result, blank=True)
    finding = models.BinaryField(null=True)  # sealed under the case's key
    by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="corrected_by"
    )  # what this one puts right
    why = models.BinaryField(null=True)  # of a correction; sealed under the case's key

    class Meta:
        db_table = "cases_standing_review"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "year"], name="standing_review_once", condition=models.Q(corrects=None)
            )
        ]
        indexes = [
            models.Index(
                fields=["position", "due"], name="standing_review_due", condition=models.Q(result="")
            )
        ]


class KinFiling(models.Model):
    """近亲属备案: somebody of the staff or the village is near kin of who applies, and what followed from it."""

    class Effect(models.TextChoices):
        FILED = "filed"  # acts that do not decide: on record, and looked at in full
        PASSED_ON = "passed_on"  # a colleague acts instead
        TO_COUNTY = "to_county"  # nobody here may act

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="kin_filings")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")  # who is kin
    act = models.CharField(max_length=30)
    effect = models.CharField(max_length=12, choices=Effect)
    note = models.BinaryField()  # sealed under the case's key: the relation, and what was said
    by = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_kin_filing"
        indexes = [models.Index(fields=["case"], name="kin_filing_case")]
