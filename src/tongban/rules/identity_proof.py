"""How it is made sure who applies, and when that must have been done.

A code sent to a phone proves that somebody holds the phone, not who they are.  What proves a person is the
identity card seen beside its holder (居民身份证法 art. 13, from memory), or a real-name identity that a platform
vouches for (国务院关于在线政务服务的若干规定, State Council decree 716, from memory).
"""

from enum import StrEnum


class Proof(StrEnum):
    """What is known of who applies, weakest first."""

    NONE = ""  # nobody looked yet
    PHONE = "phone"  # a code came back from the contact phone
    ID_CARD_SEEN = "id_card_seen"  # the original was looked at, its holder beside it
    REAL_NAME = "real_name"  # an identity platform vouches for name and number


class Demand(StrEnum):
    """When an item needs to know for certain who applies."""

    NONE = "none"
    BEFORE_DECISION = "before_decision"  # before it is granted
    AT_SUBMISSION = "at_submission"  # before it is taken in


STRENGTH = tuple(Proof)
PROVES = frozenset({Proof.ID_CARD_SEEN, Proof.REAL_NAME})


def proves(proof: str) -> bool:
    """Whether a proof says who somebody is.

    Raises:
        ValueError: no such proof.
    """
    return Proof(proof) in PROVES


def taken_in(demand: str, proof: str) -> bool:
    """Whether an application may be taken in with this proof.

    Raises:
        ValueError: no such demand or proof.
    """
    return Demand(demand) != Demand.AT_SUBMISSION or proves(proof)


def may_grant(demand: str, proof: str) -> bool:
    """Whether the matter may be granted with this proof; refusing it needs none.

    Raises:
        ValueError: no such demand or proof.
    """
    return Demand(demand) == Demand.NONE or proves(proof)


def stronger(held: str, found: str) -> Proof:
    """What is known after something more was found out: never less than before."""
    return max(Proof(held), Proof(found), key=STRENGTH.index)
