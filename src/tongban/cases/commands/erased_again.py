"""After a restore: whoever was erased since the backup stays erased, in what finds them too.

The keys come from the newest keys backup, in which theirs are destroyed; what the older database still has beside
the sealed content (digests, search tokens) is emptied here as `erasure` does it.
"""

from datetime import datetime

from tongban.cases.models import Case
from tongban.kernel.messages.outbox import forget_recipient
from tongban.parties.models import Party, PhoneCode


def finish_erasures(at: datetime) -> tuple[int, int]:
    """Empty what finds a person or a case whose key is destroyed; how many persons, how many cases.

    Args:
        at: the moment that stands as the erasure's.
    """
    persons = list(Party.objects.filter(key__wrapped__isnull=True, erased_at__isnull=True))
    for person in persons:
        if person.phone_digest is not None:
            forget_recipient(bytes(person.phone_digest), at)
    Party.objects.filter(id__in=[person.id for person in persons]).update(
        content=b"", number_digest=None, phone_digest=None, name_tokens=[], erased_at=at
    )
    gone = Case.objects.filter(key__wrapped__isnull=True)
    cases = gone.exclude(name_tokens=[], contact_digest__isnull=True).update(
        name_tokens=[], contact_digest=None
    )
    PhoneCode.objects.all().delete()  # all of them are older than they are good for
    return len(persons), cases
