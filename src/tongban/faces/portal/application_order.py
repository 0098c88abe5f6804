"""The application as a row of pages, in the order a person is asked.

The row depends on what was answered so far: it is worked out anew from the draft after every answer.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext

from tongban.cases.queries import DraftView
from tongban.faces.portal.application_pages import (
    ActingPage,
    MaterialPage,
    Page,
    PersonPage,
    QuestionPage,
    RelationPage,
    WhoPage,
)


def pages_of(draft: DraftView) -> tuple[Page, ...]:
    """Every page that this draft asks for now, in order."""
    return tuple(_pages(draft))


def _pages(draft: DraftView) -> Iterator[Page]:
    if len(draft.applicant_kinds) > 1:
        yield WhoPage("who", "applicant.kind", gettext("谁来申请"), gettext("选一个，下面问的会不一样。"))
    if draft.applicant_kind == "organization":
        yield from _organization()
    else:
        yield from _of_a_person(draft)
    for question in draft.questions:
        yield QuestionPage(
            f"q-{question.code}", f"answers.{question.code}", question.label, question.hint, question
        )
    for material in draft.needed_materials:
        yield MaterialPage(
            f"m-{material.code}", f"materials.{material.code}", material.name, material.hint, material
        )


def _organization() -> Iterator[Page]:
    """An organization and who acts for it (经办人); its notices go to the handler's phone."""
    name = (gettext("单位（组织）叫什么名字"), gettext("照营业执照或登记证书上的写。"))
    number = (gettext("统一社会信用代码"), gettext("18 位，在营业执照或登记证书上。"))
    yield PersonPage("name", "applicant.name", *name, "applicant", "name")
    yield PersonPage("number", "applicant.number", *number, "applicant", "number")
    yield from _person("representative", "my-", _handler_headings())


def _of_a_person(draft: DraftView) -> Iterator[Page]:
    yield ActingPage("acting", "representation.kind", gettext("您给谁办"))
    for_other = draft.representation == "representative"
    yield from _person("applicant", "", _other_headings() if for_other else _own_headings())
    if for_other:
        yield RelationPage(
            "relation",
            "representation.relation",
            gettext("您是他（她）的什么人"),
            gettext("选您和要办事的人的关系。"),
        )
        yield from _person("representative", "my-", _own_headings())


def _person(role: str, prefix: str, headings: Mapping[str, tuple[str, str]]) -> Iterator[Page]:
    for part in ("name", "number", "phone"):
        heading, hint = headings[part]
        yield PersonPage(prefix + part, f"{role}.{part}", heading, hint, role, part)


def _own_headings() -> dict[str, tuple[str, str]]:
    return {
        "name": (gettext("您叫什么名字"), gettext("照身份证上的写。")),
        "number": (gettext("您的身份证号码"), gettext("18 位，最后一位可能是 X。")),
        "phone": (gettext("您的手机号码"), gettext("办理有进展时给您发短信，也凭它查进度。")),
    }


def _handler_headings() -> dict[str, tuple[str, str]]:
    return {
        "name": (gettext("您（经办人）叫什么名字"), gettext("替单位来办事的人，照身份证上的写。")),
        "number": (gettext("您的身份证号码"), gettext("18 位，最后一位可能是 X。")),
        "phone": (gettext("您的手机号码"), gettext("办理有进展时给您发短信，也凭它查进度。")),
    }


def _other_headings() -> dict[str, tuple[str, str]]:
    return {
        "name": (gettext("要办事的人叫什么名字"), gettext("照他（她）身份证上的写。")),
        "number": (gettext("要办事的人的身份证号码"), gettext("18 位，最后一位可能是 X。")),
        "phone": (gettext("要办事的人的手机号码"), gettext("没有手机也能办，选“没有手机”就行。")),
    }


def find(pages: tuple[Page, ...], code: str) -> int | None:
    """Where in the row a page stands; None where it is not asked (any more)."""
    return next((at for at, page in enumerate(pages) if page.code == code), None)


def page_with_fault(pages: tuple[Page, ...], draft: DraftView) -> Page | None:
    """The first page whose answer is missing or wrong: where somebody who comes back goes on.

    An empty phone is a valid answer, so whether it was ever asked shows only from what was answered after it.
    """
    wrong = {fault.field for fault in draft.faults}
    for at, page in enumerate(pages):
        if page.field in wrong or not page.answered(draft):
            before = pages[at - 1] if at else page
            return before if isinstance(before, PersonPage) and not before.value(draft) else page
    return None
