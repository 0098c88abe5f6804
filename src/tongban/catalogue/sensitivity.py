"""The sensitivity class of an answer (个人信息保护法 art. 28, 31), and what older contents said instead.

The first releases knew ``sensitive: true`` alone.  Stored contents never change, so that it is read on: as the
class that the kind of the answer tells, else as ``private``, of which nothing is shown.
"""

from collections.abc import Mapping
from typing import Any

ORDINARY = "ordinary"
# what an answer of this kind is, whatever the item says or leaves out
CLASS_OF_KIND = {
    "citizen_number": "identity",
    "people": "identity",
    "phone": "contact",
    "bank_account": "account",
}
FORMER_CLASS_OF_KIND = {**CLASS_OF_KIND, "address": "contact"}


def sensitivity_of(entry: Mapping[str, Any]) -> str:
    """The class of a question as its content states it, in the words of today or of the first releases."""
    stated = str(entry.get("sensitivity") or _former(entry))
    if stated == ORDINARY:
        return CLASS_OF_KIND.get(entry["kind"], ORDINARY)
    return stated


def upcast(content: Any) -> Any:
    """A content whose questions say ``sensitivity`` instead of ``sensitive``; what has no such word stays itself."""
    questions = content.get("questions") if isinstance(content, Mapping) else None
    if not isinstance(questions, list) or not any(_is_former(entry) for entry in questions):
        return content
    return {**content, "questions": [_renamed(entry) for entry in questions]}


def _is_former(entry: Any) -> bool:
    return isinstance(entry, Mapping) and isinstance(entry.get("sensitive"), bool)


def _renamed(entry: Any) -> Any:
    if not _is_former(entry):
        return entry
    told: dict[str, Any] = {}
    for name, value in entry.items():
        if name != "sensitive":
            told[name] = value
        elif value and "sensitivity" not in entry:
            told["sensitivity"] = _former(entry)
    return told


def _former(entry: Mapping[str, Any]) -> str:
    if not entry.get("sensitive", False):
        return ORDINARY
    return FORMER_CLASS_OF_KIND.get(str(entry.get("kind")), "private")
