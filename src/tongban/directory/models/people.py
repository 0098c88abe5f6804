"""Who serves: staff, their accounts, their assignments."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from tongban.directory.models.places import Position


class Staff(models.Model):
    """A member of staff or an assister (代办员)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)  # the service phone, which is public

    class Meta:
        db_table = "directory_staff"


class Account(AbstractBaseUser):
    """A log-in of a member of staff; what they may do comes from assignments alone."""

    username = models.CharField(max_length=40, unique=True)
    staff = models.OneToOneField(Staff, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    failed_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

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
        CATALOGUE_EDITOR = "catalogue_editor"
        CATALOGUE_APPROVER = "catalogue_approver"

    class Holder(models.TextChoices):
        A = "A"
        B = "B"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT)
    position = models.ForeignKey(Position, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=Role)
    holder = models.CharField(max_length=1, choices=Holder)
    starts = models.DateField()
    ends = models.DateField(null=True)  # the last day

    class Meta:
        db_table = "directory_assignment"
        constraints = [
            models.UniqueConstraint(fields=["staff", "position", "role", "starts"], name="assignment_once"),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="assignment_ends_after_start",
            ),
        ]
