"""From where a request came: the peer of the connection, or what a proxy of our own says of it.

``X-Forwarded-For`` is what anybody may write.  It is believed only where the connection itself comes from an
address of ``settings.TRUSTED_PROXIES``, and then only the last entry that is not such a proxy: everything left of
it was written by whoever knocked.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

UNKNOWN = "unknown"
HOPS = 20  # entries of the header that are looked at, from the right
SUBSCRIBER = 64  # bits of an IPv6 address that one subscriber gets at least (RFC 6177)

Address = IPv4Address | IPv6Address


def client_address(request: HttpRequest) -> str:
    """The address of whoever sent the request, as text of at most 45 characters; ``unknown`` where there is none."""
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    if peer is None:
        return UNKNOWN
    if not _is_proxy(peer):
        return str(peer)
    nearest = peer
    for entry in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-HOPS:]):
        hop = _address(entry)
        if hop is None:
            break
        nearest = hop
        if not _is_proxy(hop):
            break
    return str(nearest)


def from_our_proxy(request: HttpRequest) -> bool:
    """Whether the connection itself comes from a proxy of ours."""
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    return peer is not None and _is_proxy(peer)


def subscriber(address: str) -> str:
    """What limits count as one: an IPv4 address, or the network of a subscriber of IPv6, who may take any in it."""
    parsed = _address(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, SUBSCRIBER), strict=False))
    return str(parsed) if parsed is not None else UNKNOWN


LONGEST = 45  # characters of an address as text


def _address(text: str) -> Address | None:
    plain = text.strip().partition("%")[0]
    return _parsed(plain) if len(plain) <= LONGEST else None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Address | None:
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _is_proxy(address: Address) -> bool:
    return any(address in network for network in trusted_networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=4)
def trusted_networks(entries: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of the setting.

    Raises:
        ImproperlyConfigured: an entry is neither an address nor a network.
    """
    try:
        return tuple(ip_network(entry) for entry in entries)
    except ValueError as error:
        raise ImproperlyConfigured(f"TONGBAN_TRUSTED_PROXIES: {error}") from error
