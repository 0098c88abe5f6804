"""The world that the authority checks look at: two townships, their staff, the matters, everybody signed in.

Made once per process through the program's own commands, and committed, so that it is what a deployment is.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.test import Client
from tests.authority import second_township
from tests.authority.doors import held, sign_citizen_in, sign_staff_in, staff_actor
from tests.authority.matters import MATTERS, PHONES, Matter

from tongban.cases.commands import (
    accept,
    attach_material,
    decide,
    decline,
    deliver,
    erase_person,
    give_opinion,
    judge_materials,
    request_corrections,
    save_answer,
    save_person,
    start_draft,
    submit,
    withdraw,
)
from tongban.cases.models import Case
from tongban.cases.odd.commands import Telling, report_odd
from tongban.cases.privacy.commands import SeenPerson, Wish, ask_about_data
from tongban.cases.queries import case_for
from tongban.cases.requests import (
    Application,
    MaterialInput,
    PersonInput,
    Representation,
    Verdict,
)
from tongban.catalogue import commands as catalogue
from tongban.catalogue.commands import publish_version
from tongban.catalogue.telling import give_one_time_notice
from tongban.directory.models import Proposal
from tongban.kernel.actors import Actor, Citizen, Public, Staff, System, Tracker
from tongban.kernel.time import now, today
from tongban.papers.commands import render_for_command
from tongban.papers.models import Paper
from tongban.parties.commands import Named, record_mandate
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.parties.mandates import Scope
from tongban.site import demo
from tongban.site.demo.county import SINCE
from tongban.site.scenario import ANSWERS, PICTURE, citizen_number

SYSTEM = System("operator")
BASIS = "《国务院关于建立统一的城乡居民基本养老保险制度的意见》第三条"
STAFF = (
    "clerk",
    "clerk-b",
    "reviewer",
    "approver",
    "assister",
    "assister-bq",
    "clerk-mz",
    "clerk-nj",
    "clerk-js",
    "reviewer-mz",
    "two-hats/SL",
    "county",
    "county-mz",
    "county-mz-head",
    "county-wj-head",
    "supervisor",
    "editor",
    "editor-2",
    "editor-sl",
    "mn-clerk",
    "mn-clerk-mz",
    "mn-reviewer",
    "mn-approver",
    "mn-assister",
    "two-hats/MN",
    "sysadmin",
    "secadmin",
    "auditor",
)
# of people who do the same work one is enough where every page is asked for
DESKS = tuple(
    name
    for name in STAFF
    if name not in ("clerk-b", "clerk-nj", "clerk-js", "mn-clerk-mz", "editor-2", "editor-sl")
)
# whose papers are written out; the others stay "being written", which is a page of its own
WRITTEN = (3, 4, 12, 20, 41)


@dataclass(frozen=True)
class Made:
    """A matter as it came out: what its plan could not know."""

    plan: Matter
    number: str
    query_code: str
    submit_key: str
    case_id: UUID
    party_id: UUID
    papers: tuple[UUID, ...]
    verify_codes: tuple[str, ...]

    @property
    def erased(self) -> bool:
        return self.plan.stage == "erased"

    @property
    def secrets(self) -> frozenset[str]:
        """What may not stand in a page of somebody who does not see this case."""
        own = {self.number, self.query_code, str(self.case_id), self.case_id.hex}
        return self.plan.secrets | own | set(self.verify_codes) | {str(paper) for paper in self.papers}


@dataclass(frozen=True)
class Unfinished:
    """A draft of somebody's, with its token."""

    owner: str
    token: str
    secrets: frozenset[str]


@dataclass(frozen=True)
class Told:
    """A one-time notice, given to somebody by name at one site."""

    giver: str
    notice_id: UUID
    verify_code: str
    secrets: frozenset[str]


@dataclass(frozen=True)
class Entrusted:
    """A mandate and a request about somebody's own data, both taken at one counter."""

    taker: str
    mandate_id: UUID
    request_number: str
    secrets: frozenset[str]


@dataclass(frozen=True)
class Odd:
    """What could not be done, told at one counter."""

    taker: str
    number: str
    secrets: frozenset[str]


@dataclass
class World:
    """Everything, by name."""

    actors: dict[str, Actor] = field(default_factory=dict)
    made: tuple[Made, ...] = ()
    drafts: dict[str, Unfinished] = field(default_factory=dict)
    catalogue_drafts: dict[str, UUID] = field(default_factory=dict)  # by the division whose layer is written
    import_job: UUID | None = None
    notices: tuple[Told, ...] = ()
    entrusted: tuple[Entrusted, ...] = ()
    odd: tuple[Odd, ...] = ()
    destruction: UUID | None = None  # a list that waits for its second person
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    also: dict[str, frozenset[int]] = field(default_factory=dict)  # serials seen by who is not in the table

    def sees_notice(self, name: str, told: Told) -> bool:
        """A notice is its site's: whoever works there sees it, whatever their position."""
        reader, giver = self.actors[name], self.actors[told.giver]
        return isinstance(reader, Staff) and isinstance(giver, Staff) and reader.site_id == giver.site_id

    def sees_entrusted(self, name: str, one: Entrusted) -> bool:
        """The register of mandates and the requests are the counter's; the requests the security desk's too."""
        reader, taker = self.actors[name], self.actors[one.taker]
        if not isinstance(reader, Staff) or not isinstance(taker, Staff):
            return False
        at_counter = reader.role in ("clerk", "assister") and reader.site_id == taker.site_id
        return at_counter or reader.role == "security_admin"

    def sees_odd(self, name: str, one: Odd) -> bool:
        """What could not be done is its taker's and their colleagues' at the same post, and the head's."""
        reader, taker = self.actors[name], self.actors[one.taker]
        if not isinstance(reader, Staff) or not isinstance(taker, Staff):
            return False
        beside = reader.position_id == taker.position_id and reader.role == taker.role
        return beside or (reader.role == "approver" and not reader.items and reader.body_id == taker.body_id)

    def sees(self, name: str, matter: Made) -> bool:
        """What the table says."""
        return name in matter.plan.seers or matter.plan.serial in self.also.get(name, ())

    def seen_by(self, name: str) -> tuple[Made, ...]:
        return tuple(matter for matter in self.made if self.sees(name, matter))

    def matter(self, serial: int) -> Made:
        return next(matter for matter in self.made if matter.plan.serial == serial)


def build() -> World:
    """Make it all."""
    demo.load(items=["SB-001"])
    second_township.load()
    _publish_what_the_county_decides()
    _publish_what_may_follow()
    world = World()
    for name in STAFF:
        world.actors[name] = staff_actor(name)
    for name, phone in PHONES.items():
        world.actors[name] = citizen_with_phone(phone)
    world.actors["public"] = Public()
    world.made = tuple(_make(matter, world) for matter in MATTERS)
    world.drafts = {draft.owner: draft for draft in _drafts(world)}
    world.notices = tuple(_tell(world, giver, name) for giver, name in TOLD.items())
    world.entrusted = tuple(_entrust(world, taker, names) for taker, names in ENTRUSTED.items())
    world.odd = tuple(_tell_odd(world, taker, name) for taker, name in ODD.items())
    world.destruction = _list_to_destroy(world)
    _write_in_the_catalogue(world)
    _sign_everybody_in(world)
    return world


def _write_in_the_catalogue(world: World) -> None:
    """One draft each of the region's, the county's and the township's layer, and a file on its way in."""
    for division, editor in (("640000", "editor"), ("640121", "editor"), ("640121200000", "editor-sl")):
        world.catalogue_drafts[division] = catalogue.start_draft(
            world.actors[editor], "SB-001", division=division, idempotency_key=f"authority-{division}"
        )
    world.import_job = catalogue.start_import(
        world.actors["editor"], b"code: SB-001\n", file_name="sb.yaml", idempotency_key="authority-import"
    )


def _publish_what_the_county_decides() -> None:
    """The pension item once more, under a code of its own: the township's file, the county's decision."""
    content = next(item for item in demo.read_catalogue() if item["code"] == "SB-001")
    content |= {"code": "TS-001", "decider": {"level": "county", "position": "county_civil_affairs"}}
    publish_version(
        System("setup"), content, effective_from=SINCE, reason="试验", idempotency_key="authority-item"
    )


def _publish_what_may_follow() -> None:
    """The pension item with a paper that may follow on a signed promise (容缺), so that there is one to print."""
    content = next(item for item in demo.read_catalogue() if item["code"] == "SB-001")
    for material in content["materials"]:
        if material["code"] == "enrolment_form":
            material["necessity"] = "deferrable"
    basis = {"zh": "试验", "en": "A trial"}
    deferral = {"law": basis, "article": "第四部分", "duty": basis, "unconfirmed": True}
    content["effects"] = {"deferral": deferral | {"params": {"days": 10, "materials": ["enrolment_form"]}}}
    publish_version(
        System("setup"),
        content,
        effective_from=today(),
        reason="试验",
        idempotency_key="authority-promise",
    )


def application(matter: Matter) -> Application:
    """The application as its channel hands it in."""
    portal = matter.channel == "portal"
    codes = ["identity_card", "household_register"] + ([] if portal else ["enrolment_form"])
    elsewhere = {"enrolled_elsewhere": "yes", "elsewhere_place": "银川市金凤区"} if matter.county else {}
    kind = (
        "representative" if matter.relative else "assister" if matter.channel == "village_point" else "self"
    )
    return Application(
        item_code="TS-001" if matter.county_decides else "SB-001",
        channel=matter.channel,
        applicant=matter.person,
        answers={
            **ANSWERS,
            "household_village": matter.village,
            "address": matter.address,
            **elsewhere,
        },
        materials=tuple(
            MaterialInput(code, "electronic", content=PICTURE, file_name="picture.png")
            if portal or code == "identity_card"
            else MaterialInput(code, "paper_original")
            for code in codes
        ),
        representation=Representation(kind, matter.representative, "child" if matter.relative else ""),
        consent=True,
        identity_seen=not portal,
        collect_site_code=matter.collect,
    )


def _desk(world: World, matter: Matter, role: str) -> Staff:
    actor = world.actors[role if matter.township == "SL" else f"mn-{role}"]
    assert isinstance(actor, Staff)
    return actor


def _intake(world: World, matter: Matter) -> Actor:
    takers = {
        "SL": "clerk",
        "MN": "mn-clerk",
        "SL-XW": "assister",
        "SL-BQ": "assister-bq",
        "MN-ML": "mn-assister",
    }
    return world.actors[takers.get(matter.taken, matter.taken)]


def _make(matter: Matter, world: World) -> Made:
    key = uuid4().hex
    done = submit(_intake(world, matter), application(matter), idempotency_key=key)
    _take_as_far(world, matter, done.number)
    row = Case.objects.get(number=done.number)
    if matter.stage == "erased":
        erase_person(
            SYSTEM,
            row.applicant_id,
            reason="court_order",
            legal_ground="民事裁定书第1号",
            idempotency_key=uuid4().hex,
        )
    papers = list(Paper.objects.filter(subject=row.id).order_by("issued_at", "serial"))
    if matter.serial in WRITTEN:
        for command_id in {paper.command_id for paper in papers}:
            render_for_command(command_id)
    return Made(
        matter,
        done.number,
        done.query_code,
        key,
        row.id,
        row.applicant_id,
        tuple(paper.id for paper in papers),
        tuple(paper.verify_code for paper in papers),
    )


REACHES = {
    "submitted": (),
    "erased": (),
    "asked": ("ask",),
    "declined": ("decline",),
    "withdrawn": ("withdraw",),
    "accepted": ("accept",),
    "withdrawn_in_review": ("accept", "township_review", "withdraw"),
    "township_reviewed": ("accept", "township_review"),
    "reviewed": ("accept", "township_review", "county_check"),
    "granted": ("accept", "township_review", "county_check", "grant"),
    "refused": ("accept", "township_review", "county_check", "refuse"),
    "delivered": ("accept", "township_review", "county_check", "grant", "deliver"),
}


def _take_as_far(world: World, matter: Matter, number: str) -> None:
    for act in REACHES[matter.stage]:
        if act == "county_check" and not matter.county:
            continue
        _act(world, matter, number, act)


def _act(world: World, matter: Matter, number: str, act: str) -> None:
    clerk = _desk(world, matter, "clerk")
    view = case_for(clerk, number)
    once = {"expected_version": view.version, "idempotency_key": uuid4().hex}
    if act == "accept":
        accept(clerk, number, verdicts={row.code: Verdict("ok") for row in view.materials}, **once)
    elif act == "ask":
        verdicts = {row.code: Verdict("ok") for row in view.materials}
        done = judge_materials(
            clerk, number, verdicts=verdicts | {"identity_card": Verdict("faulty", matter.reason)}, **once
        )
        later = today() + timedelta(days=60)
        day = next(one for one in (later + timedelta(days=n) for n in range(9)) if one.weekday() < 5)
        again = {"expected_version": done.version, "idempotency_key": uuid4().hex}
        request_corrections(clerk, number, bring_by=day, **again)
    elif act == "decline":
        decline(clerk, number, reason=matter.reason, basis=BASIS, right_body="", **once)
    elif act == "withdraw":
        withdraw(clerk, number, reason=matter.reason, signed=True, **once)
    elif act in ("township_review", "county_check"):
        reviewer = _desk(world, matter, "reviewer") if act == "township_review" else world.actors["county"]
        give_opinion(reviewer, number, step_code=act, agrees=True, opinion=matter.opinion, **once)
    elif act in ("grant", "refuse"):
        granted = act == "grant"
        county = matter.county_decides
        head = world.actors["county-mz-head"] if county else _desk(world, matter, "approver")
        decide(head, number, granted=granted, reason="" if granted else matter.reason, basis=BASIS, **once)
    elif act == "deliver":
        at_point = matter.channel == "village_point"
        deliver(
            _intake(world, matter) if at_point else clerk,
            number,
            mode="handed_over",
            receiver_name=matter.person.name,
            relation="self",
            identification="居民身份证",
            at=now(),
            **once,
        )


DRAFT_PEOPLE = {"an": ("稿甲鸾", 9001), "clerk": ("稿乙鹭", 9002), "public": ("稿丙鹤", 9003)}


def _drafts(world: World) -> list[Unfinished]:
    drafts = []
    for owner, (name, serial) in DRAFT_PEOPLE.items():
        token = start_draft(world.actors[owner], "SB-001", "window" if owner == "clerk" else "portal")
        person = PersonInput(name, citizen_number(serial), f"199777{serial:05d}")
        save_person(token, "applicant", person)
        save_answer(token, "address", f"稿本巷{serial}号")
        attach_material(token, "identity_card", form="electronic", file_name=f"{name}.png", content=PICTURE)
        secrets = frozenset({token, name, person.number, person.phone, f"稿本巷{serial}号"})
        drafts.append(Unfinished(owner, token, secrets))
    return drafts


TOLD = {"clerk": "闻甲鸢", "assister": "闻乙鸰", "mn-clerk": "闻丙鹮", "county": "闻丁鸥"}


def _tell(world: World, giver: str, name: str) -> Told:
    given = give_one_time_notice(
        world.actors[giver],
        "SB-001",
        answers={},
        channel="window",
        how="paper",
        told_to=name,
        idempotency_key=uuid4().hex,
    )
    return Told(giver, given.notice_id, given.verify_code, frozenset({name, str(given.notice_id)}))


ENTRUSTED = {"clerk": (("委甲鹊", 9101), ("受甲鸿", 9102)), "mn-clerk": (("委乙鹇", 9103), ("受乙鹗", 9104))}


def _entrust(world: World, taker: str, people: tuple[tuple[str, int], ...]) -> Entrusted:
    (giver, first), (holder, second) = people
    numbers = citizen_number(first), citizen_number(second)
    mandate_id = record_mandate(
        world.actors[taker],
        Named(giver, numbers[0]),
        Named(holder, numbers[1]),
        Scope((), today(), today() + timedelta(days=100)),
        seen=True,
        idempotency_key=uuid4().hex,
    )
    seen = SeenPerson(giver, numbers[0], "", card_seen=True, document="id_card", how="compared")
    asked = ask_about_data(world.actors[taker], Wish("copy"), person=seen, idempotency_key=uuid4().hex)
    secrets = frozenset({giver, holder, *numbers, str(mandate_id), asked.number})
    return Entrusted(taker, mandate_id, asked.number, secrets)


ODD = {"clerk": "难甲鹃", "mn-clerk": "难乙鸮"}


def _tell_odd(world: World, taker: str, name: str) -> Odd:
    told = report_odd(
        world.actors[taker],
        Telling(name, "三个窗口都说不归他们管", phone="19900000088"),
        idempotency_key=uuid4().hex,
    )
    return Odd(taker, told.number, frozenset({name, told.number}))


def _list_to_destroy(world: World) -> UUID:
    """The row alone: a real one would need the year 2126; it names no case, so that every number is foreign."""
    admin = world.actors["secadmin"]
    assert isinstance(admin, Staff)
    row = Proposal.objects.create(
        kind="destroy_list",
        payload={"year": 2026, "kept": "100y", "cases": []},
        reason="保管期限届满",
        proposed_by_id=admin.assignment_id,
        proposed_at=now(),
    )
    return row.id


def _sign_everybody_in(world: World) -> None:
    for name, actor in world.actors.items():
        client = Client()
        if isinstance(actor, Staff):
            sign_staff_in(client, name)
        elif isinstance(actor, Citizen):
            sign_citizen_in(client, PHONES[name])
        world.cookies[name] = held(client.cookies)


def tracker(matter: Made) -> Tracker:
    """Somebody who holds the receipt."""
    return Tracker(matter.case_id)
