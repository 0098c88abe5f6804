"""What a village may do, whose edition a case is made under, and steps of several positions."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.deemed import content

from tongban.cases.commands import give_opinion, start_draft, submit
from tongban.cases.models import Case
from tongban.cases.queries import case_for, draft, my_list
from tongban.catalogue.commands import publish_override, publish_version
from tongban.catalogue.queries import current
from tongban.kernel.actors import System
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import today
from tongban.site.demo.county import SINCE
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

SETUP = System("setup")
CODE, TOWNSHIP, XUWANG, BAQU = "CS-001", "640121200000", "640121200201", "640121200202"
WHY = {"zh": "本地情况", "en": "Local"}


def publish(**changed: Any) -> None:
    definition = content() | {"code": CODE} | changed
    publish_version(SETUP, definition, effective_from=SINCE, reason="试验", idempotency_key=uuid4().hex)


def at_place(division: str, at: str, value: object) -> None:
    override = {"item": CODE, "taken": True, "changes": [{"at": at, "op": "set", "value": value, "why": WHY}]}
    publish_override(
        SETUP, division, override, effective_from=SINCE, reason="试验", idempotency_key=uuid4().hex
    )


def steps(*told: tuple[str, str, str, str]) -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "name": {"zh": "审查", "en": "Review"},
            "kind": "material_review",
            "level": level,
            "position": position,
            **({"side_by_side": beside} if beside else {}),
        }
        for code, level, position, beside in told
    ]


def opinion(username: str, matter: Scenario, step: str, version: int) -> None:
    give_opinion(
        staff(username),
        matter.number,
        expected_version=version,
        idempotency_key=uuid4().hex,
        step_code=step,
        agrees=True,
        opinion="同意",
    )


class TestWhatAVillageMayDo:
    @pytest.mark.parametrize(
        ("mode", "code"), [("inform", "village_only_informs"), ("assist", "village_only_assists")]
    )
    def test_it_is_its_own_editions_word(self, mode: str, code: str) -> None:
        publish()
        at_place(XUWANG, "village_mode", mode)
        with pytest.raises(Refusal) as refused:
            start_draft(staff("assister"), CODE, "village_point")
        assert refused.value.code == code
        with pytest.raises(Refusal) as refused:
            Scenario(channel="village_point", item_code=CODE).submitted()
        assert refused.value.code == code
        assert start_draft(staff("assister-bq"), CODE, "village_point")
        Scenario(item_code=CODE).submitted()  # the window takes it from anybody

    def test_an_item_that_ended_is_not_applied_for(self) -> None:
        publish(ends="2026-06-30", ends_reason={"zh": "停办", "en": "Ended"})
        with pytest.raises(Refusal) as refused:
            Scenario(item_code=CODE).submitted()
        assert refused.value.code == "item_ended"
        assert today() > date(2026, 6, 30)


class TestPlace:
    def test_a_case_is_made_under_the_edition_of_the_township_that_handles_it(self) -> None:
        publish()
        at_place(TOWNSHIP, "limits.promised.days", 1)
        at_place(
            XUWANG, "village_mode", "direct"
        )  # the village's own edition is for its point, not for cases
        for channel in ("portal", "window", "village_point"):
            matter = Scenario(channel=channel, item_code=CODE, serial=30)
            matter.submitted()
            pinned = Case.objects.get(number=matter.number).item_version_id
            assert pinned == current(CODE, TOWNSHIP).version_id != current(CODE, "640121").version_id

    def test_a_draft_remembers_where_it_was_begun(self) -> None:
        publish()
        at_place(TOWNSHIP, "limits.promised.days", 1)
        citizen = Scenario(item_code=CODE).citizen
        token = start_draft(citizen, CODE, "portal", "640121")
        assert draft(token).item.limits["promised"].days != 1
        assert draft(start_draft(citizen, CODE, "portal", TOWNSHIP)).item.limits["promised"].days == 1

    def test_a_township_that_has_not_taken_it_in_says_so_at_the_village(self) -> None:
        publish()
        override = {"item": CODE, "taken": False, "reason": WHY}
        publish_override(SETUP, TOWNSHIP, override, effective_from=SINCE, reason="x", idempotency_key="x")
        asked = replace(Scenario(channel="portal", item_code=CODE).application(), place="640121")
        with pytest.raises(InputFaults) as refused:
            submit(Scenario().citizen, asked, idempotency_key="k")
        assert [(f.field, f.code) for f in refused.value.faults] == [
            ("answers.household_village", "item_not_taken_there")
        ]


class TestSteps:
    def test_a_villages_step_belongs_to_its_own_assister(self) -> None:
        publish(
            steps=steps(("visit", "village", "agency", ""), ("review", "township", "social_security", ""))
        )
        matter = Scenario(item_code=CODE, answers={"household_village": BAQU})
        matter.submitted()
        with pytest.raises(NotFound):
            case_for(staff("assister-bq"), matter.number)
        matter.accepted()
        assert [row.number for row in my_list(staff("assister-bq")).rows] == [matter.number]
        assert my_list(staff("assister")).rows == ()
        with pytest.raises(NotFound):
            opinion("assister", matter, "visit", 2)
        with pytest.raises(NotAuthorized):
            opinion("reviewer", matter, "visit", 2)
        opinion("assister-bq", matter, "visit", 2)
        opinion("reviewer", matter, "review", 3)
        assert case_for(staff("assister-bq"), matter.number).steps[0].state == "done"

    def test_a_village_without_a_point_has_its_step_done_by_the_township(self) -> None:
        publish(steps=steps(("visit", "village", "agency", "")))
        matter = Scenario(item_code=CODE, answers={"household_village": "640121200203"})
        matter.accepted()
        opinion("reviewer", matter, "visit", 2)

    def test_steps_side_by_side_are_open_together_and_each_finds_its_own(self) -> None:
        beside = steps(
            ("a", "township", "social_security", "both"), ("b", "county", "county_social_security", "both")
        )
        publish(steps=beside)
        matter = Scenario(item_code=CODE)
        matter.accepted()
        for username, code in (("county", "b"), ("reviewer", "a")):
            offered = [
                one for one in case_for(staff(username), matter.number).acts if one.act == "give_opinion"
            ]
            assert [(one.allowed, one.step_code) for one in offered] == [(True, code)]
        opinion("county", matter, "b", 2)
        opinion("reviewer", matter, "a", 3)


class TestNoStatutoryLimit:
    def test_then_there_is_no_statutory_date_anywhere(self) -> None:
        limits = content()["limits"]
        del limits["statutory"]
        publish(limits=limits)
        matter = Scenario(item_code=CODE)
        matter.delivered()
        assert Case.objects.get(number=matter.number).statutory_due is None
        assert "statutory" not in {clock.kind for clock in case_for(staff("clerk"), matter.number).clocks}
