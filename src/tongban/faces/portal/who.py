"""Who is asking on the portal, and which single cases they have shown a right to see."""

from uuid import UUID

from django.http import HttpRequest

from tongban.kernel.actors import Actor, Citizen, Public, Tracker

TRACKED_KEY = "tracked"
MOST_TRACKED = 10  # cases remembered in one session


def actor_of(request: HttpRequest) -> Actor:
    """Whoever the middleware found behind this request."""
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else Public()


def citizen_of(request: HttpRequest) -> Citizen | None:
    """The signed-in citizen, if there is one."""
    actor = actor_of(request)
    return actor if isinstance(actor, Citizen) else None


def remember_tracker(request: HttpRequest, number: str, tracker: Tracker) -> None:
    """Let this browser open one case again without typing its phone or query code."""
    tracked = dict(request.session.get(TRACKED_KEY, {}))
    tracked.pop(number, None)
    tracked[number] = tracker.case_id.hex
    request.session[TRACKED_KEY] = dict(list(tracked.items())[-MOST_TRACKED:])


def tracker_of(request: HttpRequest, number: str) -> Tracker | None:
    """The tracker that this browser became for one case, if it did."""
    case_id = request.session.get(TRACKED_KEY, {}).get(number)
    return Tracker(UUID(hex=case_id)) if case_id else None
