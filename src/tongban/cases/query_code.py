"""The query code: printed on the receipt, so that somebody without a phone can follow the case."""

from tongban.kernel.digests import keyed_digest

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def query_code(number: str) -> str:
    """Eight characters derived from the case number under the digest key; nothing is stored."""
    value = int.from_bytes(keyed_digest("query_code", number)[:8], "big")
    characters = []
    for _ in range(LENGTH):
        value, digit = divmod(value, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(characters)
