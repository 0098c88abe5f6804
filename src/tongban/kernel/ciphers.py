"""The two ciphers of a seal: AES-256-GCM, and SM4-GCM (GB/T 32907, RFC 8998) for a deployment that asks for it.

The sealed form names its cipher.  AES is the older one and has no name: nonce, ciphertext, tag.  SM4 begins with
`SM4_SEAL`.  A nonce of AES may begin with these four bytes by chance, once in four thousand million; so what looks
like SM4 and does not open by it is tried as AES, and the tag decides, which nobody forges without the key.

Whatever the setting says for new seals, both are opened.
"""

import os

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

AES, SM4 = CIPHERS = ("aes-256-gcm", "sm4-gcm")
NONCE = 12  # bytes, NIST SP 800-38D
TAG = 16  # bytes
SM4_KEY = 16  # bytes: the cipher has no longer ones
SM4_SEAL = b"SM4\x01"  # the last byte counts the form


class Key:
    """One key of 32 bytes, ready to seal and to open.

    SM4 does not get the key itself but one derived from it (HKDF, RFC 5869, with SM3): no key serves two ciphers.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._aes = AESGCM(raw)
        self._derived: bytes | None = None

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        """The sealed form of a plaintext, by the cipher of the setting; ``context`` is authenticated with it."""
        nonce = os.urandom(NONCE)
        if settings.SEAL_CIPHER == SM4:
            return SM4_SEAL + nonce + self._seal_sm4(nonce, plaintext, context)
        return nonce + self._aes.encrypt(nonce, plaintext, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The plaintext, by the cipher that the sealed form names.

        Raises:
            InvalidTag: altered, moved, or another key.
        """
        if sealed.startswith(SM4_SEAL):
            try:
                return self._open_sm4(sealed[len(SM4_SEAL) :], context)
            except InvalidTag:
                pass  # a nonce of AES that begins like it; else the next line says so
        if len(sealed) < NONCE + TAG:
            raise InvalidTag
        return self._aes.decrypt(sealed[:NONCE], sealed[NONCE:], context)

    def _sm4(self, mode: modes.GCM) -> Cipher[modes.GCM]:
        if self._derived is None:
            kdf = HKDF(algorithm=hashes.SM3(), length=SM4_KEY, salt=None, info=b"tongban seal sm4-gcm")
            self._derived = kdf.derive(self._raw)
        return Cipher(algorithms.SM4(self._derived), mode)

    def _seal_sm4(self, nonce: bytes, plaintext: bytes, context: bytes) -> bytes:
        cipher = self._sm4(modes.GCM(nonce)).encryptor()
        cipher.authenticate_additional_data(context)
        return cipher.update(plaintext) + cipher.finalize() + cipher.tag

    def _open_sm4(self, sealed: bytes, context: bytes) -> bytes:
        if len(sealed) < NONCE + TAG:
            raise InvalidTag
        cipher = self._sm4(modes.GCM(sealed[:NONCE], sealed[-TAG:])).decryptor()
        cipher.authenticate_additional_data(context)
        return cipher.update(sealed[NONCE:-TAG]) + cipher.finalize()


def check_cipher() -> None:
    """Refuse a setting that cannot seal: an unknown word, or SM4 where the machine's OpenSSL has none.

    Raises:
        ImproperlyConfigured: so that nothing starts.
    """
    if settings.SEAL_CIPHER not in CIPHERS:
        raise ImproperlyConfigured(
            f"TONGBAN_SEAL_CIPHER: {settings.SEAL_CIPHER!r} is none of {', '.join(CIPHERS)}"
        )
    try:
        Key(bytes(32)).seal(b"", b"")
    except UnsupportedAlgorithm as fault:
        raise ImproperlyConfigured("TONGBAN_SEAL_CIPHER: this machine's OpenSSL has no SM4-GCM") from fault
