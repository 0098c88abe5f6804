"""The deputy's desk and the supervisor's view, each as one page shows it.  Everything is derived when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.cases.queries.shapes import CasePage
from tongban.kernel.actors import Actor
from tongban.oversight.queries.apart import set_apart
from tongban.oversight.queries.behind import behind
from tongban.oversight.queries.figures import Figures, figures
from tongban.oversight.queries.flow import Passed, flow
from tongban.oversight.queries.late import LateRow, late_rows
from tongban.oversight.queries.posts import PostLoad, loads
from tongban.oversight.queries.scope import EVERY_TOWNSHIP, Scope, of_head, of_supervisor
from tongban.oversight.queries.townships import Township, townships


@dataclass(frozen=True)
class Desk:
    """What a head sees of the own authority, or a supervisor of a township.

    Args:
        name: of the authority.
        posts: what waits at each post; empty for a supervisor.
    """

    name: str
    figures: Figures
    late: tuple[LateRow, ...]
    flow: Mapping[str, Passed]
    posts: tuple[PostLoad, ...] = ()


def desk(actor: Actor) -> Desk:
    """The desk of who decides.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    scope = of_head(actor)
    posts = loads(actor)
    gaps = {(one.position_id, one.role) for one in posts if one.nobody}
    return _desk(scope, posts, gaps)


def supervised(actor: Actor, township: str) -> Desk:
    """A township as its supervisor sees it.

    Args:
        township: the code of its authority, or ``all`` for the whole county.

    Raises:
        NotAuthorized: ``supervisors_only``.
        NotFound: no township of this county has that code.
    """
    return _desk(of_supervisor(actor, township), (), set())


def supervision(actor: Actor) -> tuple[Township, ...]:
    """The townships of the own county.

    Raises:
        NotAuthorized: ``supervisors_only``.
    """
    return townships(of_supervisor(actor))


def behind_desk(actor: Actor, figure: str, *, cursor: str = "") -> CasePage:
    """The matters behind a figure of the own desk.

    Raises:
        NotAuthorized: ``approvers_only``.
        NotFound: there is no such figure.
    """
    return behind(of_head(actor), figure, cursor=cursor)


def behind_supervised(
    actor: Actor, figure: str, township: str = EVERY_TOWNSHIP, *, cursor: str = ""
) -> CasePage:
    """The matters behind a figure of a township, names masked.

    Raises:
        NotAuthorized: ``supervisors_only``.
        NotFound: there is no such figure, or no such township.
    """
    return behind(of_supervisor(actor, township), figure, cursor=cursor)


def _desk(scope: Scope, posts: tuple[PostLoad, ...], gaps: set[tuple[int, str]]) -> Desk:
    apart = set_apart(scope)
    decides = not scope.narrowed and scope.actor.role != "supervisor"
    return Desk(
        "、".join(one.name for one in scope.bodies),
        figures(scope, apart),
        late_rows(scope, apart, gaps, acts=decides),
        flow(scope),
        posts,
    )
