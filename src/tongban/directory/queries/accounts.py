"""Accounts as administrators see them, one's own account, and the demonstration's authenticator."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from tongban.directory.authenticator import (
    STEP,
    code_at,
    provider_key,
    second_factor_roles,
    secret_of,
    step_of,
)
from tongban.directory.models import Account, Assignment, Proposal, SignInTry, Slip, Staff
from tongban.directory.queries.assignments import holding
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import NotAuthorized, NotFound

READERS = frozenset({"security_admin", "system_admin", "auditor"})
PAGE = 50


@dataclass(frozen=True)
class Post:
    """One assignment of today, for a list."""

    role: str
    position: str
    site: str


@dataclass(frozen=True)
class AccountView:
    """One account, without anything that opens it.

    Attributes:
        state: ``open``, ``locked``, ``closed``, ``no_password`` (its slip was not used yet).
        locked_until: None where it is not locked now.
        factor: ``set``, ``due`` (a role asks for it), ``none``.
        slip_until: until when a slip that was printed is good; None where none is.
        recovery_by: staff id of who confirmed its recovery, while its slip was not used; of one account only.
        told_apart: how its maker knew its person from an administrator of the same name or phone; mostly empty.
    """

    id: int
    staff_id: int
    username: str
    staff_code: str
    name: str
    state: str
    locked_until: datetime | None
    factor: str
    factor_set_at: datetime | None
    password_set_at: datetime | None
    must_change: bool
    last_sign_in: datetime | None
    slip_until: datetime | None
    subject: str
    posts: tuple[Post, ...]
    must_have_factor: bool
    recovery_by: int | None = None
    told_apart: str = ""


@dataclass(frozen=True)
class AccountPage:
    """One page of accounts by user name.

    Attributes:
        without: who serves today or later and has no account, by staff code; fifty at most.
    """

    rows: tuple[AccountView, ...]
    next_cursor: str
    without: tuple["WithoutAccount", ...] = ()


@dataclass(frozen=True)
class WithoutAccount:
    """Somebody who was appointed and cannot sign in yet."""

    staff_code: str
    name: str
    roles: tuple[str, ...]


def accounts(actor: Actor, *, search: str = "", state: str = "", cursor: str = "") -> AccountPage:
    """Accounts by user name, fifty a page.

    Args:
        search: part of a user name, a name or a staff code.
        state: ``locked``, ``closed``, ``no_password``, ``no_factor``; empty: all.
        cursor: the last user name of the page before.

    Raises:
        NotAuthorized: ``accounts_not_yours``.
    """
    _reader(actor)
    rows = _rows()
    if plain := search.replace("\0", "").strip():
        rows = rows.filter(
            Q(username__icontains=plain) | Q(staff__name__contains=plain) | Q(staff__code__icontains=plain)
        )
    if state == "locked":
        rows = rows.filter(locked_until__gt=time.now())
    elif state == "closed":
        rows = rows.filter(is_active=False)
    elif state == "no_password":
        rows = rows.filter(password__startswith="!")
    elif state == "no_factor":
        needing = holding(time.today()).filter(role__in=second_factor_roles()).values("staff_id")
        rows = rows.filter(totp_secret=None, staff_id__in=needing)
    found = list(rows.filter(username__gt=cursor.replace("\0", "")).order_by("username")[: PAGE + 1])
    shown = found[:PAGE]
    return AccountPage(_views(shown), shown[-1].username if len(found) > PAGE else "", _without())


def account(actor: Actor, account_id: int) -> AccountView:
    """One account.

    Raises:
        NotAuthorized: ``accounts_not_yours``.
        NotFound: there is none.
    """
    _reader(actor)
    view = _one(_rows().filter(id=account_id))
    if view.state != "no_password":
        return view
    return replace(view, recovery_by=recovery_confirmed_by(account_id))


def recovery_confirmed_by(account_id: int) -> int | None:
    """Staff id of who confirmed the account's latest recovery; None where it had none."""
    agreed = Proposal.objects.filter(
        kind="recover_account", state=Proposal.State.CONFIRMED, payload__account=account_id
    )
    return agreed.order_by("-decided_at").values_list("decided_by__staff_id", flat=True).first()


def account_of(actor: StaffActor) -> AccountView:
    """One's own account.

    Raises:
        NotFound: it was closed.
    """
    return _one(_rows().filter(staff_id=actor.staff_id, is_active=True))


def account_at_door(account_id: int) -> AccountView:
    """The account of somebody who proved to be its holder (`directory.commands.SignedIn`).

    Raises:
        NotFound: it was closed.
    """
    return _one(_rows().filter(id=account_id, is_active=True))


@dataclass(frozen=True)
class DemoCode:
    """What the authenticator of a demonstration's account shows.

    Attributes:
        code: six digits that have not been used; empty where the next ones come in ``seconds``.
        seconds: until the code changes.
    """

    username: str
    name: str
    code: str
    seconds: int


def demo_codes(username: str = "") -> tuple[DemoCode, ...]:
    """The codes of a demonstration's accounts.

    Args:
        username: of one account; empty: all that have a second factor.

    Raises:
        NotFound: this deployment is no demonstration.
    """
    if not settings.DEMO:
        raise NotFound("demonstration")
    rows = Account.objects.exclude(totp_secret=None).select_related("totp_key", "staff")
    if username:
        rows = rows.filter(username=username.replace("\0", ""))
    now = time.now()
    seconds = STEP - int(now.timestamp()) % STEP
    shown = []
    for row in rows.order_by("id"):
        step = max(step_of(now), row.totp_last_step + 1)  # a used one would be refused
        near = step <= step_of(now) + 1
        code = code_at(secret_of(row), step) if near else ""
        shown.append(DemoCode(row.username, row.staff.name, code, seconds))
    return tuple(shown)


def _reader(actor: Actor) -> None:
    if not (isinstance(actor, StaffActor) and actor.role in READERS):
        raise NotAuthorized("accounts_not_yours")


def _without() -> tuple[WithoutAccount, ...]:
    today = time.today()
    coming = Assignment.objects.filter(ended_at=None, delegated_by=None).filter(
        Q(ends=None) | Q(ends__gte=today)
    )
    people = Staff.objects.filter(account=None, id__in=coming.values("staff_id")).order_by("code")[:PAGE]
    roles: dict[int, list[str]] = {}
    for staff_id, role in (
        coming.filter(staff__in=list(people)).values_list("staff_id", "role").order_by("id")
    ):
        if role not in roles.setdefault(staff_id, []):
            roles[staff_id].append(role)
    return tuple(WithoutAccount(one.code, one.name, tuple(roles.get(one.id, ()))) for one in people)


def _rows() -> "QuerySet[Account]":
    entered = SignInTry.objects.filter(account=OuterRef("id"), outcome="signed_in").order_by("-at")
    slips = Slip.objects.filter(account=OuterRef("id"), used_at=None, expires_at__gt=time.now())
    return Account.objects.select_related("staff").annotate(
        last_sign_in=Subquery(entered.values("at")[:1]),
        slip_until=Subquery(slips.order_by("-expires_at").values("expires_at")[:1]),
    )


def _one(rows: "QuerySet[Account]") -> AccountView:
    found = _views(list(rows[:1]))
    if not found:
        raise NotFound("account")
    return found[0]


def _views(rows: list[Account]) -> tuple[AccountView, ...]:
    posts: dict[int, list[Post]] = {}
    held = holding(time.today()).filter(staff_id__in=[row.staff_id for row in rows]).order_by("id")
    for one in held:
        post = Post(one.role, one.position.name, one.position.site.name)
        posts.setdefault(one.staff_id, []).append(post)
    return tuple(_view(row, tuple(posts.get(row.staff_id, ()))) for row in rows)


def _view(row: Account, posts: tuple[Post, ...]) -> AccountView:
    locked = row.locked_until if row.locked_until and row.locked_until > time.now() else None
    needed = any(post.role in second_factor_roles() for post in posts)
    state = "open"
    if not row.is_active:
        state = "closed"
    elif locked:
        state = "locked"
    elif not row.has_usable_password():
        state = "no_password"
    issuer = settings.OIDC.get("staff", {}).get("issuer", "")
    prefix = provider_key(issuer, "")
    subject = row.oidc_subject or ""
    return AccountView(
        id=row.id,
        staff_id=row.staff_id,
        username=row.username,
        staff_code=row.staff.code,
        name=row.staff.name,
        state=state,
        locked_until=locked,
        factor="set" if row.totp_secret is not None else "due" if needed else "none",
        factor_set_at=row.totp_set_at,
        password_set_at=row.password_set_at,
        must_change=row.must_change,
        last_sign_in=getattr(row, "last_sign_in", None),
        slip_until=getattr(row, "slip_until", None),
        subject=subject.removeprefix(prefix),
        posts=posts,
        must_have_factor=needed,
        told_apart=row.told_apart,
    )
