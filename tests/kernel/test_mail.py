"""E-mail through a real server on this machine: TLS that is checked, a log-in, one Message-ID for all tries."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.kernel.mail_server_under_test import PASSWORD, USER, MailServer, mail_server
from tests.kernel.test_sms import now_as_it_is, tried

from tongban.kernel import time
from tongban.kernel.messages.mail import from_settings
from tongban.kernel.messages.outbox import content_of, new_mail
from tongban.kernel.messages.transports import GatewayFault
from tongban.kernel.models import Message
from tongban.kernel.secrets import new_vault

pytestmark = pytest.mark.django_db
TO = "ma@example.com"


@pytest.fixture
def server(settings: object, tmp_path: Path) -> Iterator[MailServer]:
    (tmp_path / "password").write_text(PASSWORD + "\n")
    with mail_server(tmp_path) as one:
        settings.DEMO, settings.MAIL_TRANSPORT = False, "smtp"
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_TLS = one.host, one.port, "starttls"
        settings.SMTP_USER, settings.SMTP_PASSWORD_FILE = USER, tmp_path / "password"
        settings.SMTP_CA_FILE, settings.SMTP_TIMEOUT = one.ca_file, 5
        settings.MAIL_FROM = "示范县政务服务 <tongban@county.example>"
        yield one


def written(to: str = TO) -> Message:
    key, vault = new_vault()
    key.save(force_insert=True)
    values = {"item": "参保登记", "number": "SLX1"}
    message = new_mail("withdrawn", to, values, command_id=uuid4(), at=time.now(), vault=vault)
    message.save(force_insert=True)
    return message


def test_a_mail_goes_over_tls_with_a_log_in(server: MailServer) -> None:
    message = written()
    assert tried(message) == ""
    ((to, mail),) = server.got
    assert (to, mail["To"], mail["Subject"], server.secured) == (TO, TO, "撤回", [True])
    assert "您申请的“参保登记”（SLX1）已按您的要求撤回。" in mail.get_content()
    assert mail["Message-ID"] == f"<{message.id}@county.example>"
    row = now_as_it_is(message)
    assert (row.state, content_of(row)["provider_id"]) == ("sent", mail["Message-ID"])


@pytest.mark.parametrize("answer", ["451 later", "421 closing"])
def test_what_may_pass_is_tried_again_under_the_same_message_id(server: MailServer, answer: str) -> None:
    server.to_mail = [answer]
    message = written()
    assert tried(message) == f"SMTP {answer[:3]}"
    assert tried(message) == ""
    assert len({mail["Message-ID"] for _, mail in server.got}) == 1
    assert now_as_it_is(message).state == "sent"


def test_an_address_that_is_refused_is_not_tried_again(server: MailServer) -> None:
    server.to_recipient = "550 no such box for 13812345678"
    message = written()
    assert tried(message) == tried(message) == ""
    row = now_as_it_is(message)
    assert (row.state, row.fault, row.fault_told) == ("failed", "refused", "SMTP 550")


def test_a_line_break_in_an_address_sends_nothing(server: MailServer) -> None:
    message = written("ma@example.com\nBcc: all@example.com")
    assert tried(message) == ""
    assert (now_as_it_is(message).state, server.got) == ("failed", [])


@pytest.mark.parametrize("broken", ["certificate", "password", "nobody"])
def test_what_is_wrong_on_the_way_waits(
    server: MailServer, settings: object, tmp_path: Path, broken: str
) -> None:
    if broken == "certificate":
        settings.SMTP_CA_FILE = ""  # the system does not know the server's certificate
    elif broken == "password":
        (tmp_path / "password").write_text("another")
    else:
        settings.SMTP_PORT = 1
    message = written()
    assert tried(message)
    assert (now_as_it_is(message).state, server.got) == ("queued", [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SMTP_TLS": "ssl"}, "starttls"),
        ({"SMTP_TLS": "none", "SMTP_HOST": "mail.example.cn"}, "this machine only"),
        ({"MAIL_FROM": "nobody"}, "no mail address"),
        ({"SMTP_PASSWORD_FILE": Path("none")}, "password file"),
    ],
)
def test_a_server_set_up_wrongly_is_told_to_the_operator(
    server: MailServer, settings: object, change: dict[str, object], said: str
) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    with pytest.raises(GatewayFault, match=said):
        from_settings()
