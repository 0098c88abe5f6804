"""What could not be done (办不成事): whose case may answer it, and how often it may be passed on.

House rules, of no law: a number of a case is told to whoever told the matter, and so must be of a case of theirs; and a
matter that everybody hands to somebody else is the very thing the counter is there against.
"""

from collections.abc import Collection

MOST_PASSED = 3
"""Times that a matter is passed on by choice; after that it goes to the head alone."""


def is_theirs(name: str, phone: str, names: Collection[str], phones: Collection[str]) -> bool:
    """Whether a case is of whoever told a matter: by the name of one who is in it, or by a phone of it.

    Args:
        name, phone: of who told it; the phone empty for none.
        names, phones: of the case's applicant and representative, and its contact.
    """
    plain = "".join(name.split())
    return plain in {"".join(one.split()) for one in names} or (bool(phone) and phone in phones)


def may_pass(passed: int, to_head: bool) -> bool:
    """Whether a matter may be passed on once more.

    Args:
        passed: how often it was.
        to_head: whether it goes to the head of the township.
    """
    return to_head or passed < MOST_PASSED
