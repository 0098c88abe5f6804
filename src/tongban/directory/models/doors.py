"""How staff get in: one-time slips, and what was tried at the door."""

from django.db import models

from tongban.directory.models.people import Account, Assignment


class Slip(models.Model):
    """A one-time slip (首次登录凭条): printed, handed over in person, good for one set-up of a log-in."""

    class Purpose(models.TextChoices):
        FIRST = "first"  # a new account: password and, where the role asks for it, second factor
        RECOVERY = "recovery"  # a lost password or second factor, agreed to by two administrators

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="slips")
    purpose = models.CharField(max_length=10, choices=Purpose)
    code_digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_slip"


class SignInTry(models.Model):
    """One try at the staff's door: who said to be whom, from where, and how it ended.  Kept 6 months and more."""

    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    username = models.CharField(max_length=40)  # as typed; of an unknown account too
    address = models.CharField(max_length=45)
    outcome = models.CharField(
        max_length=20
    )  # signed_in, wrong_password, wrong_code, locked, signed_out, ...

    class Meta:
        db_table = "directory_sign_in_try"
        indexes = [
            models.Index(fields=["-at"], name="sign_in_try_at"),
            models.Index(fields=["account", "-at"], name="sign_in_try_account"),
            models.Index(fields=["username", "-at"], name="sign_in_try_username"),
        ]
