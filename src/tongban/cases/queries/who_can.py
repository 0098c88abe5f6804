"""Who can do this here today, and why: the directory's chain of reasons, with what the matter itself asks.

Nothing is granted or refused here.  Each answer comes from asking the rules that the commands ask
(`kernel.powers`, `cases.visibility`, `cases.authority`), so that the page cannot say other than the program does.
"""

from dataclasses import dataclass, replace
from functools import partial

from tongban.cases.authority import IN_PART, ROLES, why_not
from tongban.cases.frame import OpenCase, load, settle
from tongban.cases.kinship import holds_nothing, why_not_kin
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import current
from tongban.directory.authority import ADMINISTRATORS
from tongban.directory.queries import (
    Candidate,
    Reason,
    candidates,
    site,
    sites_to_ask_about,
    staff_behind,
    words_of,
)
from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.rules.lifecycle import Act, NotAllowed, Status, next_status

OF_KIN = Reason("matter", "near_kin", stops=True)
LEVEL_OF_ROLE = {"reviewer": "township", "county_reviewer": "county", "assister": "village"}
OF_THE_POSITION = frozenset(
    {
        *("submit", "accept", "decline", "deliver", "confirm_identity", "withdraw"),
        *("receive_result", "take_out_result", "bring_back_result", "send_result", "record_fee"),
    }
)


@dataclass(frozen=True)
class WhoCan:
    """The answer.

    Attributes:
        words: who may start it at all, roles and other kinds of actor, as the table of powers says.
        item_name: in both languages, where an item was named.
        not_now: why nobody can at this moment, whoever they are: ``act_not_allowed`` in this state,
            ``steps_open``; empty where nothing of the matter stands in the way.
        unnamed: how many of the post cannot because of whose matter it is: the register of kin is read by nobody
            through this page, so that they are told of to nobody but themselves.
        own_site_only: whether the asker learns of the own site alone.
    """

    command: str
    words: frozenset[str]
    site_name: str
    item: ItemDefinition | None
    number: str
    status: str
    not_now: str
    own_site_only: bool
    able: tuple[Candidate, ...]
    nearly: tuple[Candidate, ...]
    unnamed: int = 0


def who_can(
    actor: Actor, name: str, *, site_id: int | None = None, item_code: str = "", number: str = ""
) -> WhoCan:
    """Who can start a command today, with the reasons for each, and who nearly could and why not.

    Args:
        name: of a command of the table of powers, e.g. ``cases.accept``.
        site_id: only at this site; administrators may leave it out, others ask about their own.
        item_code: whether they could for this item.
        number: whether they could for this case; its item counts then.

    Raises:
        NotAuthorized: ``staff_only``; ``own_site_only``.
        NotFound: no such case, or not this actor's to ask about.
        InputFaults: no such command, item or site.
    """
    allowed = sites_to_ask_about(actor)
    words = words_of(name)
    if not words:
        raise InputFaults([FieldFault("act", "not_an_option")])
    if allowed is not None and site_id is not None and site_id not in allowed:
        raise NotAuthorized("own_site_only")
    sites = allowed if site_id is None else (site_id,)
    case = _case(actor, number) if number.strip() else None
    item = case.item.definition if case else _item(item_code, sites)
    act = name.removeprefix("cases.") if name.startswith("cases.") else ""
    found = [
        replace(one, reasons=(*one.reasons, *_of_the_matter(one, act, item, case)))
        for one in candidates(name, sites)
    ]
    told = [one for one in found if OF_KIN not in one.reasons or _is(actor, one)]
    unnamed = len({one.actor.staff_id for one in found} - {one.actor.staff_id for one in told})
    found = told
    able = tuple(one for one in found if one.can)
    nearly = sorted((one for one in found if not one.can), key=lambda one: sum(r.stops for r in one.reasons))
    return WhoCan(
        command=name,
        words=words,
        site_name=site(sites[0]).name if sites else "",
        item=item,
        number=case.row.number if case else "",
        status=case.state.status if case else "",
        not_now=_not_now(act, case) if case else "",
        own_site_only=allowed is not None,
        able=able,
        nearly=tuple(nearly),
        unnamed=unnamed,
    )


def _is(actor: Actor, one: Candidate) -> bool:
    return isinstance(actor, Staff) and actor.staff_id == one.actor.staff_id


def _case(actor: Actor, number: str) -> OpenCase:
    """The case asked about: any for an administrator, who learns nothing of it but who may act; else one's own."""
    if isinstance(actor, Staff) and actor.role in ADMINISTRATORS:
        case = load(System("who-can"), number, lock=False)
    else:
        case = load(actor, number, lock=False)
    case.run.at = time.now()
    settle(case, case.run.at)
    return case


def _item(code: str, sites: tuple[int, ...] | None) -> ItemDefinition | None:
    if not code.strip():
        return None
    place = site(sites[0]).division_code if sites else ""
    try:
        return current(code.strip().upper(), place).definition
    except NotFound:
        raise InputFaults([FieldFault("item", "not_offered_there")]) from None


def _not_now(act: str, case: OpenCase) -> str:
    if not act or act not in set(Act):
        return ""
    try:
        next_status(Status(case.state.status), Act(act))
    except NotAllowed:
        return "act_not_allowed"
    if act == "decide" and any(step.state != "done" for step in case.state.steps):
        return "steps_open"
    return ""


def _of_the_matter(
    one: Candidate, act: str, item: ItemDefinition | None, case: OpenCase | None
) -> tuple[Reason, ...]:
    if not act or item is None:
        return ()
    if any(reason.code == "role_may_not" for reason in one.reasons):
        return ()  # what the matter asks is asked of roles that may at all
    if one.actor.items and item.code not in one.actor.items:
        return (Reason("lent_for_other_items", item.code, stops=True),)
    if case is None:
        return _of_the_item(one.actor, act, item)
    if not visible_to(one.actor, in_part=act in IN_PART).filter(id=case.row.id).exists():
        return (Reason("does_not_see", case.row.number, stops=True),)
    sees = Reason("sees", case.row.number)
    if act in ROLES and (code := why_not(one.actor, act, case.state, partial(holds_nothing, case))):
        return (sees, Reason("matter", code, stops=True))
    if act in ROLES and why_not_kin(one.actor, act, case):
        return (sees, OF_KIN)
    if act == "decide" and one.actor.delegated_by is not None:
        opinions = staff_behind({step.by for step in case.state.steps if step.by is not None})
        if one.actor.staff_id in opinions:
            return (sees, Reason("matter", "own_opinion", stops=True))
    return (sees, Reason("matter_is_theirs"))


def _of_the_item(actor: Staff, act: str, item: ItemDefinition) -> tuple[Reason, ...]:
    """What is known of an item without a case: whose position handles, reviews, decides it."""
    if act == "give_opinion":
        level = LEVEL_OF_ROLE.get(actor.role, "")
        steps = [step for step in item.steps if step.level == level]
        own = level == "village" or any(step.position == actor.position_code for step in steps)
        handed = level == "township" and actor.position_code == item.position and _village_steps(item)
        if (steps and own) or handed:
            return (Reason("item_step"),)
        return (Reason("item_no_step", stops=True),)
    if act == "decide":
        level = "county" if actor.role == "county_approver" else "township"
        if level != item.decider.level:
            return (Reason("item_decided_elsewhere", item.decider.level, stops=True),)
        if level == "county" and actor.position_code != item.decider.position:
            return (Reason("item_other_position", stops=True),)
        return (Reason("item_decided_here"),)
    if act in OF_THE_POSITION and actor.role == "clerk":
        if actor.position_code != item.position:
            return (Reason("item_other_position", stops=True),)
        return (Reason("item_position"),)
    if act == "submit" and actor.role == "assister":
        if "village_point" not in item.channels:
            return (Reason("item_not_in_villages", stops=True),)
        return (Reason("item_in_villages"),)
    return ()


def _village_steps(item: ItemDefinition) -> bool:
    """A village without a point has its steps done by the township's position."""
    return any(step.level == "village" for step in item.steps)
