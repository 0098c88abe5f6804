"""Every command by every actor on every case: done by those who may, and without a trace by everybody else."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.authority.acts_on_cases import (
    ACTS,
    BY_TOKEN,
    FEES,
    FROM,
    OTHERS,
    PROCEDURES,
    REGISTER,
    ROLES,
    SHAPES,
    UNDER_REVIEW,
)
from tests.authority.matters import PHONES
from tests.authority.world import DRAFT_PEOPLE, Made, World, application, tracker

from tongban.cases import authority, commands
from tongban.cases.models import Case, CaseMaterial, CaseStep, Draft
from tongban.cases.queries import draft, my_drafts
from tongban.cases.requests import PersonInput
from tongban.kernel.actors import Actor, Citizen, Public, Staff
from tongban.kernel.errors import ActNotAllowed, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import AccessEntry, Blob, DataKey, LedgerEntry, Message
from tongban.papers.models import Paper
from tongban.parties.models import Party
from tongban.rules.clearance import cleared

pytestmark = pytest.mark.django_db


def test_every_command_has_its_line_of_authority() -> None:
    assert set(commands.__all__) == set(ACTS) | BY_TOKEN | OTHERS | SHAPES, (
        "a new command needs its line here"
    )
    staff = {act: roles - {"citizen"} for act, roles in ROLES.items()}
    assert {act: set(authority.ROLES[act]) for act in ACTS} == staff
    assert set(authority.CITIZEN_ACTS) == {act for act, roles in ROLES.items() if "citizen" in roles}


def role_of(actor: Actor) -> str:
    return actor.role if isinstance(actor, Staff) else type(actor).__name__.lower()


def holds_the_review(role: str, made: Made) -> bool:
    """Whether the open step is of this role's position, or the decision its head's."""
    open_for = {"reviewer": "accepted", "county_reviewer": "township_reviewed"}
    if role in open_for:
        return made.plan.stage == open_for[role]
    return made.plan.stage in UNDER_REVIEW and made.plan.county_decides == (role == "county_approver")


def may(actor: Actor, act: str, made: Made) -> bool:
    """Whether somebody who sees the case may do this to it as it stands, from its facts."""
    plan, role = made.plan, role_of(actor)
    if role not in ROLES[act] or plan.stage not in FROM[act]:
        return False
    if act == "confirm_identity":
        return plan.channel == "portal"  # at a counter the card was seen when it was taken in
    if act == "request_corrections":
        return False  # it comes without a day, and nothing was judged: the desk's own act, too early
    if act == "serve_notice":
        return role != "citizen"  # who reads it at the own sign-in proves it otherwise
    if act == "give_opinion":
        open_for = {"reviewer": "accepted", "county_reviewer": "township_reviewed", "assister": "-"}
        return plan.stage == open_for.get(role, "-")  # no step of these matters is a village's or the head's
    if act in ("complete_external_step", "post_public_notice", "record_objection", "answer_objection"):
        return False  # no step of these matters is done in another system, or is a public notice
    if act == "return_step":
        # before the first step there is none, and no step of these matters is a village's
        return plan.stage != "accepted" and role != "assister" and holds_the_review(role, made)
    if act == "take":
        waits = {"clerk": "submitted", "reviewer": "accepted", "county_reviewer": "township_reviewed"}
        return plan.stage == waits.get(role)
    if act == "put_back":
        return False  # nothing was taken
    if act == "reassign":
        return role == "approver" and plan.stage in ("submitted", "accepted")
    if act == "recuse":  # at the county each of these posts has one holder, and nobody is above it
        return (role == "reviewer" and plan.stage == "accepted") or (
            role == "approver" and not plan.county_decides
        )
    if act == "decide":
        return plan.stage == "reviewed" and plan.county_decides == (role == "county_approver")
    if act in ("start_special_procedure", "end_special_procedure", "extend"):
        return False  # these items take no days out, and nothing runs that could be ended or extended
    if act in ("announce", "correct_clerical_error"):
        return False  # by no rule of these items; and what is to be corrected does not stand there
    if act in ("revoke", "redo"):
        return plan.county_decides == (role == "county_approver")
    if act == "reopen":
        return False  # what was delivered here was granted
    if act == "serve_paper":
        return False  # nothing followed the decision
    if act == "confirm_later_entry":
        return False  # nothing was entered later
    if act == "hear_applicant":
        return plan.stage == "delivered"
    if act in REGISTER | FEES:
        return False  # nothing of these is with the county or an assister, and none of these items charges anything
    if act in ("bring_deferred", "check_commitment"):
        return False  # nothing was promised
    if act == "record_signature":
        return False  # nobody signs these beside the applicant
    if act == "terminate":
        return plan.stage not in UNDER_REVIEW if role == "clerk" else holds_the_review(role, made)
    if act in ("deliver", "withdraw", "confirm_address") and role == "assister":
        place = {"赵桂兰": "SL-XW", "丁少华": "SL-BQ", "纳桂英": "MN-ML"}[actor.label[:3]]
        if act == "confirm_address":
            return place in (plan.taken, plan.collect)
        return (plan.collect or plan.taken if act == "deliver" else plan.taken) == place
    return True


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


TOUCHED = (
    Case,
    CaseMaterial,
    CaseStep,
    Draft,
    LedgerEntry,
    Message,
    AccessEntry,
    Blob,
    DataKey,
    Paper,
    Party,
)
TABLES = (*(model._meta.db_table for model in TOUCHED), "kernel_command")


def everything() -> str:
    """A digest over every row that an act could touch."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {table} t")
            digest.update(repr((table, cursor.fetchone())).encode())
    return digest.hexdigest()


def versions() -> dict[str, int]:
    return dict(Case.objects.values_list("number", "version"))


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_is_done_by_those_who_may_and_refused_to_all_others(world: World, act: str) -> None:
    command, held = getattr(commands, act), versions()
    actors = {**world.actors, "tracker": tracker(world.matter(12)), "tracker-mn": tracker(world.matter(40))}
    wrong = []
    for who, actor in actors.items():
        before = everything()
        for at, made in enumerate(world.made):
            sees = actor == tracker(made) or world.sees(who, made)
            if not sees and at % 3 != sorted(ACTS).index(act) % 3:
                continue  # what is not seen is not there for any act: each such pair is tried with two of the six
            allowed = sees and may(actor, act, made)
            told = ""
            with undone():
                try:
                    command(
                        actor,
                        made.number,
                        expected_version=held[made.number],
                        idempotency_key="k",
                        **ACTS[act](made),
                    )
                    told = "done"
                except Refusal as refusal:
                    told = type(refusal).__name__
            expected = {"done"} if allowed else refused(act, actor, made, sees)
            if told not in expected:
                wrong.append(f"{who} × {made.plan.key}: {told}, not {expected}")
        assert everything() == before, who
    assert wrong == []


def refused(act: str, actor: Actor, made: Made, sees: bool) -> set[str]:
    """How somebody is refused: the unseen is not there; the seen says why."""
    if not sees:
        return {"NotFound"}
    if made.erased:
        return {"Erased"}
    role_fits = role_of(actor) in ROLES[act]
    if act == "decide" and role_fits and made.plan.stage in FROM["decide"] and not made.plan.county_decides:
        return {"InputFaults"}  # steps are open: the head's own act, too early
    if act in ("request_corrections", "serve_notice") and role_fits and made.plan.stage in FROM[act]:
        return {"InputFaults"}
    if act == "confirm_identity" and role_fits and made.plan.stage in FROM[act]:
        return {"InputFaults"}  # it is known already
    if (
        act in ("bring_deferred", "check_commitment", "hear_applicant")
        and role_fits
        and made.plan.stage in FROM[act]
    ):
        return {"InputFaults"}
    if act == "record_signature" and role_fits and made.plan.stage in FROM[act]:
        return {"InputFaults", "NotAuthorized"}  # a reviewer's while it is their turn
    if act == "recuse" and role_fits and made.plan.stage in FROM[act]:
        return {"Refusal", "InputFaults", "NotAuthorized"}
    if act == "reopen" and role_fits:
        return {"Refusal", "NotAuthorized", "ActNotAllowed"}
    if act == "serve_paper" and role_fits and made.plan.stage in FROM[act]:
        return {"InputFaults", "NotAuthorized"}
    if act == "receive_sent_result" and role_fits and made.plan.stage in FROM[act]:
        return {"Refusal", "NotAuthorized"}
    if act in REGISTER | FEES and role_fits and made.plan.stage in FROM[act]:
        return {"Refusal", "InputFaults"}
    if act in ("announce", "archive") and role_fits:
        return {"Refusal", "NotAuthorized", "ActNotAllowed"}  # what this matter has not: the rule, or an end
    if act == "correct_clerical_error" and role_fits:
        return {"InputFaults", "NotAuthorized", "ActNotAllowed"}
    if act in PROCEDURES and role_fits and holds_the_review(role_of(actor), made):
        return {"InputFaults"} if act != "extend" else {"Refusal"}
    return {"NotAuthorized", "ActNotAllowed"}


def test_an_attempt_that_is_refused_leaves_no_trace_even_without_a_rollback_around_it(world: World) -> None:
    held = versions()
    before = everything()
    for who in ("mn-clerk", "clerk-mz", "reviewer", "county-mz", "hui", "public"):
        for act, command in ((act, getattr(commands, act)) for act in ACTS):
            made = world.matter(1)
            with pytest.raises((NotFound, NotAuthorized, ActNotAllowed)):
                command(
                    world.actors[who],
                    made.number,
                    expected_version=held[made.number],
                    idempotency_key=uuid4().hex,
                    **ACTS[act](made),
                )
    assert everything() == before


def test_a_key_of_somebody_else_repeats_nothing(world: World) -> None:
    made, held = world.matter(1), versions()
    asked = {"expected_version": held[made.number], "idempotency_key": "shared", **ACTS["accept"](made)}
    with undone():
        commands.accept(world.actors["clerk"], made.number, **asked)
        after = everything()
        for who in ("mn-clerk", "clerk-mz", "two-hats/MN", "an"):
            with pytest.raises(NotFound):
                commands.accept(world.actors[who], made.number, **asked)
        assert everything() == after


MARK = {"applicant.number": "identity", "applicant.phone": "contact", "answers.address": "contact"}


@pytest.mark.parametrize(
    ("field", "readers"),
    [
        ("applicant.number", None),  # everybody
        ("applicant.phone", ("clerk", "mn-reviewer", "assister", "county", "an", "public")),
        ("answers.address", ("clerk-mz", "mn-approver", "county", "family")),
    ],
)
def test_a_value_is_unmasked_for_staff_who_see_the_case_and_each_look_is_recorded(
    world: World, field: str, readers: tuple[str, ...] | None
) -> None:
    before = everything()
    for who in readers or world.actors:
        actor = world.actors[who]
        for made in world.made:
            with undone():
                try:
                    value = commands.unmask(actor, made.number, field=field, reason="核对身份")
                    told = "seen"
                except Refusal as refusal:
                    value, told = "", type(refusal).__name__
                changed = told == "seen" and everything() != before
            sees = isinstance(actor, Staff) and world.sees(who, made)
            if sees and not made.erased and isinstance(actor, Staff) and not cleared(actor.role, MARK[field]):
                assert told == "NotAuthorized"
            elif sees and not made.erased:
                person = made.plan.person
                right = {"number": person.number, "phone": person.phone, "address": made.plan.address}
                assert (told, value) == ("seen", right[field.split(".")[1]])
                assert changed, "a look that the access log does not know"
            else:
                assert told == (
                    "Erased" if sees else "NotFound" if isinstance(actor, Staff) else "NotAuthorized"
                )
    assert everything() == before


@pytest.mark.parametrize(
    "field", ["", "applicant", "applicant.name", "applicant.__class__", "salt", "answers.x", "\0"]
)
def test_only_named_values_are_unmasked(world: World, field: str) -> None:
    with pytest.raises(InputFaults):
        commands.unmask(world.actors["clerk"], world.matter(3).number, field=field, reason="核对身份")


CHANNELS = {"clerk": "window", "assister": "village_point", "citizen": "portal"}


def test_an_application_is_taken_by_whom_the_channel_belongs_to(world: World) -> None:
    plan = world.matter(1).plan
    actors = {**world.actors, "tracker": tracker(world.matter(1))}
    for who, actor in actors.items():
        for channel in ("portal", "window", "village_point"):
            if CHANNELS.get(role_of(actor)) == channel:
                continue
            before = everything()
            with pytest.raises(NotAuthorized):
                asked = replace(application(plan), channel=channel)
                commands.submit(actor, asked, idempotency_key=uuid4().hex)
            assert everything() == before, (who, channel)


def test_a_result_is_not_sent_to_another_townships_point(world: World) -> None:
    for code in ("MN-ML", "YN-SB", "nowhere"):
        asked = replace(application(world.matter(1).plan), collect_site_code=code)
        with pytest.raises(InputFaults):
            commands.submit(world.actors["clerk"], asked, idempotency_key=uuid4().hex)


def test_nobody_but_the_operator_erases(world: World) -> None:
    before = everything()
    for actor in (*world.actors.values(), tracker(world.matter(3))):
        with pytest.raises(NotAuthorized):
            commands.erase_person(actor, world.matter(3).party_id, reason="按规定", idempotency_key="k")
    assert everything() == before


def test_only_an_assister_confirms_by_the_code_and_only_with_the_right_one(world: World) -> None:
    made = next(one for one in world.made if one.plan.channel == "portal" and one.plan.stage == "accepted")
    asked = {"card_number": made.plan.person.number, "seen": True, "place": "at_home"}
    before = everything()
    for who, actor in {**world.actors, "tracker": tracker(made)}.items():
        for code in (made.query_code, "22222222"):
            own = who in ("assister", "assister-bq") and code == made.query_code
            if made.plan.township == "SL" and own:
                continue
            with pytest.raises((NotAuthorized, InputFaults)):
                commands.confirm_identity_by_code(
                    actor, made.number, query_code=code, idempotency_key=uuid4().hex, **asked
                )
    assert everything() == before


def test_a_draft_is_written_with_its_whole_token_only(world: World) -> None:
    token, citizen = world.drafts["an"].token, world.actors["bo"]
    someone = PersonInput("外人", "", "")
    before = everything()
    for guess in ("", token[:-1], token + "A", token.swapcase(), "\0", "x" * 9999):
        for write in (
            lambda guess: commands.claim_draft(citizen, guess),
            lambda guess: commands.save_answer(guess, "address", "别处"),
            lambda guess: commands.save_person(guess, "applicant", someone),
            lambda guess: commands.save_representation(guess, "self"),
            lambda guess: commands.save_applicant_kind(guess, "person"),
            lambda guess: commands.save_pieces(guess, commands.DraftPieces(answers={"address": "别处"})),
            lambda guess: commands.attach_material(guess, "identity_card", form="paper_copy"),
            lambda guess: commands.remove_material(guess, "identity_card"),
            lambda guess: commands.discard(guess),
        ):
            with pytest.raises(NotFound):
                write(guess)
    assert everything() == before
    applicant = draft(token).applicant
    assert applicant is not None and applicant.name == DRAFT_PEOPLE["an"][0]


def test_a_file_of_another_draft_is_not_submitted_with_an_application(world: World) -> None:
    """The id of somebody's upload is worth nothing outside the draft it lies in."""
    plan = world.matter(23).plan
    other = draft(world.drafts["an"].token).materials["identity_card"].upload_id
    asked = application(plan)
    stolen = tuple(
        replace(one, upload_id=other, content=None) if one.code == "identity_card" else one
        for one in asked.materials
    )
    before = everything()
    bo = world.actors["bo"]
    assert isinstance(bo, Citizen) and plan.person.phone == PHONES["bo"]
    for token in ("", "no such draft"):
        with pytest.raises(InputFaults) as refusal:
            commands.submit(
                bo, replace(asked, materials=stolen), idempotency_key=uuid4().hex, draft_token=token
            )
        assert [fault.code for fault in refusal.value.faults] == ["upload_unknown"]
    assert everything() == before


def test_a_draft_started_by_the_public_belongs_to_nobody_else(world: World) -> None:
    token = commands.start_draft(Public(), "SB-001", "portal")
    for who, actor in world.actors.items():
        assert token not in {row.token for row in my_drafts(actor)}, who
