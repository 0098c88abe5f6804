"""Every read query, by every actor, on every case: exactly what the table says, and otherwise nothing at all."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from tests.authority.matters import PHONES
from tests.authority.world import Made, World, tracker

from tongban.cases import queries
from tongban.kernel.actors import Actor, Citizen, Public, Staff, System, Tracker
from tongban.kernel.errors import Erased, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_paper")]

# every query of one case: how it is asked, and which kinds of actor it answers at all
CASE_QUERIES: dict[str, tuple[Callable[[Actor, Made], object], tuple[type[Actor], ...]]] = {
    "case_for": (lambda actor, made: queries.case_for(actor, made.number), (Staff, Citizen, Tracker)),
    "explain": (lambda actor, made: queries.explain(actor, made.number), (Staff, Citizen, Tracker)),
    "track": (lambda actor, made: queries.track(actor, made.number), (Citizen, Tracker)),
    "material_file": (
        lambda actor, made: queries.material_file(actor, made.number, "identity_card"),
        (Staff,),
    ),
    "material_page": (
        lambda actor, made: queries.material_page(actor, made.number, "identity_card", 1),
        (Staff,),
    ),
    "paper_file": (
        lambda actor, made: queries.paper_file(actor, made.number, made.papers[0]),
        (Staff, Citizen, Tracker),
    ),
    "external_fields": (lambda actor, made: queries.external_fields(actor, made.number), (Staff,)),
    "signature_file": (lambda actor, made: queries.signature_file(actor, made.number, 0), (Staff,)),
    "step_file": (lambda actor, made: queries.step_file(actor, made.number, 1), (Staff,)),
    "recusal_choices": (lambda actor, made: queries.recusal_choices(actor, made.number), (Staff,)),
    "preview_paper": (
        lambda actor, made: queries.preview_paper(actor, made.number, act=_previewed(made), granted=True),
        (Staff,),
    ),
}
LISTS = {"my_list", "my_count", "my_cases", "my_drafts", "rows_to_export", "count_to_export"}
BY_KEY = {"submission"}
BY_TOKEN = {"draft", "draft_file", "application_from"}
BEGINNING = {
    "begun_token",
    "submission_key",
}  # of an application that nobody wrote yet: they read no row of anybody
FOR_ANYBODY = {
    "proof",
    "find_tracker",
    "forecast",
    "hanging_notices",  # what hangs on the village's board, masked
}  # the second asks for what belongs to the case; the third of none
FOR_THE_AUDITOR = {  # who looked and who acted; of a case its number alone
    "acts_on_cases": lambda actor: queries.acts_on_cases(actor, today()),
    "administration_events": lambda actor: queries.administration_events(actor, today(), today()),
    "open_look": lambda actor: queries.open_look(actor, 1),
    "search_looks": lambda actor: queries.search_looks(actor, queries.Search(today(), today())),
    "sums_of_day": lambda actor: queries.sums_of_day(actor, today()),
    "unusual_looks": lambda actor: queries.unusual_looks(actor, today()),
}
FOR_HEADS = {
    "waiting_at",
    "waiting_by_post",
    "people_here",
}  # how much waits at each position of the own authority
OF_A_POST = {
    "handover",
    "held_by",
}  # what an assignment leaves behind: its head, its holder; an administrator numbers
FOR_CLERKS = {"filing"}  # what their own position can file
OF_MINE = {"looks_at_mine"}  # at the cases that a citizen or tracker sees
WHO_MAY = {"who_can", "could_see"}  # of people and their powers; of a case its number alone
LIKE_A_PREVIEW = {"preview_pages"}  # the same paper as pictures
OF_A_LIST = {"saved_lists"}  # filters without anybody's name: one's own, and those a head shares
SHAPES = {
    "COLUMNS",
    "CaseRow",
    "ListFilter",
    "SavedView",
    "filter_of",
    "Waiting",
    "Handover",
    "HandoverLine",
    "CopyLine",
    "HangingNotice",
    "HangingNotices",
    "Explanation",
    "FilingPage",
    "FilingRow",
    "Forecast",
    "Search",
    "CouldSee",
    "Opened",
    "Sight",
    "WhoCan",
    "DraftRow",
    "DraftView",
    "Proof",
    "StoredFile",
}

PREVIEWS = {"submitted": "accept", "reviewed": "decide"}


def _previewed(made: Made) -> str:
    return PREVIEWS.get(made.plan.stage, "accept")


def test_every_query_is_known_to_these_checks() -> None:
    known = set(CASE_QUERIES) | LISTS | BY_KEY | BY_TOKEN | FOR_ANYBODY | LIKE_A_PREVIEW | WHO_MAY | SHAPES
    known |= set(FOR_THE_AUDITOR) | OF_MINE | BEGINNING | FOR_CLERKS | FOR_HEADS | OF_A_POST | OF_A_LIST
    assert set(queries.__all__) == known, "a new query needs its line here: who may read what by it"


@pytest.mark.parametrize("name", sorted(FOR_THE_AUDITOR))
def test_the_auditor_s_queries_are_refused_to_everybody_else(world: World, name: str) -> None:
    for actor in (*world.actors.values(), Tracker(world.made[0].case_id)):
        if not (isinstance(actor, Staff) and actor.role == "auditor"):
            with pytest.raises(NotAuthorized):
                FOR_THE_AUDITOR[name](actor)


def test_what_waits_at_a_post_is_told_to_the_head_of_its_authority_and_of_cases_they_see(
    world: World,
) -> None:
    for who, actor in world.actors.items():
        if not (isinstance(actor, Staff) and actor.role in ("approver", "county_approver")):
            with pytest.raises(NotAuthorized):
                queries.people_here(actor)
            with pytest.raises(NotAuthorized):
                queries.waiting_by_post(actor)
            with pytest.raises(NotAuthorized):
                queries.waiting_at(actor, world.actors["clerk"].position_id, "clerk")
            continue
        own = {made.number for made in world.seen_by(who)}
        for position_id, role in queries.waiting_by_post(actor):
            if position_id and role != "assister":
                rows = queries.waiting_at(actor, position_id, role)
                assert {row.number for row in rows} <= own, who
        other = world.actors["clerk" if who.startswith("mn") else "mn-clerk"].position_id
        with pytest.raises(NotFound):
            queries.waiting_at(actor, other, "clerk")


def test_what_an_assignment_leaves_behind_is_told_to_its_head_its_holder_and_in_numbers_to_who_ends_it(
    world: World,
) -> None:
    for name in ("clerk", "mn-clerk", "county"):
        post = world.actors[name]
        assert isinstance(post, Staff)
        for who, actor in world.actors.items():
            staff = actor if isinstance(actor, Staff) else None
            head = staff is not None and staff.role in ("approver", "county_approver") and not staff.items
            its = head and staff is not None and staff.body_id == post.body_id
            if staff is None or not (its or staff.role == "system_admin" or staff.staff_id == post.staff_id):
                assert answer(partial(queries.handover, actor, post.assignment_id)) == "not found", (
                    who,
                    name,
                )
                assert answer(partial(queries.held_by, actor, [post.assignment_id])) == "not found", (
                    who,
                    name,
                )
                continue
            told = queries.handover(staff, post.assignment_id)
            lines = [line for found in told.lines.values() for line in found]
            numbers = {line.number for line in lines if line.kind not in ("odd", "roster")}
            assert numbers <= {made.number for made in world.seen_by(who)}, (who, name)
            assert not (staff.role == "system_admin" and told.lines)
            assert queries.held_by(staff, [post.assignment_id]) == {post.assignment_id: told.total}


def test_what_can_be_filed_is_told_to_the_clerk_of_its_position_alone(world: World) -> None:
    for who, actor in world.actors.items():
        if not (isinstance(actor, Staff) and actor.role == "clerk"):
            with pytest.raises(NotAuthorized):
                queries.filing(actor)
            continue
        own = {made.number for made in world.seen_by(who)}
        assert {row.number for row in queries.filing(actor).rows} <= own, who


def test_looks_are_told_of_the_own_cases_alone(world: World) -> None:
    for who, actor in world.actors.items():
        told = {look.number for look in queries.looks_at_mine(actor).looks}
        own = {made.number for made in world.seen_by(who)} if isinstance(actor, Citizen) else set()
        assert told <= own, who


def answer(ask: Callable[[], object]) -> str:
    """What came of asking, in one word."""
    try:
        ask()
    except NotFound as refusal:
        return "none to preview" if refusal.params["what"] == "preview" else "not found"
    except NotAuthorized:
        return "not authorized"
    except Erased:
        return "erased"
    except InputFaults:
        return "input faults"
    except Refusal as refusal:
        return refusal.code
    return "seen"


def expected(name: str, actor: Actor, made: Made, sees: bool) -> set[str]:
    """What the table and the kind of actor say; several words where the case's own state decides."""
    kinds = CASE_QUERIES[name][1]
    if not isinstance(actor, kinds):
        return {"not found", "not authorized"}
    if not sees:
        return {"not found"}
    if made.erased:
        return {"erased"}
    if name == "external_fields":
        return {"not authorized"}  # none of these matters is done in another system
    if name in ("step_file", "signature_file"):
        return {"not found"}  # and none has photos, minutes or signatures
    if name == "paper_file":
        return {"seen", "paper_not_ready"}
    if name == "preview_paper":
        return {"seen"} if made.plan.stage in PREVIEWS else {"none to preview"}
    return {"seen"}


@pytest.mark.parametrize("name", sorted(CASE_QUERIES))
def test_a_case_is_read_by_exactly_those_in_the_table(world: World, name: str) -> None:
    ask = CASE_QUERIES[name][0]
    wrong = []
    for who, actor in world.actors.items():
        for made in world.made:
            told = answer(lambda ask=ask, actor=actor, made=made: ask(actor, made))
            if told not in expected(name, actor, made, world.sees(who, made)):
                wrong.append(f"{who} × {made.plan.key}: {told}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(CASE_QUERIES))
def test_a_tracker_reads_the_one_case(world: World, name: str) -> None:
    ask = CASE_QUERIES[name][0]
    for own in (world.matter(3), world.matter(17), world.matter(25), world.matter(43)):
        actor = tracker(own)
        for made in world.made:
            told = answer(lambda ask=ask, actor=actor, made=made: ask(actor, made))
            assert told in expected(name, actor, made, made is own), made.plan.key


def test_the_program_itself_sees_all_and_a_tracker_of_nothing_sees_nothing(world: World) -> None:
    nobody = Tracker(uuid4())
    for made in world.made:
        assert answer(partial(queries.case_for, System("settle"), made.number)) == (
            "erased" if made.erased else "seen"
        )
        assert answer(partial(queries.case_for, nobody, made.number)) == "not found"


def test_a_paper_is_read_under_its_own_case_only(world: World) -> None:
    clerk = world.actors["clerk"]
    mine, other, foreign = world.matter(3), world.matter(4), world.matter(41)
    for number, paper in (
        (mine.number, other.papers[0]),  # both seen, but not this case's
        (mine.number, foreign.papers[0]),
        (mine.number, uuid4()),
        (foreign.number, foreign.papers[0]),
        (foreign.number, mine.papers[0]),
    ):
        assert (
            answer(lambda number=number, paper=paper: queries.paper_file(clerk, number, paper)) == "not found"
        )
    an = world.actors["an"]
    for made in (other, foreign):
        for paper in made.papers:
            told = answer(lambda paper=paper: queries.paper_file(an, mine.number, paper))
            assert told == "not found"
    assert queries.paper_file(an, mine.number, mine.papers[0]).content.startswith(b"%PDF-")


def test_a_material_is_read_by_its_code_within_its_case(world: World) -> None:
    clerk, mine = world.actors["clerk"], world.matter(3)
    for code in ("enrolment_form", "", "no_such", "../identity_card", "identity_card\0", "证" * 3000):
        assert answer(lambda code=code: queries.material_file(clerk, mine.number, code)) == "not found"
    for page in (0, 2, -1, 10**12):
        assert answer(lambda page=page: queries.material_page(clerk, mine.number, "identity_card", page)) == (
            "not found"
        )


def contact_of(made: Made) -> str:
    """The phone a case is followed by, from its plan."""
    plan = made.plan
    if made.erased:
        return ""
    if plan.channel == "portal":
        return PHONES[plan.taken]
    return plan.representative.phone if plan.representative else plan.person.phone


def test_a_case_is_tracked_with_its_own_phone_or_code_and_nothing_else(world: World) -> None:
    for made in world.made:
        assert queries.find_tracker(made.number, query_code=made.query_code) == tracker(made)
        for other in world.made:
            phone = contact_of(other)
            if other is not made:
                told = answer(partial(queries.find_tracker, made.number, query_code=other.query_code))
                assert told == "not found", "another case's code"
            if not phone:
                continue
            told = answer(partial(queries.find_tracker, made.number, phone=phone))
            assert told == ("seen" if phone == contact_of(made) else "not found"), made.plan.key


@pytest.mark.parametrize("wrong", ["", " ", "0", "19900000000", "?", "ß" * 5000, "1' OR '1'='1", "\0"])
def test_nothing_is_tracked_without_what_belongs_to_it(world: World, wrong: str) -> None:
    for made in world.made[:8]:
        assert answer(lambda made=made: queries.find_tracker(made.number, phone=wrong)) == "not found"
        assert answer(lambda made=made: queries.find_tracker(made.number, query_code=wrong)) == "not found"
    assert answer(lambda: queries.find_tracker(wrong, query_code=world.made[0].query_code)) == "not found"


def test_the_public_proof_says_nothing_personal(world: World) -> None:
    for made in world.made:
        told = repr(queries.proof(made.number))
        private = made.plan.secrets | {made.query_code} | set(made.verify_codes)
        assert [secret for secret in private if secret in told] == []


def test_drafts_are_listed_for_their_writer_alone(world: World) -> None:
    for name, actor in world.actors.items():
        own = {world.drafts[name].token} if name in world.drafts and name != "public" else set()
        assert {row.token for row in queries.my_drafts(actor)} == own, name
    assert queries.my_drafts(tracker(world.matter(3))) == () == queries.my_drafts(Public())


def test_what_a_key_led_to_is_told_to_whoever_used_it(world: World) -> None:
    made = world.matter(1)
    for who, actor in world.actors.items():
        told = answer(lambda actor=actor: queries.submission(actor, made.submit_key))
        assert told == ("seen" if who == "clerk" else "not found"), who
        for key in ("", "k1", made.number, "x" * 200):
            assert answer(lambda actor=actor, key=key: queries.submission(actor, key)) == "not found"


def test_previews_of_the_unseen_are_no_pictures_either(world: World) -> None:
    for who in ("mn-clerk", "clerk-mz", "county", "assister", "an", "public"):
        ask = partial(queries.preview_pages, world.actors[who], world.matter(1).number, act="accept")
        assert answer(ask) in ("not found", "not authorized")


def test_a_draft_opens_for_its_reader_where_one_is_named(world: World) -> None:
    for owner, unfinished in world.drafts.items():
        for who, actor in world.actors.items():
            told = answer(lambda actor=actor, token=unfinished.token: queries.draft(token, reader=actor))
            assert told == ("seen" if who == owner != "public" else "not found"), (who, owner)


def test_a_draft_opens_with_its_whole_token_only(world: World) -> None:
    token = world.drafts["an"].token
    wrong = ("", token[:-1], token + "A", token.swapcase(), token[::-1], "\0", "%", "' OR 1=1 --", "x" * 9999)
    for guess in wrong:
        for ask in (
            lambda guess: queries.draft(guess),
            lambda guess: queries.draft_file(guess, "identity_card"),
            lambda guess: queries.application_from(guess, consent=True),
        ):
            assert answer(lambda ask=ask, guess=guess: ask(guess)) == "not found"
    assert queries.draft(token).applicant is not None
    for code in ("household_register", "nothing", "\0"):
        assert answer(lambda code=code: queries.draft_file(token, code)) == "not found"
