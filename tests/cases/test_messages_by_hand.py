"""Who has no phone is told face to face or by letter; what failed is mended, taken another way, or given up with a reason."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from tests.kernel.gateway_under_test import Gateway, gateway

from tongban.cases import commands as cases
from tongban.cases.messages import commands, queries
from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.cases.sealed import open_content, seal_content
from tongban.kernel import time
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.messages import sending
from tongban.kernel.models import AccessEntry, DataKey, LedgerEntry, Message
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import SHANGHAI
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.promised_matters import AskedMatter
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "own_files")]


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["SB-001", "NJ-002"])


def key() -> str:
    return uuid4().hex


def told(template: str = "accepted") -> Message:
    return Message.objects.select_related("key").get(template=template, state="queued")


def at_the_point(**how: object) -> Scenario:
    """Somebody without a phone, who applied at the village point."""
    matter = Scenario(channel="village_point", phone=False, **how)  # type: ignore[arg-type]  # its own fields
    matter.submitted()
    return matter


def with_address(matter: Scenario, **how: object) -> None:
    version = case_for(staff("clerk"), matter.number).version
    told = {"address": "许旺村3组12号", "way": "post", "electronic": False, **how}
    cases.confirm_address(
        staff("clerk"), matter.number, expected_version=version, idempotency_key=key(), **told
    )


def test_who_has_no_phone_is_told_face_to_face_by_the_assister() -> None:
    matter = at_the_point()
    assert not Message.objects.exists()  # the receipt was put into their hand
    matter.accepted()
    message = told()
    assert (message.channel, message.state) == ("in_person", "queued")
    sending.send_for_command(message.command_id)  # goes over no wire
    assert told().state == "queued"
    (line,) = queries.people_to_tell(staff("assister"))
    assert (line.number, line.id) == (matter.number, message.id)
    assert "已受理" in line.text
    assert queries.people_to_tell(staff("assister-bq")) == ()
    with pytest.raises(NotFound):
        commands.note_message_told(staff("assister-bq"), message.id, how="in_person", idempotency_key=key())
    with pytest.raises(InputFaults):
        commands.note_message_told(staff("assister"), message.id, how="thought", idempotency_key=key())
    again = key()
    for _ in range(2):
        commands.note_message_told(staff("assister"), message.id, how="in_person", idempotency_key=again)
    row = Message.objects.get(id=message.id)
    assert (row.state, row.handled.get().how, row.handled.count()) == ("delivered", "in_person", 1)
    assert queries.people_to_tell(staff("assister")) == ()
    with pytest.raises(Refusal, match="message_moved_on"):
        commands.note_message_told(staff("assister"), message.id, how="called", idempotency_key=key())


def test_telling_the_last_tells_what_came_before_of_the_same_matter() -> None:
    matter = at_the_point()
    matter.decided()
    lines = queries.people_to_tell(staff("assister"))
    assert len(lines) >= 2 and {line.number for line in lines} == {matter.number}
    commands.note_message_told(staff("assister"), lines[-1].id, how="household", idempotency_key=key())
    assert queries.people_to_tell(staff("assister")) == ()


def test_the_query_code_is_not_read_out_to_whoever_tells() -> None:
    matter = at_the_point()
    matter.told_what_is_missing()
    (line,) = queries.people_to_tell(staff("assister"))
    assert "查询码（见回执）" in line.text


def test_with_a_confirmed_postal_address_it_is_a_letter_printed_posted_and_returned() -> None:
    matter = at_the_point()
    with_address(matter, receiver="马秀兰的女儿")
    matter.accepted()
    clerk, letter = staff("clerk"), told().id
    assert told().channel == "letter"
    (whole,) = queries.letters_to_print(clerk, [letter])
    assert (whole.name, whole.address) == ("马秀兰的女儿", "许旺村3组12号")
    assert AccessEntry.objects.filter(kind="paper", field="letter").count() == 1
    assert commands.print_letters(clerk, [letter], idempotency_key="p") == 1
    assert commands.print_letters(clerk, [letter], idempotency_key="again") == 0
    with pytest.raises(InputFaults):
        commands.post_letter(clerk, letter, number="?!", idempotency_key=key())
    commands.post_letter(clerk, letter, number="XA1234 5678 9", idempotency_key=key())
    (posted,) = queries.letters(clerk).posted
    assert [(one.act, one.number) for one in posted.handled] == [("printed", ""), ("posted", "XA123456789")]
    commands.letter_returned(clerk, letter, reason="查无此人，邮局退回", idempotency_key=key())
    (returned,) = queries.letters(clerk).returned
    assert returned.id == letter
    assert [line.fault for line in queries.message_tray(staff("sysadmin")).lines] == ["returned"]
    new = commands.change_message_channel(clerk, letter, channel="in_person", idempotency_key="c")
    assert commands.change_message_channel(clerk, letter, channel="in_person", idempotency_key="c") == new
    assert [line.id for line in queries.people_to_tell(clerk)] == [new]
    with pytest.raises(NotAuthorized):
        queries.letters(staff("reviewer"))


def test_without_an_address_there_is_no_letter() -> None:
    at_the_point().accepted()
    with pytest.raises(Refusal, match="message_no_address"):
        commands.change_message_channel(staff("assister"), told().id, channel="letter", idempotency_key=key())


def test_who_confirmed_a_mail_box_gets_a_mail_where_there_is_a_server(settings: object) -> None:
    settings.DEMO, settings.MAIL_TRANSPORT = False, "smtp"
    matter = at_the_point()
    with_address(matter, email="ma@example.com", way="collect")
    matter.accepted()
    assert told().channel == "mail"


@pytest.fixture
def refusing(settings: object, tmp_path: Path) -> Iterator[Gateway]:
    (tmp_path / "sms-key").write_bytes(b"secret")
    with gateway() as one:
        settings.DEMO, settings.SMS_TRANSPORT, settings.SMS_URL = False, "http", one.url
        settings.SMS_KEY_FILE, settings.SMS_TIMEOUT = tmp_path / "sms-key", 5
        one.answers = [(400, b"")]
        yield one


def failed(refusing: Gateway) -> UUID:
    """An acceptance whose text message the provider refused."""
    Scenario().accepted()
    message = told()
    sending.send_for_command(message.command_id)
    assert Message.objects.get(id=message.id).state == "failed"
    return message.id


def test_the_tray_shows_what_failed_masked_and_why(refusing: Gateway) -> None:
    message = failed(refusing)
    sysadmin = staff("sysadmin")
    line = next(one for one in queries.message_tray(sysadmin).lines if one.id == message)
    phone = Scenario().applicant.phone
    assert (line.fault, line.fault_told, line.to) == ("refused", "HTTP 400", f"{phone[:3]}****{phone[-4:]}")
    for other in ("clerk", "approver", "secadmin", "auditor"):
        with pytest.raises(NotAuthorized):
            queries.message_tray(staff(other))
        with pytest.raises(NotAuthorized):
            commands.unmask_message(staff(other), message, reason="核对号码是不是写错了")
    with pytest.raises(InputFaults):
        commands.unmask_message(sysadmin, message, reason="。")
    assert commands.unmask_message(sysadmin, message, reason="核对号码是不是写错了") == phone
    assert AccessEntry.objects.filter(kind="unmasked", field="message.phone").count() == 1


def test_sent_again_it_is_another_message_of_the_same_event(refusing: Gateway) -> None:
    message = failed(refusing)
    refusing.answers = [(200, b"{}")]
    again = key()
    new = commands.resend_message(staff("sysadmin"), message, idempotency_key=again)
    assert commands.resend_message(staff("sysadmin"), message, idempotency_key=again) == new
    old, row = Message.objects.get(id=message), Message.objects.get(id=new)
    assert (old.state, row.again, row.command_id) == ("replaced", 1, old.command_id)
    sending.send_for_command(row.command_id)
    assert Message.objects.get(id=new).state == "sent"
    assert refusing.messages[-1]["id"] == str(
        new
    )  # the provider knows the first one already, and would drop it
    with pytest.raises(Refusal, match="message_moved_on"):
        commands.resend_message(staff("sysadmin"), message, idempotency_key=key())
    assert LedgerEntry.objects.filter(kind="message").count() == 1
    assert not verify().faults


def test_it_goes_to_the_number_that_stands_in_the_case_now(refusing: Gateway) -> None:
    message = failed(refusing)
    case = Case.objects.select_related("key").get()
    vault = open_vault(case.key)
    mended = replace(open_content(case.content, vault), contact_phone="19900000077")
    Case.objects.filter(id=case.id).update(content=seal_content(mended, vault))
    new = commands.resend_message(staff("sysadmin"), message, idempotency_key=key())
    refusing.answers = [(200, b"{}")]
    sending.send(iter([new]))
    assert refusing.messages[-1]["to"] == "19900000077"


def test_another_way_is_the_counter_s_and_the_assister_s_task(refusing: Gateway) -> None:
    message = failed(refusing)
    new = commands.change_message_channel(
        staff("sysadmin"), message, channel="in_person", idempotency_key=key()
    )
    assert [line.id for line in queries.people_to_tell(staff("clerk"))] == [new]
    with pytest.raises(NotFound):  # once it is theirs, it is not the operator's
        commands.change_message_channel(staff("sysadmin"), new, channel="letter", idempotency_key=key())


def test_given_up_it_leaves_the_tray_with_a_reason(refusing: Gateway) -> None:
    message = failed(refusing)
    with pytest.raises(InputFaults):
        commands.give_up_message(staff("sysadmin"), message, reason=" ", idempotency_key=key())
    commands.give_up_message(staff("sysadmin"), message, reason="已经电话告诉本人了", idempotency_key=key())
    assert message not in {one.id for one in queries.message_tray(staff("sysadmin")).lines}
    (note,) = Message.objects.get(id=message).handled.all()
    assert note.act == "given_up" and "电话".encode() not in bytes(note.reason)


def test_of_somebody_erased_nothing_is_sent_again(refusing: Gateway) -> None:
    message = failed(refusing)
    DataKey.objects.filter(id=Message.objects.get(id=message).key_id).update(
        wrapped=None, destroyed_at=timezone.now()
    )
    with pytest.raises(Refusal, match="message_erased"):
        commands.resend_message(staff("sysadmin"), message, idempotency_key=key())


@pytest.mark.parametrize(("proven", "status"), [(False, "awaiting_corrections"), (True, "concluded")])
def test_a_text_message_that_arrived_proves_no_delivery_of_the_notice(
    refusing: Gateway, proven: bool, status: str
) -> None:
    """The day of a correction notice binds once the paper's delivery is proven; a message alone proves nothing."""
    refusing.answers = [(200, b"{}")]
    matter = AskedMatter()
    with time.frozen(datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)):
        matter.submitted()
        matter.asked(handed_over=proven)
    message = told("corrections_requested")
    assert message.act_by is not None
    sending.send_for_command(message.command_id)
    Message.objects.filter(id=message.id).update(state="delivered", seen_at=time.now())
    with time.frozen(datetime(2026, 10, 30, 10, tzinfo=SHANGHAI)):
        assert case_for(matter.clerk, matter.number).status == status
