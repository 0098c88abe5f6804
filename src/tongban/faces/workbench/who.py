"""Which member of staff is asking."""

from django.http import HttpRequest

from tongban.kernel.actors import Actor, Public, Staff
from tongban.kernel.errors import NotAuthorized


def actor_of(request: HttpRequest) -> Actor:
    """Whoever the middleware found behind this request."""
    if find := getattr(request, "find_actor", None):
        found: Actor = find()
        return found
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else Public()


def staff_of(request: HttpRequest) -> Staff:
    """The member of staff behind this request.

    Raises:
        NotAuthorized: ``staff_only``, where nobody of the staff is signed in.
    """
    actor = actor_of(request)
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    return actor
