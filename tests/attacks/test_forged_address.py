"""An address that somebody made up in a header counts for nothing unless a proxy of our own wrote it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from tongban.faces.common.client_address import client_address, subscriber


def address(peer: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))


def test_the_header_of_a_stranger_is_not_read(settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.2"]
    assert address("203.0.113.9", "198.51.100.1") == "203.0.113.9"


def test_what_stands_left_of_our_own_proxies_word_is_the_strangers(settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    assert address("10.0.0.2", "1.2.3.4, 203.0.113.9") == "203.0.113.9"
    assert address("10.0.0.2", "1.2.3.4, 203.0.113.9, 10.0.0.7") == "203.0.113.9"


@pytest.mark.parametrize(
    "nonsense", ["", "unknown", "<script>", "1.2.3.4, ", "1.2.3.4,,", "9" * 4000, "a," * 4000]
)
def test_nonsense_counts_as_the_proxy_itself(settings, nonsense: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.2"]
    assert address("10.0.0.2", nonsense) == "10.0.0.2"


def test_without_proxies_the_peer_counts(settings) -> None:
    settings.TRUSTED_PROXIES = []
    assert address("127.0.0.1", "203.0.113.9") == "127.0.0.1"
    assert address("", "203.0.113.9") == "unknown"


def test_one_subscriber_of_ipv6_is_one_however_many_addresses_are_taken() -> None:
    assert subscriber("2001:db8::1") == subscriber("2001:db8::ffff:2") == "2001:db8::/64"
    assert subscriber("::ffff:203.0.113.9") == subscriber("203.0.113.9") == "203.0.113.9"
    assert len(address("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff%eth0")) <= 45


def test_a_mistyped_network_does_not_pass_silently(settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.2/8"]
    with pytest.raises(ImproperlyConfigured):
        address("10.0.0.2")
