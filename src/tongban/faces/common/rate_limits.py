"""At which addresses a knock is counted, and of what: the one table of the doors.

Staff are not counted by address: a township's hall sends all its windows from one.  They are counted each by
themselves where a door opens what is masked, an original or a whole list, or takes a citizen's secret; the acts of the
life cycle are not counted.  Addresses of ``settings.RATE_LIMIT_EXEMPT`` are not counted at all, the staff behind them
are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from tongban.faces.common.client_address import UNKNOWN, client_address, subscriber
from tongban.faces.common.errors import too_many
from tongban.kernel.actors import Staff
from tongban.kernel.limits import LIMITS, TooManyKnocks, counted_here, knock

Subject = Callable[[HttpRequest, dict[str, Any]], str]
HARD = 10  # times the general cap after which nobody is asked who they are any more


def _posted_phone(request: HttpRequest, path: dict[str, Any]) -> str:
    return "".join(letter for letter in request.POST.get("phone", "") if letter.isdecimal())[-11:]


def _case_number(request: HttpRequest, path: dict[str, Any]) -> str:
    typed = str(request.POST.get("number") or path.get("number") or path.get("request_number") or "")
    return "".join(letter for letter in typed if letter.isalnum()).upper()[:40]


@dataclass(frozen=True)
class Door:
    """What a request at one address counts for.

    Args:
        by_address: the limits that count the caller's address; staff's is not counted.
        by_subject: limits that count something the request names, whoever asks; an empty name counts for nothing.
        by_staff: the limits that count the person, where staff ask.
        methods: of the requests that count.
        only_files: only where files are sent.
    """

    by_address: tuple[str, ...] = ()
    by_subject: tuple[tuple[str, Subject], ...] = ()
    by_staff: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("POST",)
    only_files: bool = False


TRACKING = Door(("track_address",), (("track_number", _case_number),), by_staff=("staff_tries",))
READING = Door(("look_ups",), methods=("GET", "HEAD", "POST"))
EXPORT = Door(by_staff=("exports",))
ORIGINAL = Door(by_staff=("originals",), methods=("GET",))
PAPER = Door(
    by_staff=("page_images",), methods=("GET",)
)  # read one after the other, like the pages of a scan
OWN_SECRET = Door(by_staff=("staff_tries",))  # the old password or a code, typed by whoever sits at the desk

# view name → what it counts for
DOORS: dict[str, Door] = {
    "portal:suggestions": Door(("suggestions",), methods=("GET", "HEAD")),
    "portal:sign_in": Door(("phone_code_address",), (("phone_code_phone", _posted_phone),)),
    "portal:code": Door(("code_tries",)),
    "portal:track": TRACKING,
    "portal:case": TRACKING,
    "portal:verified": READING,
    "portal:told": READING,
    "portal:when": READING,
    "portal:days_sheet": READING,
    "portal:days_json": READING,
    "portal:draft_file": READING,
    "portal:paper": READING,
    "portal:my_data_copy": READING,
    "portal:proof": READING,
    "portal:data_request": TRACKING,
    "portal:data_proof": READING,
    "portal:start": Door(("draft_starts",)),
    "portal:page": Door(("uploads",), only_files=True),
    "work:sign_in": Door(("staff_sign_in",)),
    "work:sign_in_code": Door(("staff_sign_in",)),
    "work:sign_in_return": Door(("oidc",), methods=("GET", "POST")),
    "work:first": Door(("staff_slip",)),
    "portal:platform_back": Door(("oidc",), methods=("GET", "POST")),
    "portal:ask_about_data": Door(("requests",)),
    "portal:odd": Door(("requests",)),
    "portal:odd_find": TRACKING,
    "work:unmask": Door(by_staff=("unmaskings",)),
    "work:odd_reveal": Door(by_staff=("unmaskings",)),
    "work:external_fields": Door(by_staff=("unmaskings",)),
    "work:roster_failures": EXPORT,
    "work:archive_export": EXPORT,
    "work:destruction_export": EXPORT,
    "work:breaches_export": EXPORT,
    "work:register_export": EXPORT,
    "work:fees_export": EXPORT,
    "work:material": ORIGINAL,
    "work:step_file": ORIGINAL,
    "work:signature": ORIGINAL,
    "work:days_sheet": ORIGINAL,
    "work:days_json": ORIGINAL,
    "work:paper": PAPER,
    "work:told_paper": PAPER,
    "work:intake_form": PAPER,
    "work:intake_promise": PAPER,
    "work:case_promise": PAPER,
    "work:roster_receipt": PAPER,
    "work:page_image": PAPER,
    "work:ledger_export": EXPORT,
    "work:list_export": EXPORT,
    "work:audit_export": EXPORT,
    "work:audit_day_export": EXPORT,
    "work:catalogue_export": Door(by_staff=("exports",), methods=("GET",)),
    "work:privacy_copy": Door(by_staff=("copies",)),
    "work:seen_card": Door((), (("card_number", _case_number),), by_staff=("staff_tries",)),
    "work:my_password": OWN_SECRET,
    "work:my_identity": OWN_SECRET,
    "work:my_factor": OWN_SECRET,
    "work:my_factor_drop": OWN_SECRET,
}


class RateLimits:
    """Answers 429 with a page, where a door is knocked at too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = subscriber(client_address(request))
        if not _exempt(address):
            count = counted_here("any", address)
            cap = LIMITS["any"].most
            # who asks is looked up only past the cap: below it no request pays for it
            if count > cap and (count > HARD * cap or _staff(request) is None):
                return too_many(request, LIMITS["any"].seconds)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Django's hook: None lets the request pass."""
        match = request.resolver_match
        door = DOORS.get(match.view_name) if match else None
        if door is None or request.method not in door.methods or (door.only_files and not request.FILES):
            return None
        staff = _staff(request)
        address = subscriber(client_address(request))
        if staff is not None:
            knocks = [(code, f"staff:{staff.staff_id}") for code in door.by_staff]
        elif _exempt(address):
            return None
        else:
            knocks = [(code, address) for code in door.by_address]
        knocks += [(code, who) for code, read in door.by_subject if (who := read(request, kwargs))]
        try:
            knock(knocks)
        except TooManyKnocks as refusal:
            by_staff = LIMITS[str(refusal.params["limit"])].by == "staff"
            return too_many(request, int(refusal.params["seconds"]), staff=by_staff)
        return None


def _staff(request: HttpRequest) -> Staff | None:
    """Asked only where a session came along: a stranger costs no statement."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Staff) else None


def _exempt(address: str) -> bool:
    networks = exempt_networks(tuple(settings.RATE_LIMIT_EXEMPT))
    if not networks or address == UNKNOWN:
        return False
    asked = ip_address(address.partition("/")[0])
    return any(asked in network for network in networks)


@lru_cache(maxsize=4)
def exempt_networks(entries: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of the setting.

    Raises:
        ImproperlyConfigured: an entry is neither an address nor a network.
    """
    try:
        return tuple(ip_network(entry) for entry in entries)
    except ValueError as error:
        raise ImproperlyConfigured(f"TONGBAN_RATE_LIMIT_EXEMPT: {error}") from error
