"""The columns of an item's roster: who applies, then the item's own questions, each by the name of its field."""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.catalogue.definition import ItemDefinition, Question

EFFECT = "roster_intake"
NAME, NUMBER, PHONE, SEEN = "applicant.name", "applicant.number", "applicant.phone", "identity_seen"
YES, NO = "是", "否"
LONGEST_CELL = 2_000
TYPES = {"date": "day", "integer": "number", "amount": "number", "area": "number"}


@dataclass(frozen=True)
class RosterRule:
    """What an item says of rosters.

    Args:
        paper: ``each``: every matter its own receipt; ``list``: one receipt for the whole list.
        represented: whether a village or an organization may file for the people on the list.
    """

    paper: str
    represented: bool


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        key: the field of the application that it fills, as its faults name it.
        options: code and word, where the column takes words from a list.
        takes: ``text``, ``day`` or ``number``.
        question: the item's question, where it is one.
    """

    key: str
    title: str
    hint: str = ""
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    takes: str = "text"
    sample: str = ""
    question: Question | None = None


def roster_rule(item: ItemDefinition) -> RosterRule | None:
    """What an item allows; None where no basis is stated and nothing is taken in by roster."""
    stated = item.effect(EFFECT)
    if stated is None:
        return None
    return RosterRule(str(stated.params.get("paper", "each")), stated.params.get("represented") is True)


def columns_of(item: ItemDefinition, township: str) -> tuple[Column, ...]:
    """The columns of an item's roster, in order.

    Args:
        township: whose villages may be named, by its division's code.
    """
    return tuple(_columns(item, township))


def _columns(item: ItemDefinition, township: str) -> Iterator[Column]:
    yield Column(NAME, "姓名", "申请人的全名", sample=item.sample.applicant)
    yield Column(NUMBER, "身份证号", "18位，最后一位可能是X", sample="（18位号码）")
    yield Column(PHONE, "电话", "没有电话就空着", required=False, takes="number")
    if item.identity_demand != "none":
        yield Column(
            SEEN,
            "看过身份证原件",
            "看过本人的身份证原件写“是”，没看过写“否”或空着",
            required=item.identity_demand == "at_submission",
            options=(("yes", YES), ("no", NO)),
            sample=YES,
        )
    for question in item.questions:
        options = _options(question, township)
        words = dict(options)
        given = item.sample.answers.get(question.code, "")
        yield Column(
            key=f"answers.{question.code}",
            title=question.label.zh,
            hint=_hint(question),
            required=question.required and question.show_if is None,
            options=options,
            takes=TYPES.get(question.kind, "number" if question.kind == "phone" else "text"),
            sample=words.get(given, given.replace("\n", "；").replace("|", " ")),
            question=question,
        )


def _options(question: Question, township: str) -> tuple[tuple[str, str], ...]:
    if question.kind == "yes_no":
        return (("yes", YES), ("no", NO))
    options = tuple((option.code, option.label.zh) for option in question.options)
    if question.kind == "village":  # of the own township alone: two townships may have villages of one name
        return tuple(one for one in options if one[0].startswith(township[:9]))
    return options


def _hint(question: Question) -> str:
    told = question.hint.zh
    if question.kind == "people":
        told = "一个人写“姓名 身份证号 关系”，几个人用分号隔开"
    if question.kind == "date":
        told = f"写成 2026-01-31 这样。{told}"
    if question.show_if is not None:
        told = f"按前面的情况需要时才填，不需要就空着。{told}"
    return told
