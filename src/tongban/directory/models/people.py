"""Who serves: staff, their accounts, their assignments."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.directory.models.places import Position


class Staff(models.Model):
    """A member of staff or an assister (代办员)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)  # the service phone, which is public
    # whether the register of kin has entries: who declared nobody costs no look into it
    kin_declared = models.BooleanField(default=False)

    class Meta:
        db_table = "directory_staff"


class Account(AbstractBaseUser):
    """A log-in of a member of staff; what they may do comes from assignments alone."""

    username = models.CharField(max_length=40, unique=True)
    staff = models.OneToOneField(Staff, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    failed_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    locks = models.PositiveSmallIntegerField(default=0)  # in a row; each lasts longer than the one before
    password_set_at = models.DateTimeField(null=True)
    must_change = models.BooleanField(default=False)  # the password was given by somebody else
    totp_key = models.ForeignKey("kernel.DataKey", on_delete=models.PROTECT, null=True)
    totp_set_at = models.DateTimeField(null=True)
    totp_secret = models.BinaryField(null=True)  # sealed under its key; NULL: no second factor yet
    totp_last_step = models.BigIntegerField(default=0)  # a code is good once (RFC 6238, 5.2)
    oidc_subject = models.CharField(max_length=200, null=True, unique=True)  # issuer and subject
    # how who made it knew that this is not an administrator of the same name or phone
    told_apart = models.CharField(max_length=200, default="")

    USERNAME_FIELD = "username"

    class Meta:
        db_table = "directory_account"


class Assignment(models.Model):
    """Person, position, role, A or B holder, from and to: the only source of authority."""

    class Role(models.TextChoices):
        ASSISTER = "assister"
        CLERK = "clerk"
        REVIEWER = "reviewer"
        APPROVER = "approver"
        COUNTY_REVIEWER = "county_reviewer"
        COUNTY_APPROVER = "county_approver"
        SUPERVISOR = "supervisor"
        CATALOGUE_EDITOR = "catalogue_editor"
        CATALOGUE_APPROVER = "catalogue_approver"
        SYSTEM_ADMIN = "system_admin"
        SECURITY_ADMIN = "security_admin"
        AUDITOR = "auditor"

    class Holder(models.TextChoices):
        A = "A"
        B = "B"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT)
    position = models.ForeignKey(Position, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=Role)
    holder = models.CharField(max_length=1, choices=Holder)
    starts = models.DateField()
    ends = models.DateField(null=True)  # the last day
    ended_at = models.DateTimeField(null=True)  # taken away at once, before that day was over
    # delegated approval: whose power it is, and for which items (none named: all that power covers)
    delegated_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="delegations")
    items = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        db_table = "directory_assignment"
        constraints = [
            # what was taken away at once may be given anew on the same day
            models.UniqueConstraint(
                fields=["staff", "position", "role", "starts"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="assignment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(delegated_by__isnull=True) | models.Q(ends__isnull=False),
                name="assignment_delegated_has_an_end",
            ),
        ]
