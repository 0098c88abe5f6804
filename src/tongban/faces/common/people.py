"""The rows of a ``people`` answer as forms show and send them: one input for each part of a row."""

from collections.abc import Sequence

from tongban.cases.answer_kinds import people_of

Row = tuple[str, str, str]  # name, citizen number, relation


def rows_to_fill(answer: str) -> tuple[Row, ...]:
    """What is there, and one empty row for the next person."""
    return (*people_of(answer), ("", "", ""))


def answer_of(names: Sequence[str], numbers: Sequence[str], relations: Sequence[str]) -> str:
    """What was sent, as the answer is kept: empty rows go, a bar within a part cannot split it."""
    rows = []
    for parts in zip(names, numbers, relations, strict=False):
        plain = ["".join(part.replace("|", " ").split("\n")).strip() for part in parts]
        if any(plain):
            rows.append("|".join(plain))
    return "\n".join(rows)
