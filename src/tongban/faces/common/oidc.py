"""Doors of others: signing in at an identity provider by OpenID Connect (authorization code with PKCE).

Shared by the staff's door (the county's identity service) and the citizens' (the national identity platform).
What a provider says is worth what its signed ID token says to *this* door about *this* attempt: its issuer, its
audience, its nonce (OpenID Connect Core 1.0, 3.1.3.7), asked for with a state and a code verifier that the
reader's own session holds (RFC 6749, 10.12; RFC 7636).  An attempt is good once.
"""

import hmac
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import is_secure_transport
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core.util import create_half_hash
from django.conf import settings
from django.http import HttpRequest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tongban.kernel import time
from tongban.kernel.errors import Refusal

LOG = logging.getLogger("tongban.oidc")
TIMEOUT = 10  # seconds for one answer of the provider
KEPT = 600.0  # seconds that a provider's metadata and keys are kept
ATTEMPT = 600  # seconds between leaving for the provider and coming back
LEEWAY = 60  # seconds that two clocks may differ
# asymmetric only: with a shared secret whoever holds it could write a token (RFC 8725, 3.1)
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


@dataclass(frozen=True)
class Provider:
    """One identity provider behind one door.

    Args:
        door: ``staff`` or ``citizens``.
        issuer: its address, as its ID tokens name it.
        client_id: what this deployment is called there.
        client_secret: from a key file.
        scope: what is asked for.
        acr_values: levels of assurance to ask for; empty: the provider's own choice.
    """

    door: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid"
    acr_values: str = ""


@dataclass(frozen=True)
class Proven:
    """Who came back.

    Args:
        issuer: of the provider.
        subject: who, as the provider counts.
        acr: the level of assurance that it states; empty where it states none.
        claims: everything its token says.
        next: where the reader wanted to go.
    """

    issuer: str
    subject: str
    acr: str
    claims: Mapping[str, Any]
    next: str


def provider_of(door: str) -> Provider | None:
    """The provider that the settings name for a door; None where there is none."""
    stated = settings.OIDC.get(door) or {}
    if not (stated.get("issuer") and stated.get("client_id")):
        return None
    return Provider(
        door=door,
        issuer=stated["issuer"],
        client_id=stated["client_id"],
        client_secret=stated.get("client_secret", ""),
        scope=stated.get("scope") or "openid",
        acr_values=stated.get("acr_values", ""),
    )


def leave(request: HttpRequest, provider: Provider, callback: str, target: str = "") -> str:
    """The provider's address to send the reader to; the attempt is kept in the reader's session.

    Args:
        callback: the path that the provider sends back to.
        target: where to go afterwards.

    Raises:
        Refusal: ``provider_unreachable``.
    """
    attempt = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
        "callback": settings.BASE_URL.rstrip("/") + callback,
        "next": target,
        "at": int(time.now().timestamp()),
    }
    metadata = _metadata(provider)
    extra = {"acr_values": provider.acr_values} if provider.acr_values else {}
    with _client(provider, attempt) as client:
        address, _ = client.create_authorization_url(
            metadata["authorization_endpoint"],
            state=attempt["state"],
            nonce=attempt["nonce"],
            code_verifier=attempt["verifier"],
            **extra,
        )
    request.session[_session_key(provider)] = attempt
    return str(address)


def come_back(request: HttpRequest, provider: Provider) -> Proven:
    """Who came back from the provider; the attempt ends here, however it ends.

    Raises:
        Refusal: ``provider_refused`` where the provider says no or the reader stopped there;
            ``provider_attempt_over`` for a foreign, late or repeated return; ``provider_token_bad`` where the ID
            token does not say what it must; ``provider_unreachable``.
    """
    attempt = request.session.pop(_session_key(provider), None)
    state = request.GET.get("state", "")
    if not attempt or not hmac.compare_digest(attempt["state"].encode(), state.encode()):
        raise Refusal("provider_attempt_over")
    if time.now().timestamp() - attempt["at"] > ATTEMPT:
        raise Refusal("provider_attempt_over")
    issuer = request.GET.get("iss")
    if issuer is not None and issuer != provider.issuer:  # RFC 9207: a mix-up of two providers
        raise Refusal("provider_attempt_over")
    code = request.GET.get("code", "")
    if "error" in request.GET or not code:
        raise Refusal("provider_refused")
    token = _exchange(provider, attempt, code)
    claims = _claims(provider, attempt["nonce"], token)
    return Proven(
        provider.issuer, str(claims["sub"]), str(claims.get("acr") or ""), claims, str(attempt["next"])
    )


def forget_providers() -> None:
    """Drop what is kept of providers' metadata and keys."""
    with _lock:
        _kept.clear()


def _session_key(provider: Provider) -> str:
    return f"oidc:{provider.door}"


def _client(provider: Provider, attempt: Mapping[str, Any]) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret or None,
        scope=provider.scope,
        redirect_uri=attempt["callback"],
        code_challenge_method="S256",
        default_timeout=TIMEOUT,
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
    )


def _exchange(provider: Provider, attempt: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    """The tokens for a code.

    Raises:
        Refusal: ``provider_refused``, of a code used before too; ``provider_unreachable``.
    """
    endpoint = _metadata(provider)["token_endpoint"]
    try:
        with _client(provider, attempt) as client:
            answer = client.fetch_token(
                endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt["verifier"],
                redirect_uri=attempt["callback"],
                allow_redirects=False,
            )
    except AuthlibBaseError as fault:
        LOG.warning("%s: the provider gave no token: %s", provider.door, fault.error)
        raise Refusal("provider_refused") from fault
    except (requests.RequestException, ValueError) as fault:
        raise _unreachable(provider, fault) from fault
    if not isinstance(answer, Mapping) or not isinstance(answer.get("id_token"), str):
        raise Refusal("provider_token_bad")
    return answer


def _claims(provider: Provider, nonce: str, token: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the ID token says, once all that it must say was checked.

    Raises:
        Refusal: ``provider_token_bad``; ``provider_unreachable``.
    """
    raw = token["id_token"]
    try:
        try:
            read = jwt.decode(raw, _keys(provider), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            # keys are exchanged now and then; once is asked anew
            read = jwt.decode(raw, _keys(provider, anew=True), algorithms=ALGORITHMS)
        claims = read.claims
        jwt.JWTClaimsRegistry(
            now=lambda: int(time.now().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        LOG.warning("%s: an ID token was refused: %s", provider.door, type(fault).__name__)
        raise Refusal("provider_token_bad") from fault
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise Refusal("provider_token_bad")
    stated = claims.get("at_hash")
    if stated is not None:  # the access token beside it must be the one it was given out with
        expected = create_half_hash(str(token.get("access_token", "")), read.header["alg"])
        if expected is None or not hmac.compare_digest(expected, str(stated).encode()):
            raise Refusal("provider_token_bad")
    if not 0 < len(str(claims["sub"])) <= 255:  # Core 1.0, 2
        raise Refusal("provider_token_bad")
    return dict(claims)


# what was read of each issuer, with the moment it was read at
_kept: dict[tuple[str, str], tuple[float, Any]] = {}
_lock = Lock()


def _metadata(provider: Provider) -> Mapping[str, Any]:
    """The provider's own description (OpenID Connect Discovery 1.0, 4).

    Raises:
        Refusal: ``provider_unreachable``, where it is another issuer's or names unsafe addresses too.
    """
    found = _read(provider, "metadata", provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    endpoints = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != provider.issuer or not all(_safe(found.get(name)) for name in endpoints):
        LOG.error("%s: the metadata of %s is not its own", provider.door, urlsplit(provider.issuer).hostname)
        raise Refusal("provider_unreachable")
    return found


def _safe(address: object) -> bool:
    return isinstance(address, str) and is_secure_transport(address)


def _keys(provider: Provider, *, anew: bool = False) -> KeySet:
    found = _read(provider, "keys", _metadata(provider)["jwks_uri"], anew=anew)
    return KeySet.import_key_set({"keys": [key for key in found.get("keys", []) if key.get("kty") != "oct"]})


def _read(provider: Provider, what: str, address: str, *, anew: bool = False) -> Mapping[str, Any]:
    kept = _kept.get((provider.issuer, what))
    if kept is not None and not anew and monotonic() - kept[0] < KEPT:
        return dict(kept[1])
    if not _safe(address):
        raise Refusal("provider_unreachable")
    try:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise _unreachable(provider, fault) from fault
    if not isinstance(found, dict):
        raise Refusal("provider_unreachable")
    with _lock:
        _kept[(provider.issuer, what)] = (monotonic(), found)
    return found


def _unreachable(provider: Provider, fault: Exception) -> Refusal:
    LOG.warning("%s: no answer from the provider: %s", provider.door, type(fault).__name__)
    return Refusal("provider_unreachable")
