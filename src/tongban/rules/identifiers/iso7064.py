"""ISO 7064 MOD 37,36: one check character over digits and capitals.

It catches every single wrong character and nearly every swap of two neighbours.
"""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VALUES = {mark: value for value, mark in enumerate(ALPHABET)}
MODULUS = len(ALPHABET)


def mod_37_36(body: str) -> str:
    """The check character of a body of digits and capitals.

    Raises:
        KeyError: a character outside the alphabet; callers check first, to say which.
    """
    product = MODULUS
    for mark in body:
        total = (product + VALUES[mark]) % MODULUS or MODULUS
        product = total * 2 % (MODULUS + 1)
    return ALPHABET[(MODULUS + 1 - product) % MODULUS]
