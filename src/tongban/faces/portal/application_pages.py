"""The kinds of page of an application, one question each: what it asks, what it saves, how it shows the answer."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext

from tongban.cases import commands as cases
from tongban.cases.answer_kinds import people_of
from tongban.cases.queries import DraftView
from tongban.cases.requests import PersonInput
from tongban.catalogue.definition import Material, Question
from tongban.faces.common.people import answer_of
from tongban.faces.common.promise_text import PromiseText, promise_texts
from tongban.faces.common.words import word
from tongban.kernel.errors import FieldFault, InputFaults

RELATIONS = ("spouse", "child", "parent", "sibling", "other_kin", "guardian", "neighbour", "other")
SELECT_FROM = 9  # more options than this are a list to open, not a wall of rows
PEOPLE_PARTS = ("name", "number", "relation")
NOBODY = PersonInput("", "", "")


@dataclass(frozen=True)
class Choice:
    """One large row to tap."""

    value: str
    label: Any  # str or catalogue Text
    hint: str = ""


@dataclass(frozen=True)
class Page(ABC):
    """One page.

    Args:
        code: its part of the address.
        field: the field that faults name, and the id of the input.
        heading: the question, as text or catalogue Text.
        hint: one or two sentences under it.
    """

    code: str
    field: str
    heading: Any
    hint: Any = ""
    input_kind: ClassVar[str] = "text"

    @property
    def template(self) -> str:
        """The piece of a template that asks."""
        return f"portal/apply/{self.input_kind}.html"

    @abstractmethod
    def value(self, draft: DraftView) -> Any:
        """What the draft holds for this page."""

    def typed(self, request: HttpRequest) -> Any:
        """What was sent, to be shown again beside a fault."""
        return request.POST.get("value", "").strip()

    @abstractmethod
    def save(self, draft: DraftView, request: HttpRequest) -> None:
        """Put what was sent into the draft.

        Raises:
            InputFaults: it cannot be taken.
        """

    def answered(self, draft: DraftView) -> bool:
        """Whether the draft holds an answer."""
        return bool(self.value(draft))

    def shown(self, draft: DraftView) -> str:
        """The answer as the summary shows it."""
        return str(self.value(draft) or "")

    def required(self) -> None:
        """What a page does with an empty answer that must not be empty."""
        chosen = self.template.endswith(("/choices.html", "/select.html"))
        raise InputFaults([FieldFault(self.field, "choice_missing" if chosen else "required")])


@dataclass(frozen=True)
class WhoPage(Page):
    """A person, or an organization through its handler."""

    input_kind: ClassVar[str] = "choices"

    @property
    def choices(self) -> tuple[Choice, ...]:
        return (
            Choice("person", gettext("个人或者家庭")),
            Choice("organization", gettext("单位"), gettext("企业、农民专业合作社、村集体，由经办人来办")),
        )

    def value(self, draft: DraftView) -> str:
        return draft.applicant_kind if draft.applicant is not None else ""

    def save(self, draft: DraftView, request: HttpRequest) -> None:
        kind = self.typed(request)
        if not kind:
            self.required()
        cases.save_applicant_kind(draft.token, kind)

    def shown(self, draft: DraftView) -> str:
        return next((choice.label for choice in self.choices if choice.value == self.value(draft)), "")


@dataclass(frozen=True)
class ActingPage(Page):
    """For oneself, or for somebody else."""

    input_kind: ClassVar[str] = "choices"

    @property
    def choices(self) -> tuple[Choice, ...]:
        return (
            Choice("self", gettext("给我自己办")),
            Choice(
                "representative", gettext("替别人办"), gettext("例如替在外打工的家里人，或者行动不便的老人")
            ),
        )

    def value(self, draft: DraftView) -> str:
        return draft.representation

    def save(self, draft: DraftView, request: HttpRequest) -> None:
        kind = self.typed(request)
        if kind not in ("self", "representative"):
            self.required()
        relation = draft.relation if kind == "representative" else ""
        cases.save_representation(draft.token, kind, relation)

    def shown(self, draft: DraftView) -> str:
        return next((choice.label for choice in self.choices if choice.value == self.value(draft)), "")


@dataclass(frozen=True)
class RelationPage(Page):
    """How the one who acts is related to the applicant."""

    input_kind: ClassVar[str] = "choices"

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(code, word(code, "relation")) for code in RELATIONS)

    def value(self, draft: DraftView) -> str:
        return draft.relation

    def save(self, draft: DraftView, request: HttpRequest) -> None:
        relation = self.typed(request)
        if relation not in RELATIONS:
            self.required()
        cases.save_representation(draft.token, "representative", relation)

    def shown(self, draft: DraftView) -> str:
        return word(draft.relation, "relation") if draft.relation else ""


@dataclass(frozen=True)
class PersonPage(Page):
    """One part of a person: name, number or phone."""

    role: str = "applicant"
    part: str = "name"

    @property
    def template(self) -> str:
        return f"portal/apply/person_{self.part}.html"

    def _person(self, draft: DraftView) -> PersonInput:
        if self.role == "applicant":
            return draft.applicant or replace(NOBODY, kind=draft.applicant_kind)
        return draft.representative or NOBODY

    def value(self, draft: DraftView) -> str:
        return str(getattr(self._person(draft), self.part))

    def typed(self, request: HttpRequest) -> str:
        return "" if request.POST.get("none") == "yes" else super().typed(request)

    def save(self, draft: DraftView, request: HttpRequest) -> None:
        typed = self.typed(request)
        if not typed and (self.part != "phone" or request.POST.get("none") != "yes"):
            self.required()
        person = replace(self._person(draft), **{self.part: typed})
        cases.save_person(draft.token, self.role, person)

    def answered(self, draft: DraftView) -> bool:
        return self.part == "phone" or super().answered(draft)

    def shown(self, draft: DraftView) -> str:
        value = self.value(draft)
        return value or (gettext("没有手机") if self.part == "phone" else "")


@dataclass(frozen=True)
class QuestionPage(Page):
    """A question of the item."""

    question: Question | None = None

    @property
    def asked(self) -> Question:
        assert self.question is not None
        return self.question

    @property
    def template(self) -> str:
        kind = self.asked.kind
        if kind in ("choice", "yes_no", "village"):
            kind = "select" if len(self.choices) >= SELECT_FROM else "choices"
        return f"portal/apply/{kind}.html"

    @property
    def choices(self) -> tuple[Choice, ...]:
        if self.asked.kind == "yes_no":
            return (Choice("yes", word("yes", "yes_no")), Choice("no", word("no", "yes_no")))
        return tuple(Choice(option.code, option.label) for option in self.asked.options)

    def value(self, draft: DraftView) -> str:
        return str(draft.answers.get(self.asked.code, ""))

    def typed(self, request: HttpRequest) -> str:
        if self.asked.kind == "people":
            return answer_of(*(request.POST.getlist(f"value.{part}") for part in PEOPLE_PARTS))
        return str(super().typed(request))

    def save(self, draft: DraftView, request: HttpRequest) -> None:
        typed = self.typed(request)
        if not typed and self.asked.required:
            self.required()
        cases.save_answer(draft.token, self.asked.code, typed)

    def answered(self, draft: DraftView) -> bool:
        return not self.asked.required or super().answered(draft)

    def label_of(self, draft: DraftView) -> Any:
        """The chosen option's label, or the text that was typed."""
        value = self.value(draft)
        if self.asked.kind in ("choice", "yes_no", "village"):
            return next((choice.label for choice in self.choices if choice.value == value), "")
        if self.asked.kind == "people":
            return " · ".join(" ".join(row) for row in people_of(value))
        return value


def _may_sign(draft: DraftView) -> set[str]:
    persons = (draft.applicant, draft.representative if draft.representation == "representative" else None)
    return {person.name.replace(" ", "") for person in persons if person is not None}


@dataclass(frozen=True)
class MaterialPage(Page):
    """A material: photographs or a file."""

    material: Material | None = None
    input_kind: ClassVar[str] = "material"

    @property
    def wanted(self) -> Material:
        assert self.material is not None
        return self.material

    def value(self, draft: DraftView) -> Any:
        return draft.materials.get(self.wanted.code)

    def typed(self, request: HttpRequest) -> Any:
        return None

    def promises(self, draft: DraftView) -> tuple[PromiseText, ...]:
        """What may be promised in its place, in words."""
        return promise_texts(draft.item, self.wanted.code)

    def _promise(self, draft: DraftView, request: HttpRequest, form: str) -> None:
        """Sign a promise in its place: read and agreed to, with the name as signature."""
        signed = request.POST.get(f"signed.{form}", "").strip()
        fault = ""
        if request.POST.get(f"agreed.{form}") != "yes":
            fault = "promise_not_agreed"
        elif draft.applicant is None or signed.replace(" ", "") not in _may_sign(draft):
            fault = "signature_not_the_name" if signed else "promise_not_signed"
        if fault:
            raise InputFaults([FieldFault(self.field, fault)])
        cases.attach_material(draft.token, self.wanted.code, form=form, signed=signed)

    def promised(self, draft: DraftView, request: HttpRequest) -> str:
        """Which promise was made in its place: by its own button, or agreed to or signed and sent with the page's.

        What was begun is never dropped in silence; a file that came with it takes its place.
        """
        if chosen := request.POST.get("promise", ""):
            return chosen
        if request.FILES.get("file"):
            return ""
        begun = (
            one.form
            for one in self.promises(draft)
            if request.POST.get(f"agreed.{one.form}") == "yes"
            or request.POST.get(f"signed.{one.form}", "").strip()
        )
        return next(begun, "")

    def save(self, draft: DraftView, request: HttpRequest) -> None:
        if promised := self.promised(draft, request):
            self._promise(draft, request, promised)
            return
        if len(request.FILES.getlist("file")) > 1:
            # With JavaScript several photographs arrive as one picture; without it they come one by one.
            raise InputFaults([FieldFault(self.field, "one_file")])
        upload = request.FILES.get("file")
        if not isinstance(upload, UploadedFile):
            if self.value(draft) or self.wanted.necessity != "required":
                return
            self.required()
            return
        cases.attach_material(
            draft.token,
            self.wanted.code,
            form="electronic",
            file_name=upload.name or "",
            content=upload.read(),
        )

    def answered(self, draft: DraftView) -> bool:
        return self.wanted.necessity != "required" or super().answered(draft)
