"""Who may do what to the catalogue: every command and every inner query, by every demonstration account."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from tongban.catalogue import commands, queries
from tongban.catalogue.models import CatalogueDraft, ImportJob, LayerVersion
from tongban.catalogue.queries.checking import check_database
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel.actors import Actor, Public, System, Tracker
from tongban.kernel.errors import NotAuthorized, NotFound, Refusal
from tongban.site import demo

pytestmark = pytest.mark.django_db
ITEM = next(item for item in demo.read_catalogue() if item["code"] == "JS-001")
DAY = date(2030, 1, 1)
KEY = {"idempotency_key": "k"}
COUNTY = frozenset({"editor", "editor-2", "system"})
APPROVERS = frozenset({"editor-2", "system"})
SYSTEM = frozenset({"system"})


class World:
    """A draft of the county's, handed in by one editor, and an import."""

    def __init__(self) -> None:
        demo.load(items=["SB-001"])
        names = Account.objects.values_list("username", "id")
        self.actors: dict[str, Actor] = {
            name: assignments_of(pk)[0] for name, pk in names if assignments_of(pk)
        }
        self.actors |= {"system": System("x"), "public": Public(), "tracker": Tracker(uuid4())}
        editor = self.actors["editor"]
        self.draft = commands.start_draft(editor, "JS-001", content=ITEM, idempotency_key="d")
        commands.submit_draft(
            editor, self.draft, effective_from=DAY, reason="试", expected_version=1, idempotency_key="s"
        )
        self.job = commands.start_import(editor, b"code: A-1", idempotency_key="i", at_once=True)

    @property
    def at(self) -> dict[str, Any]:
        return {"expected_version": CatalogueDraft.objects.get(id=self.draft).version, "idempotency_key": "k"}


Ask = Callable[[Actor, World], object]
COMMANDS: dict[str, tuple[Ask, frozenset[str]]] = {
    "start_draft": (lambda a, w: commands.start_draft(a, "SB-001", **KEY), COUNTY),
    "save_draft": (
        lambda a, w: commands.save_draft(a, w.draft, ITEM, **w.at),
        frozenset(),
    ),  # it is handed in
    "submit_draft": (
        lambda a, w: commands.submit_draft(a, w.draft, effective_from=DAY, reason="试", **w.at),
        frozenset(),
    ),
    "approve_draft": (lambda a, w: commands.approve_draft(a, w.draft, **w.at), APPROVERS),
    "send_draft_back": (lambda a, w: commands.send_draft_back(a, w.draft, reason="试", **w.at), APPROVERS),
    "discard_draft": (lambda a, w: commands.discard_draft(a, w.draft, **w.at), COUNTY),
    "start_import": (lambda a, w: commands.start_import(a, b"code: A-1", **KEY), COUNTY),
    "cancel_import": (lambda a, w: commands.cancel_import(a, w.job), COUNTY),
    "publish_contents": (
        lambda a, w: commands.publish_contents(a, [ITEM], effective_from=DAY, reason="试", **KEY),
        SYSTEM,
    ),
    "publish_version": (
        lambda a, w: commands.publish_version(a, ITEM, effective_from=DAY, reason="试", **KEY),
        APPROVERS,
    ),
    "publish_override": (
        lambda a, w: commands.publish_override(
            a,
            "640121",
            {"item": "SB-001", "taken": False, "reason": {"zh": "试", "en": "x"}, "changes": []},
            effective_from=DAY,
            reason="试",
            **KEY,
        ),
        APPROVERS,
    ),
    "load_base_list": (lambda a, w: commands.load_base_list(a, [], **KEY), APPROVERS),
}
INNER = {
    "run_import"
}  # takes no actor: the worker and the command line run a job that somebody was let start
QUERIES: dict[str, tuple[Ask, frozenset[str]]] = {
    "import_job": (lambda a, w: queries.import_job(a, w.job), COUNTY),
    "import_jobs": (lambda a, w: queries.import_jobs(a), COUNTY),
    "export_contents": (lambda a, w: queries.export_contents(a), COUNTY),
    "export_yaml": (lambda a, w: queries.export_yaml(a), COUNTY),
    "export_overrides": (lambda a, w: queries.export_overrides(a), COUNTY),
    "export_workbook": (lambda a, w: queries.export_workbook(a), COUNTY),
    "export_tables": (lambda a, w: queries.export_tables(a), COUNTY),
    "check_database": (lambda a, w: check_database(a), COUNTY),
    "catalogue_draft": (lambda a, w: queries.catalogue_draft(a, w.draft), frozenset({"editor", "editor-2"})),
}


@pytest.fixture
def world() -> World:
    return World()


def counts() -> tuple[int, int, int, list[UUID]]:
    open_drafts = CatalogueDraft.objects.exclude(state="discarded").order_by("id")
    states = list(open_drafts.values_list("id", flat=True))
    return CatalogueDraft.objects.count(), LayerVersion.objects.count(), ImportJob.objects.count(), states


def test_every_command_has_its_line() -> None:
    assert set(commands.__all__) == set(COMMANDS) | INNER, "a new command needs its line of authority here"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_is_done_by_those_who_may_and_leaves_no_trace_by_others(world: World, name: str) -> None:
    ask, allowed = COMMANDS[name]
    done = set()
    for who, actor in world.actors.items():
        before = counts()
        if who in allowed:
            continue
        with pytest.raises(Refusal) as refusal:
            ask(actor, world)
        assert who in COUNTY or isinstance(refusal.value, NotAuthorized | NotFound), (who, refusal.value.code)
        assert counts() == before
    for who in sorted(allowed)[:1]:
        ask(world.actors[who], world)
        done.add(who)
    assert done or not allowed


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_what_is_not_public_is_read_by_the_countys_desk_alone(world: World, name: str) -> None:
    ask, allowed = QUERIES[name]
    for who, actor in world.actors.items():
        if who in allowed:
            ask(actor, world)
        else:
            with pytest.raises((NotAuthorized, NotFound)):
                ask(actor, world)
