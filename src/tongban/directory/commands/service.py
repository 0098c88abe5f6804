"""Promises of service (服务承诺) and sessions beyond the office hours (延时服务): entered, published, ended, and kept on
record: whether a session was held and how many it served, of the site and of no person."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from tongban.directory.authority import APPROVERS
from tongban.directory.models import Body, ExtendedSession, ServicePromise, Site
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import today

TEXT_LENGTH, TEXT_EN_LENGTH, NOTE_LENGTH = 200, 300, 100
AHEAD = timedelta(days=366)
MOST_SERVED = 9999


def publish_promise(
    actor: Actor,
    *,
    body_code: str,
    site_code: str = "",
    text: str,
    text_en: str = "",
    starts: date,
    idempotency_key: str,
) -> int:
    """Publish a promise of a body, for one of its sites or for all; the row's id.

    Args:
        site_code: empty: every site of the body.
        starts: its first day; not before today.

    Raises:
        NotAuthorized: ``service_not_yours``: neither the system's administrator nor who approves for this body.
        NotFound: no such body or site.
        InputFaults: ``required``, ``too_long``, ``day_in_the_past``.
    """
    body = _body(actor, body_code)
    site = _site_of(body, site_code) if site_code else None
    faults = _text_faults("text", text, TEXT_LENGTH, needed=True)
    faults += _text_faults("text_en", text_en, TEXT_EN_LENGTH)
    if starts < today():
        faults.append(FieldFault("starts", "day_in_the_past"))
    if faults:
        raise InputFaults(faults)
    asked = {"body": body_code, "site": site_code, "text": text, "text_en": text_en, "starts": starts}
    with command("directory.publish_promise", actor, idempotency_key, asked, {}) as run:
        if run.replayed:
            first = ServicePromise.objects.filter(body=body, site=site, starts=starts, entered_at=run.at)
            return first.values_list("id", flat=True)[0]
        row = ServicePromise.objects.create(
            body=body,
            site=site,
            text=text.strip(),
            text_en=text_en.strip(),
            starts=starts,
            entered_by_id=_who(actor),
            entered_at=run.at,
        )
        data = {"promise": row.id, "text": row.text, "starts": starts}
        _record(run, _stream(body, site), "promise_published", data)
    return row.id


def end_promise(actor: Actor, promise_id: int, *, last_day: date, idempotency_key: str) -> None:
    """End a promise; what was promised until then stays on record.

    Args:
        last_day: its last day, today or later; or yesterday where it was to begin later.

    Raises:
        NotAuthorized: ``service_not_yours``.
        NotFound: no such promise.
        Refusal: ``promise_ended``.
        InputFaults: ``last_day``: ``day_in_the_past``, ``ends_before_it_begins``.
    """
    body = {"id": promise_id, "last_day": last_day}
    with command("directory.end_promise", actor, idempotency_key, body, {}) as run:
        row = ServicePromise.objects.select_for_update().filter(id=promise_id).first()
        if row is None:
            raise NotFound("promise")
        owner = Body.objects.get(id=row.body_id)
        _require(actor, owner)
        if run.replayed:
            return
        if row.ends is not None:
            raise Refusal("promise_ended")
        if last_day < today():
            raise InputFaults([FieldFault("last_day", "day_in_the_past")])
        if last_day < row.starts:
            raise InputFaults([FieldFault("last_day", "ends_before_it_begins")])
        row.ends = last_day
        row.save(update_fields=["ends"])
        site = Site.objects.filter(promises=row).first()
        _record(run, _stream(owner, site), "promise_ended", {"promise": row.id, "last_day": last_day})


def announce_session(
    actor: Actor,
    *,
    site_code: str,
    day: date,
    opens: time | None,
    closes: time | None,
    kind: str,
    note: str = "",
    idempotency_key: str,
) -> int:
    """Announce a session beyond the office hours; the row's id.  It moves no limit of any matter.

    Args:
        kind: one of `ExtendedSession.Kind`.

    Raises:
        NotAuthorized: ``service_not_yours``.
        NotFound: no such site.
        InputFaults: ``not_an_option``, ``required``, ``day_in_the_past``, ``too_far_ahead``, ``closes_before_it_opens``,
            ``session_overlaps``, ``too_long``.
    """
    site = _site(actor, site_code)
    faults = [] if kind in ExtendedSession.Kind.values else [FieldFault("kind", "not_an_option")]
    if day < today():
        faults.append(FieldFault("day", "day_in_the_past"))
    elif day > today() + AHEAD:
        faults.append(FieldFault("day", "session_too_far_ahead"))
    faults += [
        FieldFault(name, "required") for name, at in (("opens", opens), ("closes", closes)) if at is None
    ]
    if opens is not None and closes is not None and closes <= opens:
        faults.append(FieldFault("closes", "closes_before_it_opens"))
    faults += _text_faults("note", note, NOTE_LENGTH)
    if faults or opens is None or closes is None:
        raise InputFaults(faults)
    asked = {
        "site": site_code,
        "day": day,
        "opens": f"{opens:%H:%M}",
        "closes": f"{closes:%H:%M}",
        "kind": kind,
        "note": note,
    }
    with command("directory.announce_session", actor, idempotency_key, asked, {}) as run:
        Site.objects.select_for_update().get(id=site.id)
        if run.replayed:  # the one announced then, called off since or not
            first = ExtendedSession.objects.filter(site=site, day=day, opens=opens, entered_at=run.at)
            return first.values_list("id", flat=True)[0]
        there = ExtendedSession.objects.filter(site=site, day=day, cancelled_at__isnull=True)
        if there.filter(opens__lt=closes, closes__gt=opens).exists():
            raise InputFaults([FieldFault("day", "session_overlaps")])
        row = ExtendedSession.objects.create(
            site=site,
            day=day,
            opens=opens,
            closes=closes,
            kind=kind,
            note=note.strip(),
            entered_by_id=_who(actor),
            entered_at=run.at,
        )
        told = {
            "session": row.id,
            "day": day,
            "opens": asked["opens"],
            "closes": asked["closes"],
            "kind": kind,
        }
        _record(run, f"site:{site.code}", "session_announced", told)
    return row.id


def cancel_session(actor: Actor, session_id: int, *, idempotency_key: str) -> None:
    """Call off a session that has not been held yet; it stays on record as called off.

    Raises:
        NotAuthorized: ``service_not_yours``.
        NotFound: no such session.
        Refusal: ``session_over``: its day is past, or what came of it is said.
    """
    with command("directory.cancel_session", actor, idempotency_key, {"id": session_id}, {}) as run:
        row, site = _session(actor, session_id)
        if run.replayed:
            return
        if row.cancelled_at is not None or row.held is not None or row.day < today():
            raise Refusal("session_over")
        row.cancelled_at = run.at
        row.save(update_fields=["cancelled_at"])
        _record(run, f"site:{site.code}", "session_cancelled", {"session": row.id, "day": row.day})


def record_session(
    actor: Actor, session_id: int, *, held: bool, served: int | None, idempotency_key: str
) -> None:
    """Say once whether a session was held and how many people it served.

    Args:
        served: how many people; None where it was not held.

    Raises:
        NotAuthorized: ``service_not_yours``.
        NotFound: no such session.
        Refusal: ``session_not_yet``, ``session_over``: said already, or called off.
        InputFaults: ``served``: ``required``, ``served_number``, ``served_though_not_held``.
    """
    body = {"id": session_id, "held": held, "served": served}
    with command("directory.record_session", actor, idempotency_key, body, {}) as run:
        row, site = _session(actor, session_id, front=True)
        if run.replayed:
            return
        if row.cancelled_at is not None or row.held is not None:
            raise Refusal("session_over")
        if row.day > today():
            raise Refusal("session_not_yet")
        if held and served is None:
            raise InputFaults([FieldFault("served", "required")])
        if served is not None and not 0 <= served <= MOST_SERVED:
            raise InputFaults([FieldFault("served", "served_number", {"most": MOST_SERVED})])
        if not held and served:
            raise InputFaults([FieldFault("served", "served_though_not_held")])
        row.held, row.served = held, served if held else None
        row.save(update_fields=["held", "served"])
        told = {"session": row.id, "day": row.day, "held": held, "served": row.served}
        _record(run, f"site:{site.code}", "session_recorded", told)


def may_keep_service(actor: Actor, body_id: int) -> bool:
    """Whether somebody publishes for a body: the system's administrator, or who approves in its name by own right."""
    if not isinstance(actor, Staff):
        return False
    return actor.role == "system_admin" or (
        actor.role in APPROVERS and actor.body_id == body_id and not actor.items and not actor.delegated_by
    )


def _require(actor: Actor, body: Body) -> None:
    if not may_keep_service(actor, body.id):
        raise NotAuthorized("service_not_yours")


def _body(actor: Actor, code: str) -> Body:
    body = Body.objects.filter(code=code).first()
    if body is None:
        if not isinstance(actor, Staff) or actor.role != "system_admin":
            raise NotAuthorized("service_not_yours")
        raise NotFound("body")
    _require(actor, body)
    return body


def _site_of(body: Body, code: str) -> Site:
    site = Site.objects.filter(code=code, body=body).first()
    if site is None:
        raise NotFound("site")
    return site


def _site(actor: Actor, code: str) -> Site:
    site = Site.objects.select_related("body").filter(code=code).first()
    if site is None:
        if not isinstance(actor, Staff) or actor.role != "system_admin":
            raise NotAuthorized("service_not_yours")
        raise NotFound("site")
    _require(actor, site.body)
    return site


def _session(actor: Actor, session_id: int, *, front: bool = False) -> tuple[ExtendedSession, Site]:
    """The session, locked.  ``front``: a clerk of the site says too what came of it."""
    row = ExtendedSession.objects.select_for_update().filter(id=session_id).first()
    site = Site.objects.select_related("body").filter(id=row.site_id).first() if row else None
    at_counter = isinstance(actor, Staff) and actor.role == "clerk" and site and actor.site_id == site.id
    if row is None or site is None or not (front and at_counter):
        if row is None or site is None:
            raise NotFound("session")
        _require(actor, site.body)
    return row, site


def _who(actor: Actor) -> int:
    assert isinstance(actor, Staff)
    return actor.assignment_id


def _text_faults(field: str, text: str, most: int, *, needed: bool = False) -> list[FieldFault]:
    if needed and not text.strip():
        return [FieldFault(field, "required")]
    return [FieldFault(field, "too_long", {"most": most})] if len(text) > most else []


def _stream(body: Body, site: Site | None) -> str:
    return f"site:{site.code}" if site is not None else f"body:{body.code}"


def _record(run: Run, stream: str, type_: str, data: Mapping[str, Any]) -> None:
    event = ledger.Event(type_, data)
    ledger.append("directory", stream, [event], at=run.at, actor=run.actor, command_id=run.id)
