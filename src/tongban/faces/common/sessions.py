"""Who sits behind a session: written at sign-in, read by the middleware, gone at sign-out."""

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from tongban.faces.common.session_store import SessionStore
from tongban.kernel.actors import Actor, Citizen, Public
from tongban.kernel.errors import Refusal

STAFF_KEYS = ("account", "assignment")
CITIZEN_KEY = "citizen"


def begin_staff(request: HttpRequest, account_id: int, assignment_id: int) -> None:
    """Open the session of a member of staff in one assignment; the session's id is new (no fixation)."""
    request.session.flush()
    request.session["account"] = account_id
    request.session["assignment"] = assignment_id
    rotate_token(request)


def begin_citizen(request: HttpRequest, citizen: Citizen) -> None:
    """Open the session of somebody who proved to hold a phone number."""
    request.session.flush()
    request.session[CITIZEN_KEY] = {
        "digest": citizen.phone_digest.hex(),
        "phone": citizen.sealed_phone.hex(),
    }
    rotate_token(request)


def end(request: HttpRequest) -> None:
    """Close the session, whoever's it is."""
    request.session.flush()
    rotate_token(request)


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request; an assignment that has ended leaves nobody but the public."""
    session = getattr(request, "session", None)
    if not isinstance(session, SessionStore):
        return Public()
    if "assignment" in session:
        try:
            return session.staff()
        except Refusal:
            session.flush()
            return Public()
    if citizen := session.get(CITIZEN_KEY):
        return Citizen(bytes.fromhex(citizen["digest"]), bytes.fromhex(citizen["phone"]))
    return Public()
