"""One-time codes that prove somebody holds a phone."""

from django.db import models


class PhoneCode(models.Model):
    """The live code of one phone; only keyed digests are stored."""

    phone_digest = models.BinaryField(max_length=32, primary_key=True)
    code_digest = models.BinaryField(max_length=32)
    asked_by = models.BinaryField(max_length=32)  # of the session that asked, the only one it opens
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "parties_phone_code"
