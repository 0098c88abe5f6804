"""Who sits behind a session: written at sign-in, read by the middleware, gone at sign-out."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone

from tongban.directory.commands import SignedIn, note_sign_out, resume
from tongban.faces.common.client_address import client_address
from tongban.faces.common.session_store import ENDED, SessionStore
from tongban.kernel.actors import Actor, Citizen, Public
from tongban.kernel.errors import Refusal

STAFF_KEYS = ("account", "assignment")
CITIZEN_KEY = "citizen"
PROVED = "proved"
BEGAN = "signed_in_at"
DOOR_KEY = "at_door"  # an account that has not proved everything yet


def begin_staff(
    request: HttpRequest,
    account_id: int,
    assignment_id: int | None = None,
    *,
    proved: Iterable[str],
    again: bool = False,
) -> None:
    """Open the session of a member of staff; the session's id is new (no fixation), the account's old one ends.

    Args:
        assignment_id: what they act as; None until they chose.
        proved: what they showed at the door, as `SignedIn` names it; without ``code`` nobody acts in a role
            that asks for a second factor.
        again: another assignment in the session that they have: its hours do not begin anew.
    """
    first = request.session.get(BEGAN) if again else None
    began = datetime.fromisoformat(first) if first else timezone.now()
    request.session.flush()
    request.session["account"] = account_id
    if assignment_id is not None:
        request.session["assignment"] = assignment_id
    request.session[PROVED] = sorted(proved)
    request.session[BEGAN] = began.isoformat()
    request.session.set_expiry(began + timedelta(hours=settings.STAFF_SESSION_HOURS))
    rotate_token(request)


def begin_citizen(request: HttpRequest, citizen: Citizen) -> None:
    """Open the session of somebody who proved to hold a phone number, or whom an identity platform vouches for."""
    request.session.flush()
    request.session[CITIZEN_KEY] = {
        "digest": citizen.phone_digest.hex(),
        "phone": citizen.sealed_phone.hex(),
        "assurance": citizen.assurance,
        "number": citizen.number_digest.hex(),
        "identity": citizen.sealed_identity.hex(),
    }
    rotate_token(request)


def stand_at_door(request: HttpRequest, door: SignedIn, **carried: Any) -> None:
    """Keep who proved a part of what is asked; the session's id is new, and nobody acts in it.

    Args:
        carried: what is needed after the door has opened.
    """
    request.session.flush()
    at = door.at or timezone.now()
    proved = {"account": door.account_id, "proved": sorted(door.proved), "at": at.isoformat()}
    request.session[DOOR_KEY] = proved
    for name, value in carried.items():
        request.session[name] = value
    rotate_token(request)


def at_door(request: HttpRequest) -> SignedIn:
    """Who stands at the door in this session.

    Raises:
        Refusal: ``door_closed``, where nobody does or it took longer than five minutes.
    """
    kept = request.session.get(DOOR_KEY)
    if not isinstance(kept, Mapping):
        raise Refusal("door_closed")
    return resume(kept["account"], frozenset(kept["proved"]), datetime.fromisoformat(kept["at"]))


def back_to_door(request: HttpRequest, account_id: int, **carried: Any) -> str:
    """Lead somebody who is in to the step at the door that is still open; what they proved counts as before.

    The hours of their session do not begin anew.

    Args:
        carried: what is needed after the door has opened.

    Returns:
        The step; empty where none is open.  With one, nobody acts in the session any more.

    Raises:
        Refusal: ``door_closed``, where the account was closed or the session does not tell what was proved.
    """
    door = resume(account_id, proved_in(request), timezone.now())
    if door.step:
        stand_at_door(request, door, **carried, **{BEGAN: request.session.get(BEGAN)})
    return door.step


def proved_in(request: HttpRequest) -> frozenset[str]:
    """What was proved when the session was opened, and since."""
    return frozenset(request.session.get(PROVED, ()))


def renew(request: HttpRequest, *, proved: Iterable[str] | None = None) -> None:
    """Give the session a new id, as what it was opened with has changed: a copy of the old one opens nothing.

    Args:
        proved: what counts as proved from now on; None: the same as before.
    """
    if proved is not None:
        request.session[PROVED] = sorted(proved)
    request.session.cycle_key()
    rotate_token(request)


def holder_of(request: HttpRequest) -> int | None:
    """The account whose live session this is, whether or not it acts as something; None: nobody's any more.

    One that nobody used for too long ends here, as it does where somebody acts.
    """
    session = request.session
    account_id = session.get("account")
    if account_id is None or not isinstance(session, SessionStore):
        return None
    if session.idle():
        _time_out(request, session)
        return None
    if session.holder() is None:
        session.flush()
        return None
    if _is_use(request):
        session.touch()
    return int(account_id)


def end(request: HttpRequest) -> None:
    """Close the session, whoever's it is."""
    account_id = request.session.get("account")
    request.session.flush()
    rotate_token(request)
    if account_id is not None:
        note_sign_out(account_id, client_address(request))


def why_ended(request: HttpRequest) -> str:
    """Why the session of before is over, to be told once: ``elsewhere``, ``idle`` and so on; empty where it is not."""
    if request.session.get(ENDED) is None:
        return ""
    told = str(request.session[ENDED])
    request.session.flush()
    return told


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request; an assignment that has ended leaves nobody but the public."""
    session = getattr(request, "session", None)
    if not isinstance(session, SessionStore):
        return Public()
    if "assignment" in session:
        return _staff_of(request, session)
    if citizen := session.get(CITIZEN_KEY):
        return _citizen(citizen)
    return Public()


def _staff_of(request: HttpRequest, session: SessionStore) -> Actor:
    if session.idle():
        _time_out(request, session)
        return Public()
    try:
        actor = session.staff()
    except Refusal:
        session.flush()
        return Public()
    if _is_use(request):
        session.touch()
    return actor


def _time_out(request: HttpRequest, session: SessionStore) -> None:
    account_id = session["account"]
    session.flush()
    session[ENDED] = "idle"
    note_sign_out(account_id, client_address(request), "timed_out")


def _is_use(request: HttpRequest) -> bool:
    """Whether somebody is at the screen: a page that saves or looks by itself keeps no session alive."""
    if request.headers.get("X-Autosave") == "true":
        return False
    by_itself = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    return not (by_itself and request.method in ("GET", "HEAD"))


def _citizen(kept: Mapping[str, str]) -> Citizen:
    """The citizen of a session; one begun before there was a level proved a phone."""
    return Citizen(
        bytes.fromhex(kept["digest"]),
        bytes.fromhex(kept["phone"]),
        kept.get("assurance", "phone"),
        bytes.fromhex(kept.get("number", "")),
        bytes.fromhex(kept.get("identity", "")),
    )
