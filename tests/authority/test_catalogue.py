"""Who may do what in the catalogue: editors within their division, approvers of what others wrote, nobody else."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.authority.world import STAFF, World

from tongban.catalogue import commands, queries
from tongban.catalogue.models import CatalogueDraft, ImportJob, LayerVersion
from tongban.catalogue.queries.checking import check_database
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal

pytestmark = pytest.mark.django_db

REGION, COUNTY, TOWNSHIP = "640000", "640121", "640121200000"
# whose drafts each may see and write: the county's desk keeps every layer of this deployment, a township its own
COVERED = {
    "editor": {REGION, COUNTY, TOWNSHIP},
    "editor-2": {REGION, COUNTY, TOWNSHIP},
    "editor-sl": {TOWNSHIP},
}
APPROVERS = {"editor-2"}

# every query of the room that asks who reads; the others are public
READS = {
    "catalogue_draft",
    "drafts",
    "may_approve",
    "may_write",
    "import_job",
    "import_jobs",
    "export_contents",
    "export_overrides",
    "export_tables",
    "export_workbook",
    "export_yaml",
}
WRITES = {
    "start_draft",
    "save_draft",
    "submit_draft",
    "approve_draft",
    "send_draft_back",
    "discard_draft",
    "start_import",
    "cancel_import",
    "publish_version",
    "publish_override",
    "publish_contents",
    "load_base_list",
    "give_one_time_notice",
}
BY_THE_WORKER = {"run_import"}  # of a job that somebody with authority has started


def answer(ask: Callable[[], object]) -> str:
    """What came of asking, in one word."""
    try:
        ask()
    except NotFound:
        return "not found"
    except NotAuthorized:
        return "refused"
    except InputFaults:
        return "faulty"
    except Refusal as refusal:
        return refusal.code
    return "done"


def people(world: World) -> dict[str, Actor]:
    return {name: world.actors[name] for name in (*STAFF, "an", "public")}


def test_every_command_of_the_catalogue_is_known_to_these_checks() -> None:
    assert set(commands.__all__) - BY_THE_WORKER <= WRITES, "a new command needs its line here"


def test_every_query_that_asks_who_reads_is_known() -> None:
    import inspect

    asking = {
        name
        for name in queries.__all__
        if inspect.isfunction(found := getattr(queries, name))
        and "actor" in inspect.signature(found).parameters
    }
    assert asking <= READS | {"told_notice", "told_today", "notices_given", "notice_paper"}, asking - READS


def test_a_draft_is_read_by_the_editors_of_its_place_alone(world: World) -> None:
    for name, actor in people(world).items():
        for division, draft in world.catalogue_drafts.items():
            came = answer(lambda actor=actor, draft=draft: queries.catalogue_draft(actor, draft))
            expected = "done" if division in COVERED.get(name, set()) else "not found"
            assert came == expected, (name, division)


def test_the_list_of_drafts_holds_the_own_places_alone(world: World) -> None:
    for name, actor in people(world).items():
        if name not in COVERED:
            assert answer(lambda actor=actor: queries.drafts(actor)) == "refused", name
            continue
        assert {line.division_code for line in queries.drafts(actor)} == COVERED[name], name


def test_writing_is_for_editors_of_the_place(world: World) -> None:
    for name, actor in people(world).items():
        for division, draft in world.catalogue_drafts.items():
            content = CatalogueDraft.objects.get(id=draft).content
            version = CatalogueDraft.objects.get(id=draft).version
            came = answer(
                lambda actor=actor, draft=draft, content=content, version=version: commands.save_draft(
                    actor, draft, content, expected_version=version, idempotency_key=uuid4().hex
                )
            )
            if division in COVERED.get(name, set()):
                assert came == "done", (name, division)
            else:
                assert came in ("refused", "not found"), (name, division)
                assert CatalogueDraft.objects.get(id=draft).version == version


@pytest.mark.parametrize("division", [REGION, COUNTY, TOWNSHIP, "640121101000", "640100"])
def test_beginning_is_for_editors_of_the_place(world: World, division: str) -> None:
    for name, actor in people(world).items():
        came = answer(
            lambda actor=actor: commands.start_draft(
                actor, "TS-001", division=division, idempotency_key=uuid4().hex
            )
        )
        may = name in ("editor", "editor-2") or (name == "editor-sl" and division == TOWNSHIP)
        # the second one finds the layer being written already
        assert came in ({"done", "faulty"} if may else {"refused"}), (name, division, came)


def test_nobody_publishes_past_the_drafts(world: World) -> None:
    before = LayerVersion.objects.count()
    for name, actor in people(world).items():
        override = {"item": "SB-001", "taken": True, "changes": []}
        came = answer(
            lambda actor=actor, override=override: commands.publish_override(
                actor,
                COUNTY,
                override,
                effective_from=time.today() + timedelta(days=30),
                reason="试验",
                idempotency_key=uuid4().hex,
            )
        )
        assert came == ("done" if name in APPROVERS else "refused"), name
    assert LayerVersion.objects.count() <= before + 1


def test_setting_up_is_for_the_system_and_importing_for_the_desk(world: World) -> None:
    content = CatalogueDraft.objects.get(id=world.catalogue_drafts[REGION]).content
    day = {"effective_from": time.today() + timedelta(days=90), "reason": "试验"}
    asks: dict[str, tuple[Callable[[Actor], object], set[str]]] = {
        "publish_contents": (
            lambda actor: commands.publish_contents(actor, [content], **day, idempotency_key=uuid4().hex),
            set(),
        ),
        "publish_version": (
            lambda actor: commands.publish_version(actor, content, **day, idempotency_key=uuid4().hex),
            APPROVERS,
        ),
        "load_base_list": (
            lambda actor: commands.load_base_list(actor, [], idempotency_key=uuid4().hex),
            APPROVERS,
        ),
        "start_import": (
            lambda actor: commands.start_import(actor, b"code: A-1", idempotency_key=uuid4().hex),
            {"editor", "editor-2"},
        ),
        "check_database": (check_database, {"editor", "editor-2"}),
    }
    for command, (ask, allowed) in asks.items():
        before = (LayerVersion.objects.count(), ImportJob.objects.count())
        for name, actor in people(world).items():
            came = answer(lambda actor=actor, ask=ask: ask(actor))
            assert came == ("done" if name in allowed else "refused"), (command, name)
        if not allowed:
            assert (LayerVersion.objects.count(), ImportJob.objects.count()) == before


def test_sending_back_and_discarding_are_for_the_place(world: World) -> None:
    draft = world.catalogue_drafts[COUNTY]
    version = CatalogueDraft.objects.get(id=draft).version
    for name, actor in people(world).items():
        if COUNTY in COVERED.get(name, set()):
            continue
        arguments = {"expected_version": version, "idempotency_key": uuid4().hex}
        came = {
            answer(
                lambda actor=actor, arguments=arguments: commands.send_draft_back(
                    actor, draft, reason="不行", **arguments
                )
            ),
            answer(
                lambda actor=actor, arguments=arguments: commands.discard_draft(actor, draft, **arguments)
            ),
        }
        assert came <= {"refused", "not found"}, name
    assert CatalogueDraft.objects.get(id=draft).version == version


def test_approving_takes_an_approver_who_did_not_write(world: World) -> None:
    draft = world.catalogue_drafts[COUNTY]
    version = CatalogueDraft.objects.get(id=draft).version
    commands.submit_draft(
        world.actors["editor"],
        draft,
        effective_from=time.today() + timedelta(days=60),
        reason="试验一下",
        expected_version=version,
        idempotency_key=uuid4().hex,
    )
    for name, actor in people(world).items():
        if name in APPROVERS:
            continue
        came = answer(
            lambda actor=actor: commands.approve_draft(
                actor, draft, expected_version=version + 1, idempotency_key=uuid4().hex
            )
        )
        assert came in ("refused", "not found"), name
    commands.approve_draft(
        world.actors["editor-2"], draft, expected_version=version + 1, idempotency_key=uuid4().hex
    )


def test_files_go_in_and_out_through_the_countys_desk_alone(world: World) -> None:
    asks: tuple[Callable[[Actor], object], ...] = (
        lambda actor: queries.import_job(actor, world.import_job),
        queries.import_jobs,
        queries.export_contents,
        queries.export_overrides,
        queries.export_tables,
        queries.export_workbook,
        queries.export_yaml,
    )
    assert world.import_job is not None
    for name, actor in people(world).items():
        for ask in asks:
            came = answer(lambda actor=actor, ask=ask: ask(actor))
            assert came == ("done" if name in ("editor", "editor-2") else "refused"), name


def test_stopping_an_import_is_for_the_desk(world: World) -> None:
    assert world.import_job is not None
    for name, actor in people(world).items():
        if name in ("editor", "editor-2"):
            continue
        assert answer(lambda actor=actor: commands.cancel_import(actor, world.import_job)) == "refused", name
        assert answer(lambda actor=actor: commands.cancel_import(actor, UUID(int=0))) == "refused", name
    assert ImportJob.objects.get(id=world.import_job).state == "waiting"


def test_the_public_sees_no_draft_on_any_page_of_the_item(world: World) -> None:
    draft, editor = world.catalogue_drafts[REGION], world.actors["editor"]
    row = CatalogueDraft.objects.get(id=draft)
    secret = "还没有审定的说法"
    content = {**row.content, "summary": {"zh": secret, "en": secret}}
    commands.save_draft(editor, draft, content, expected_version=row.version, idempotency_key=uuid4().hex)
    assert queries.catalogue_draft(editor, draft).whole["summary"]["zh"] == secret
    public = Client()
    for page in ("", "editions/", "compare/"):
        answered = public.get(f"/items/SB-001/{page}")
        assert answered.status_code == 200
        assert secret not in answered.content.decode(), page
    assert secret not in public.get("/items/", {"q": secret[:4]}).content.decode().replace(
        f'value="{secret[:4]}"', ""
    )
