"""Promises of service and sessions beyond the hours: published by who answers for a body, kept as facts of the site."""

from datetime import time, timedelta

import pytest

from tongban.directory.commands import (
    announce_session,
    cancel_session,
    end_promise,
    publish_promise,
    record_session,
)
from tongban.directory.models import ExtendedSession, ServicePromise
from tongban.directory.queries import service_desk, service_of_site
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import frozen, now, today
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def promised(who: str = "approver", **more: object) -> int:
    usual = {"body_code": "SL", "text": "来办事的，十分钟以内有人接待", "starts": today()}
    return publish_promise(staff(who), idempotency_key="p", **{**usual, **more})


def announced(who: str = "approver", key: str = "s", **more: object) -> int:
    usual = {
        "site_code": "SL",
        "day": today() + DAY,
        "opens": time(18),
        "closes": time(20),
        "kind": "evening",
    }
    return announce_session(staff(who), idempotency_key=key, **{**usual, **more})


def codes(refused: pytest.ExceptionInfo[InputFaults]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def test_a_promise_holds_from_its_first_day_to_its_last() -> None:
    row = promised()
    promised()  # the same form sent twice is one promise
    assert ServicePromise.objects.count() == 1
    assert [one.text for one in service_of_site("SL-XW").promises] == ["来办事的，十分钟以内有人接待"]
    end_promise(staff("sysadmin"), row, last_day=today(), idempotency_key="e")
    assert service_of_site("SL").promises
    with frozen(now() + DAY):
        assert not service_of_site("SL").promises
        assert service_desk(staff("approver")).promises  # on record for good
        with pytest.raises(Refusal, match="promise_ended"):
            end_promise(staff("approver"), row, last_day=today(), idempotency_key="e2")
    assert verify().holds


def test_who_answers_for_another_body_or_for_none_publishes_nothing() -> None:
    row, session = promised(), announced()
    for who in ("county-mz-head", "deputy", "clerk", "assister", "reviewer", "secadmin", "auditor"):
        with pytest.raises(NotAuthorized):
            promised(who)
        with pytest.raises(NotAuthorized):
            announced(who, key="other")
        with pytest.raises(NotAuthorized):
            end_promise(staff(who), row, last_day=today(), idempotency_key="e")
        with pytest.raises(NotAuthorized):
            cancel_session(staff(who), session, idempotency_key="c")
    with pytest.raises(NotFound):
        promised("sysadmin", body_code="NONE")
    with pytest.raises(NotFound):
        promised(site_code="YN-MZ")  # another body's site


def test_a_session_is_said_once_and_only_when_its_day_has_come() -> None:
    session = announced()
    (line,) = service_of_site("SL").next
    assert (line.kind, line.held, line.waits) == ("evening", None, False)
    clerk = staff("clerk")
    with pytest.raises(Refusal, match="session_not_yet"):
        record_session(clerk, session, held=True, served=3, idempotency_key="r")
    with frozen(now() + DAY):
        with pytest.raises(InputFaults) as refused:
            record_session(clerk, session, held=True, served=None, idempotency_key="r1")
        assert codes(refused) == {"required"}
        with pytest.raises(InputFaults) as refused:
            record_session(clerk, session, held=False, served=2, idempotency_key="r2")
        assert codes(refused) == {"served_though_not_held"}
        with pytest.raises(NotAuthorized):  # another site's assister knows nothing of it
            record_session(staff("assister"), session, held=True, served=3, idempotency_key="r3")
        record_session(clerk, session, held=True, served=12, idempotency_key="r4")
        with pytest.raises(Refusal, match="session_over"):
            record_session(staff("approver"), session, held=False, served=None, idempotency_key="r5")
        told = service_of_site("SL")
        assert (told.held, told.served, told.next) == (1, 12, ())
    assert verify().holds


def test_a_session_is_called_off_before_its_day_is_over_and_overlaps_no_other() -> None:
    session = announced()
    with pytest.raises(InputFaults) as refused:
        announced(key="again", opens=time(19), closes=time(21))
    assert codes(refused) == {"session_overlaps"}
    cancel_session(staff("approver"), session, idempotency_key="c")
    announced(key="again", opens=time(19), closes=time(21))
    assert ExtendedSession.objects.filter(cancelled_at__isnull=True).count() == 1
    with pytest.raises(Refusal, match="session_over"):
        cancel_session(staff("approver"), session, idempotency_key="c2")
    with pytest.raises(InputFaults) as refused:
        announced(key="bad", day=today() - DAY, opens=time(20), closes=time(19), kind="night")
    assert codes(refused) == {"day_in_the_past", "closes_before_it_opens", "not_an_option"}


def test_each_sees_what_they_keep() -> None:
    announced()
    promised()
    assert service_desk(staff("sysadmin")).publishes and len(service_desk(staff("sysadmin")).bodies) > 1
    assert [code for code, _ in service_desk(staff("approver")).bodies] == ["SL"]
    clerk = service_desk(staff("clerk"))
    assert not clerk.publishes and [code for code, _ in clerk.sites] == ["SL"] and len(clerk.next) == 1
    for who in ("assister", "reviewer", "auditor"):
        with pytest.raises(NotAuthorized):
            service_desk(staff(who))
