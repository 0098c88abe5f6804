"""What bears a mark above a role's clearance opens for no reason given: not on the page, not in a file, not in a copy."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from tests.cases.deemed import content, publish
from tests.cases.test_masking import CLASSES

from tongban.cases import commands
from tongban.cases.frame import load
from tongban.cases.models import Case
from tongban.cases.privacy.copies import copy_of
from tongban.cases.queries import case_for, files
from tongban.kernel import time
from tongban.kernel.actors import System
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.kernel.models import AccessEntry
from tongban.rules.clearance import cleared
from tongban.site.powers import EVERY_ROLE, ON_CASES
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


@pytest.fixture
def matter() -> Scenario:
    """With an answer of every class."""
    definition = content()
    definition["questions"] += [
        {
            "code": f"of_{code}",
            "kind": kind,
            "label": {"zh": code, "en": code},
            "hint": {"zh": "照实写", "en": "As it is"},
            "required": False,
            "sensitivity": code,
        }
        for code, (kind, _value, _shown) in CLASSES.items()
    ]
    publish(definition, time.today())
    matter = Scenario(serial=81, answers={f"of_{code}": value for code, (_, value, _) in CLASSES.items()})
    matter.submitted()
    return matter


@pytest.fixture
def everybody_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    """The need stands open, so that the clearance alone decides."""

    def seen(actor: object, number: str, *, lock: bool, in_part: bool = False) -> Any:
        return load(System("test"), number, lock=lock)

    for name in ("tongban.cases.commands.unmask", "tongban.cases.queries.files"):
        monkeypatch.setattr(import_module(name), "load", seen)


@pytest.mark.usefixtures("everybody_sees")
def test_every_role_opens_what_it_is_cleared_for_and_nothing_above(matter: Scenario) -> None:
    fields = {f"answers.of_{code}": (code, value) for code, (_, value, _) in CLASSES.items()}
    fields["applicant.number"] = ("identity", matter.applicant.number)
    fields["applicant.phone"] = ("contact", matter.applicant.phone)
    opened = 0
    for role in EVERY_ROLE:
        actor = replace(staff("clerk"), role=role)
        for field, (mark, value) in fields.items():
            if cleared(role, mark):
                assert commands.unmask(actor, matter.number, field=field, reason="核对原件") == value
                opened += 1
                continue
            with pytest.raises(NotAuthorized) as refused:
                commands.unmask(actor, matter.number, field=field, reason="核对原件")
            assert refused.value.code == ("above_clearance" if role in ON_CASES else "not_your_power")
    assert AccessEntry.objects.filter(kind="unmasked").count() == opened  # a refusal is no look


@pytest.mark.usefixtures("everybody_sees")
@pytest.mark.parametrize("role", sorted(set(EVERY_ROLE) - set(ON_CASES)))
def test_no_administrator_opens_a_file_or_a_paper_even_of_a_case_put_before_them(
    role: str, matter: Scenario
) -> None:
    actor = replace(staff("clerk"), role=role)
    row = Case.objects.get(number=matter.number)
    with pytest.raises(NotAuthorized):
        files.material_file(actor, matter.number, "identity_card")
    with pytest.raises(NotAuthorized):
        files.paper_file(actor, matter.number, row.id)
    with pytest.raises(NotAuthorized):
        files.preview_paper(actor, matter.number, act="accept")


def test_the_page_offers_to_open_only_what_the_role_is_cleared_for(matter: Scenario) -> None:
    matter.accepted()
    for username in ("clerk", "reviewer", "approver"):
        actor = staff(username)
        view = case_for(actor, matter.number)
        marks = {answer.code: (answer.sensitivity, answer.openable) for answer in view.answers}
        assert len(marks) > len(CLASSES)
        assert all(openable is cleared(actor.role, mark) for mark, openable in marks.values())
        assert view.applicant.opens_phone is cleared(actor.role, "contact")
        assert view.applicant.opens_number
    assert not any(answer.openable for answer in case_for(matter.citizen, matter.number).answers)


def test_a_copy_handed_over_at_the_village_keeps_to_the_clearance(matter: Scenario) -> None:
    rows = list(Case.objects.filter(number=matter.number).select_related("key"))
    village = copy_of(rows, full=True, handed_by_role="assister")
    hall = copy_of(rows, full=True, handed_by_role="clerk")
    illness = CLASSES["health"][1]
    assert (village.withheld, hall.withheld) == (1, 0)
    assert illness in repr(hall) and illness not in repr(village)
    assert CLASSES["hardship"][1] in repr(village)


def test_no_clearance_opens_what_is_not_there_for_one(matter: Scenario) -> None:
    with pytest.raises(NotFound):  # cleared for all, and without the need
        commands.unmask(staff("clerk-mz"), matter.number, field="answers.of_health", reason="核对原件")
