"""The first security administrator's slip once more, at the machine itself: the one door that nobody else could open.

Everybody else's slip is printed by the security administrator.  While none of them was ever in, nobody could; as soon
as one was, a lost password or second factor takes two persons (`directory.commands.recovery`).
"""

from tongban.directory.commands.slips import PrintedSlip, print_slip
from tongban.directory.models import Account, Assignment, SignInTry, Slip
from tongban.directory.queries.assignments import holding
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, System
from tongban.kernel.commands import command
from tongban.kernel.errors import NotAuthorized, Refusal

ROLE = Assignment.Role.SECURITY_ADMIN
BEEN_IN = ("signed_in", "recovered")


def make_first_slip(actor: Actor, *, idempotency_key: str) -> PrintedSlip:
    """Print the slip of the first security administrator anew; the older one is void from now on.

    Raises:
        NotAuthorized: ``directory_setup_only``: only the program's own command line.
        Refusal: ``security_admin_was_in``, where one of them, of now or of earlier, ever had a password or was in;
            ``no_security_admin``, where nobody with an account is one today.
    """
    if not isinstance(actor, System):
        raise NotAuthorized("directory_setup_only")
    with command("directory.make_first_slip", actor, idempotency_key, {"role": ROLE.value}, {}) as run:
        ever = Assignment.objects.filter(role=ROLE, delegated_by=None)
        of_role = Account.objects.filter(staff_id__in=ever.values("staff_id"))
        accounts = list(of_role.select_for_update(of=("self",)).select_related("staff").order_by("id"))
        if run.replayed or any(map(_was_in, accounts)):
            raise Refusal("security_admin_was_in")
        today = set(holding(time.today()).filter(role=ROLE).values_list("staff_id", flat=True))
        account = next((one for one in accounts if one.is_active and one.staff_id in today), None)
        if account is None:
            raise Refusal("no_security_admin")
        slip = print_slip(actor, account, Slip.Purpose.FIRST, run.at)
        event = ledger.Event(
            "slip_made", {"account": account.id, "purpose": slip.purpose, "by": "command_line"}
        )
        ledger.append(
            "directory", f"account:{account.id}", [event], at=run.at, actor=actor, command_id=run.id
        )
    return slip


def _was_in(account: Account) -> bool:
    tries = SignInTry.objects.filter(account=account, outcome__in=BEEN_IN)
    return account.has_usable_password() or account.password_set_at is not None or tries.exists()
