"""A draft takes effect by a second person; nobody loses what was written."""

import copy
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.cases.deemed import content

from tongban.catalogue.commands import (
    approve_draft,
    discard_draft,
    publish_override,
    publish_version,
    save_draft,
    send_draft_back,
    start_draft,
    submit_draft,
)
from tongban.catalogue.models import CatalogueDraft, LayerVersion
from tongban.catalogue.queries import catalogue_draft, drafts
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel import ledger
from tongban.kernel.actors import Public, Staff, System
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Stale
from tongban.kernel.time import today
from tongban.kernel.verify import verify
from tongban.site import demo

pytestmark = pytest.mark.django_db
SINCE = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def county() -> None:
    demo.load(items=["SB-001", "SB-002"])


def account(name: str) -> Staff:
    return assignments_of(Account.objects.get(username=name).id)[0]


def changed(days: int = 2) -> dict[str, Any]:
    whole = copy.deepcopy(content())
    whole["limits"]["promised"]["days"] = days
    return whole


def start(who: str = "editor", **more: Any) -> UUID:
    return start_draft(account(who), "SB-001", idempotency_key=uuid4().hex, **more)


def act(command: Any, who: str, draft: UUID, *values: Any, **more: Any) -> Any:
    version = CatalogueDraft.objects.get(id=draft).version
    return command(
        account(who), draft, *values, expected_version=version, idempotency_key=uuid4().hex, **more
    )


def submitted(**more: Any) -> UUID:
    draft = start(**more)
    act(save_draft, "editor", draft, changed())
    act(submit_draft, "editor", draft, effective_from=SINCE, reason="承诺时限缩短")
    return draft


def codes(refusal: pytest.ExceptionInfo[InputFaults]) -> list[str]:
    return [fault.code for fault in refusal.value.faults]


def test_a_draft_begins_with_what_the_layer_says_and_takes_effect_when_approved() -> None:
    before = LayerVersion.objects.filter(item__code="SB-001").order_by("number").last()
    draft = submitted()
    row = CatalogueDraft.objects.get(id=draft)
    assert row.based_on == before and row.base
    number = act(approve_draft, "editor-2", draft)
    layer = LayerVersion.objects.filter(item__code="SB-001", base=True).order_by("number").last()
    assert layer is not None and (layer.number, layer.effective_from) == (number, SINCE)
    assert layer.content["limits"]["promised"]["days"] == 2
    row.refresh_from_db()
    assert (row.state, row.published_as) == ("approved", layer)
    told = [event.type for event in ledger.read("catalogue_draft", str(draft))]
    assert told == [
        "catalogue_draft_started",
        "catalogue_draft_saved",
        "catalogue_draft_submitted",
        "catalogue_draft_approved",
    ]
    assert verify().holds


def test_nobody_approves_what_they_wrote_in() -> None:
    draft = start()
    act(save_draft, "editor", draft, changed())
    act(save_draft, "editor-2", draft, changed(1))
    act(submit_draft, "editor", draft, effective_from=SINCE, reason="承诺时限缩短")
    with pytest.raises(NotAuthorized) as refusal:
        act(approve_draft, "editor-2", draft)
    assert refusal.value.code == "own_draft"
    with pytest.raises(NotAuthorized) as refusal:
        act(approve_draft, "editor", draft)
    assert refusal.value.code in ("own_draft", "not_your_role_publish")


def test_what_is_sent_back_is_written_on_and_handed_in_again() -> None:
    draft = submitted()
    act(send_draft_back, "editor-2", draft, reason="请写明依据")
    row = CatalogueDraft.objects.get(id=draft)
    assert (row.state, row.sent_back) == ("returned", "请写明依据")
    with pytest.raises(InputFaults) as refusal:
        act(approve_draft, "editor-2", draft)
    assert codes(refusal) == ["draft_not_submitted"]
    act(save_draft, "editor", draft, changed(1))
    act(submit_draft, "editor", draft, effective_from=SINCE, reason="承诺时限缩短")
    act(approve_draft, "editor-2", draft)


def test_a_layer_is_written_by_one_draft_at_a_time() -> None:
    draft = start()
    with pytest.raises(InputFaults) as refusal:
        start("editor-2")
    assert codes(refusal) == ["draft_open"]
    act(discard_draft, "editor", draft)
    start("editor-2")


def test_the_second_to_save_is_told() -> None:
    draft = start()
    save_draft(account("editor"), draft, changed(), expected_version=1, idempotency_key="a")
    with pytest.raises(Stale):
        save_draft(account("editor"), draft, changed(1), expected_version=1, idempotency_key="b")
    assert save_draft(account("editor"), draft, changed(), expected_version=1, idempotency_key="a") == 2


def test_a_faulty_draft_is_kept_but_not_handed_in() -> None:
    draft = start()
    faulty = changed()
    del faulty["name"]
    act(save_draft, "editor", draft, faulty)
    with pytest.raises(InputFaults) as refusal:
        act(submit_draft, "editor", draft, effective_from=SINCE, reason="试")
    assert [fault.field for fault in refusal.value.faults] == ["name"]
    with pytest.raises(InputFaults):
        act(save_draft, "editor", draft, {**changed(), "code": "MZ-001"})


def test_what_was_published_meanwhile_is_not_lost() -> None:
    from tongban.catalogue.commands import publish_version

    draft = submitted()
    publish_version(System("setup"), changed(1), effective_from=SINCE, reason="先到", idempotency_key="first")
    with pytest.raises(InputFaults) as refusal:
        act(approve_draft, "editor-2", draft)
    assert codes(refusal) == ["draft_outdated"]


def test_it_begins_within_two_years_from_today_and_says_why_in_few_words() -> None:
    draft = start()
    for day, reason, code in (
        (date(2020, 1, 1), "因为", "in_the_past"),
        (today() + timedelta(days=732), "因为", "too_far_ahead"),
        (today(), " ", "required"),
        (today(), "长" * 201, "too_long"),
    ):
        with pytest.raises(InputFaults) as refusal:
            act(submit_draft, "editor", draft, effective_from=day, reason=reason)
        assert codes(refusal) == [code]


def test_a_townships_editor_writes_the_townships_layer_only() -> None:
    with pytest.raises(NotAuthorized):
        start("editor-sl")
    draft = start("editor-sl", division="640121200000")
    assert CatalogueDraft.objects.get(id=draft).kind == "override"
    above = start("editor")
    with pytest.raises(NotFound):
        act(save_draft, "editor-sl", above, changed())
    assert {line.id for line in drafts(account("editor-sl"))} == {draft}
    assert {line.id for line in drafts(account("editor"))} == {draft, above}
    with pytest.raises(NotFound):
        catalogue_draft(account("editor-sl"), above)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "approver", "assister", "county"])
def test_others_write_nothing(who: str) -> None:
    draft = start()
    with pytest.raises(NotAuthorized):
        start(who)
    for command, values in (
        (save_draft, {"content": changed()}),
        (submit_draft, {"effective_from": SINCE, "reason": "试"}),
        (approve_draft, {}),
        (send_draft_back, {"reason": "试"}),
        (discard_draft, {}),
    ):
        with pytest.raises(NotAuthorized):
            act(command, who, draft, **values)
    with pytest.raises(NotAuthorized):
        discard_draft(Public(), draft, expected_version=1, idempotency_key="p")


def test_what_would_leave_a_lower_change_without_its_place_is_told_when_it_is_handed_in() -> None:
    editor, county = account("editor"), "640121"
    code = content("SB-001")["materials"][0]["code"]
    why = {"zh": "本地。", "en": "Local."}
    hint = {"at": f"materials.{code}.hint", "op": "set", "value": why, "why": why}
    publish_override(
        System("setup"),
        county,
        {"item": "SB-001", "taken": True, "changes": [hint]},
        effective_from=today(),
        reason="县里的说法",
        idempotency_key=uuid4().hex,
    )
    draft = start_draft(editor, "SB-001", idempotency_key=uuid4().hex)
    new = content("SB-001")
    new["materials"] = [material for material in new["materials"] if material["code"] != code]
    save_draft(editor, draft, new, expected_version=1, idempotency_key=uuid4().hex)
    faults = {(fault.code, fault.params.get("division")) for fault in catalogue_draft(editor, draft).faults}
    assert ("breaks_below", county) in faults
    with pytest.raises(InputFaults) as refused:
        publish_version(
            System("setup"), new, effective_from=today(), reason="去掉一样", idempotency_key=uuid4().hex
        )
    assert [fault.params["kind"] for fault in refused.value.faults] == ["breaks_below"]
    assert verify().holds
