"""Marks and clearances (强制访问控制，GB/T 22239-2019 8.1.4.2, from memory): what a role may ever have unmasked.

The mark of an object is the sensitivity class of its field (`catalogue.sensitivity`), or `FILE` and `PAPER` of what is
opened as a whole.  The clearance of a subject is the role of the assignment it acts in.  Both stand in this one table,
which no screen changes: an administrator who appoints somebody gives a role, never a clearance.

A clearance opens nothing by itself.  The case must be visible (the need), a reason given, and the look recorded.
Why each role has what it has: 个人信息保护法 art. 6 (no more than the purpose needs), 28 (sensitive data only where it is
necessary).
"""

from collections.abc import Iterable, Mapping

ORDINARY = "ordinary"
MARK_OF_PART: Mapping[str, str] = {"name": "minor", "number": "identity", "phone": "contact"}
"""Of a person; a name bears a mark only while it is a child's."""
FILE = "file"  # a material's picture or original: nobody tells which class stands in it
PAPER = "paper"  # a paper of the case, and its preview
CLASSES = (ORDINARY, "identity", "contact", "account", "health", "hardship", "disability", "minor", "private")
MARKS = (*CLASSES, FILE, PAPER)
WHOLE = (ORDINARY, FILE, PAPER)
FACTS = ("identity", "health", "hardship", "disability", "minor", "private")  # what a matter is judged by

NOTHING: frozenset[str] = frozenset()
CLEARANCE: Mapping[str, frozenset[str]] = {
    # takes in, holds every answer against its original, reads the account back, calls people
    "clerk": frozenset(MARKS),
    # types everything in with the person beside; goes on to need what villages vouch for and what reaches people.
    # No village judges an illness or a pregnancy: neighbours do not look it up afterwards
    "assister": frozenset(MARKS) - {"health"},
    # judge the facts, visit the home, and type the matter whole into the department's own system where a step is done there
    "reviewer": frozenset(MARKS),
    "county_reviewer": frozenset(MARKS),
    # decide on the facts from the file; the counter reaches people, and nobody decides by an account
    "approver": frozenset({*WHOLE, *FACTS}),
    "county_approver": frozenset({*WHOLE, *FACTS}),
    # supervises how promises are kept, by rows whose names are masked
    "supervisor": NOTHING,
    # keep the catalogue, the places, the accounts, the log: no case is theirs
    "catalogue_editor": NOTHING,
    "catalogue_approver": NOTHING,
    "system_admin": NOTHING,
    "security_admin": NOTHING,
    "auditor": NOTHING,
}


def cleared(role: str, mark: str) -> bool:
    """Whether the holder of a role may ever see what bears a mark; an unknown role or mark is never cleared."""
    return mark in MARKS and mark in CLEARANCE.get(role, NOTHING)


def above(role: str, marks: Iterable[str]) -> frozenset[str]:
    """Those of some marks that a role is not cleared for."""
    return frozenset(mark for mark in marks if not cleared(role, mark))
