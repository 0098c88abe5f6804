"""How safely this deployment is set up, for those who answer for it: scanning, keys, zone, limits, what is missing."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from tongban.directory.authenticator import EVERYONE
from tongban.directory.authority import require_role
from tongban.directory.queries.assignments import assignment_labels
from tongban.directory.queries.identity import identity
from tongban.kernel import key_rotation, scanning, time
from tongban.kernel.actors import Actor
from tongban.kernel.ciphers import SM4
from tongban.kernel.key_rotation import MasterVersion
from tongban.kernel.limits import LIMITS, Limit
from tongban.kernel.scanning import ScannerState

READERS = ("security_admin", "auditor")
KEY_AGE = timedelta(days=400)  # a yearly change with a month of grace; our own measure, no rule of law


@dataclass(frozen=True)
class Check:
    """One line of the hardening list: what is looked at, and whether it is as it should be."""

    code: str
    good: bool


@dataclass(frozen=True)
class SecurityState:
    """The page's content.

    Args:
        decided_by: names and positions of who decided on scanning; empty: the set-up.
    """

    scanner: ScannerState
    decided_by: tuple[str, ...]
    keys: tuple[MasterVersion, ...]
    zone: str
    limits: tuple[Limit, ...]
    checks: tuple[Check, ...]


def security_state(actor: Actor) -> SecurityState:
    """The state now; asks the scanner.

    Raises:
        NotAuthorized: ``security_readers_only``.
    """
    require_role(actor, *READERS, code="security_readers_only")
    scanner = scanning.state()
    decided = [scanner.decision.proposed_by, scanner.decision.confirmed_by]
    labels = assignment_labels({one for one in decided if one is not None})
    keys = key_rotation.master_keys()
    return SecurityState(
        scanner=scanner,
        decided_by=tuple(labels[one] for one in decided if one in labels),
        keys=keys,
        zone=settings.ZONE,
        limits=tuple(LIMITS.values()),
        checks=_checks(scanner, keys),
    )


def _checks(scanner: ScannerState, keys: tuple[MasterVersion, ...]) -> tuple[Check, ...]:
    newest = max((line for line in keys if line.made_at), key=lambda line: line.version)
    assert newest.made_at is not None
    return (
        Check("https", settings.HTTPS),
        Check("proxies", bool(settings.TRUSTED_PROXIES)),
        Check("nobody_uncounted", not settings.RATE_LIMIT_EXEMPT),
        Check("factor_for_all", settings.STAFF_SECOND_FACTOR == EVERYONE),
        Check("own_cipher", settings.SEAL_CIPHER == SM4),
        Check("hosts", "*" not in settings.ALLOWED_HOSTS),
        Check("no_demonstration", not settings.DEMO),
        Check("scanning_required", scanner.decision.required),
        Check("scanner_ready", not scanner.fault),
        Check("one_master_key", all(not line.rows for line in keys if line.version != newest.version)),
        Check("master_key_there", all(line.made_at for line in keys)),
        Check("master_key_young", time.now() - newest.made_at <= KEY_AGE),
        Check("security_contact", bool(identity().security_contact)),
    )
