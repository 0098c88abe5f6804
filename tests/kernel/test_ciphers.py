"""Two ciphers for new seals by a setting; whatever it says, both kinds of seals open, and nothing altered does."""

import os
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from tongban.kernel import secrets
from tongban.kernel.ciphers import AES, CIPHERS, NONCE, SM4, SM4_SEAL, check_cipher
from tongban.kernel.secrets import SealBroken, Vault, new_vault, open_under_master, open_vault, rewrapped

RAW = os.urandom(32)
ANY_TRY = tries(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sealed_by(cipher: str, settings: LazySettings, plaintext: bytes, context: str) -> bytes:
    settings.SEAL_CIPHER = cipher
    return Vault(uuid4(), RAW).seal(plaintext, context)


class TestBothWays:
    @given(st.binary(max_size=300), st.text(max_size=20), st.sampled_from(CIPHERS), st.sampled_from(CIPHERS))
    @ANY_TRY
    def test_what_one_setting_sealed_opens_under_every_setting(
        self, settings: LazySettings, plaintext: bytes, context: str, before: str, after: str
    ) -> None:
        sealed = sealed_by(before, settings, plaintext, context)
        assert sealed.startswith(SM4_SEAL) is (before == SM4)
        settings.SEAL_CIPHER = after
        assert Vault(uuid4(), RAW).open(sealed, context) == plaintext

    @given(st.binary(max_size=60), st.sampled_from(CIPHERS), st.data())
    @ANY_TRY
    def test_one_bit_altered_anywhere_breaks_it(
        self, settings: LazySettings, plaintext: bytes, cipher: str, data: st.DataObject
    ) -> None:
        sealed = bytearray(sealed_by(cipher, settings, plaintext, "party"))
        place = data.draw(st.integers(0, len(sealed) * 8 - 1))
        sealed[place // 8] ^= 1 << place % 8
        with pytest.raises(SealBroken):
            Vault(uuid4(), RAW).open(bytes(sealed), "party")

    @pytest.mark.parametrize("cipher", CIPHERS)
    def test_a_seal_opens_neither_elsewhere_nor_by_another_key_nor_cut(
        self, settings: LazySettings, cipher: str
    ) -> None:
        sealed = sealed_by(cipher, settings, "马秀英".encode(), "party")
        for vault, text, context in (
            (Vault(uuid4(), RAW), sealed, "case.content"),
            (Vault(uuid4(), os.urandom(32)), sealed, "party"),
            *((Vault(uuid4(), RAW), sealed[:length], "party") for length in range(len(sealed))),
        ):
            with pytest.raises(SealBroken):
                vault.open(text, context)


def test_seals_of_the_first_releases_open(settings: LazySettings) -> None:
    nonce = os.urandom(NONCE)
    old = nonce + AESGCM(RAW).encrypt(nonce, b"before", b"party")
    for settings.SEAL_CIPHER in CIPHERS:
        assert Vault(uuid4(), RAW).open(old, "party") == b"before"


def test_a_nonce_of_aes_that_begins_like_sm4_opens_all_the_same() -> None:
    nonce = SM4_SEAL + os.urandom(NONCE - len(SM4_SEAL))
    old = nonce + AESGCM(RAW).encrypt(nonce, b"once in four thousand million", b"party")
    assert Vault(uuid4(), RAW).open(old, "party") == b"once in four thousand million"


def test_the_machines_sm4_is_the_standards() -> None:
    """RFC 8998, appendix A.1: SM4-GCM."""
    key, nonce = bytes.fromhex("0123456789abcdeffedcba9876543210"), bytes.fromhex("00001234567800000000abcd")
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    plaintext = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    assert (cipher.update(plaintext) + cipher.finalize()).hex().startswith("17f399f08c67d5ee")
    assert cipher.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


class TestWrappedKeys:
    @pytest.mark.parametrize(("before", "after"), [(AES, SM4), (SM4, AES)])
    def test_changing_the_master_key_wraps_every_data_key_by_the_cipher_of_today(
        self, settings: LazySettings, before: str, after: str
    ) -> None:
        settings.SEAL_CIPHER = before
        key, vault = new_vault()
        text = vault.seal(b"content", "case.content")
        wrapped, version = bytes(key.wrapped or b""), key.master_version
        assert wrapped.startswith(SM4_SEAL) is (before == SM4)
        settings.SEAL_CIPHER = after
        key.wrapped = rewrapped(key.id, wrapped, version, version)
        assert key.wrapped.startswith(SM4_SEAL) is (after == SM4)
        assert open_vault(key).open(text, "case.content") == b"content"

    def test_what_a_session_holds_under_the_master_key_opens_after_the_change(
        self, settings: LazySettings
    ) -> None:
        held = secrets.seal_under_master(b"19900000001", "phone")
        settings.SEAL_CIPHER = SM4
        assert open_under_master(held, "phone") == b"19900000001"
        held = secrets.seal_under_master(b"19900000001", "phone")
        settings.SEAL_CIPHER = AES
        assert open_under_master(held, "phone") == b"19900000001"


def test_nothing_starts_with_a_cipher_nobody_knows(settings: LazySettings) -> None:
    check_cipher()
    settings.SEAL_CIPHER = "sm4"
    with pytest.raises(ImproperlyConfigured, match="TONGBAN_SEAL_CIPHER"):
        check_cipher()
