"""What the intake form posts, as the pieces of an application that it brings."""

from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tongban.cases.commands import DraftPieces
from tongban.cases.requests import MaterialInput, PersonInput
from tongban.faces.common.people import answer_of

Files = MultiValueDict[str, UploadedFile]
NOT_HANDED_IN = "none"
PEOPLE_PARTS = ("name", "number", "relation")


def pieces_of(posted: QueryDict, files: Files) -> DraftPieces:
    """What was posted.

    Args:
        posted: the whole form, or the one part of it that changed.
        files: scans that came with it.
    """
    persons = {role: person_in(posted, role) for role in ("applicant", "representative")}
    return DraftPieces(
        answers=dict(_answers(posted)),
        applicant_kind=posted.get("applicant.kind", ""),
        persons={role: person for role, person in persons.items() if person is not None},
        representation=_representation(posted),
        mandate_until=posted.get("representation.mandate_until"),
        materials=tuple(_materials(posted, files)),
    )


def person_in(posted: QueryDict, role: str) -> PersonInput | None:
    """The person as posted; None where the form carried no such person."""
    if f"{role}.name" not in posted:
        return None
    return PersonInput(*(posted.get(f"{role}.{part}", "").strip() for part in ("name", "number", "phone")))


def _answers(posted: QueryDict) -> Iterator[tuple[str, str]]:
    for name in posted:
        head, _, rest = name.partition(".")
        code, _, part = rest.partition(".")
        if head == "answers" and not part:
            yield code, posted.get(name, "")
        elif head == "answers" and part == PEOPLE_PARTS[0]:
            yield code, people_in(posted, f"answers.{code}")


def people_in(posted: QueryDict, name: str) -> str:
    """A ``people`` answer from the three inputs of each of its rows."""
    return answer_of(*(posted.getlist(f"{name}.{part}") for part in PEOPLE_PARTS))


def _representation(posted: QueryDict) -> tuple[str, str, bool] | None:
    kind = posted.get("representation.kind")
    if kind is None:
        return None
    relation = posted.get("representation.relation", "").strip()
    return kind, relation, posted.get("representation.mandate_seen") == "yes"


def _materials(posted: QueryDict, files: Files) -> Iterator[MaterialInput]:
    names = [name for name in (*posted, *files) if name.startswith("materials.")]
    for code in dict.fromkeys(name.split(".")[1] for name in names):
        form = posted.get(f"materials.{code}.form", NOT_HANDED_IN)
        scan = files.get(f"materials.{code}.file")
        if scan is None:
            if f"materials.{code}.form" in posted:
                yield MaterialInput(code, "" if form == NOT_HANDED_IN else form)
            continue
        # A scan alone, with nothing said of the paper, is an electronic copy.
        form = "electronic" if form == NOT_HANDED_IN else form
        yield MaterialInput(code, form, content=scan.read(), file_name=scan.name or "")
