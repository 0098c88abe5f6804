"""The commands of this sub-room."""

from tongban.cases.privacy.answering import (
    correct_value,
    decline_request,
    hand_over_copy,
    release_copy,
)
from tongban.cases.privacy.asking import (
    RequestTaken,
    SeenPerson,
    Wish,
    ask_about_data,
    see_identity,
    withdraw_request,
)
from tongban.cases.privacy.behalf import Behalf
from tongban.cases.privacy.destroying import propose_destruction
from tongban.cases.privacy.erasing import propose_erasure
from tongban.cases.privacy.holding import place_hold, propose_lifting

__all__ = [
    "Behalf",
    "RequestTaken",
    "SeenPerson",
    "Wish",
    "ask_about_data",
    "correct_value",
    "decline_request",
    "hand_over_copy",
    "place_hold",
    "propose_destruction",
    "propose_erasure",
    "propose_lifting",
    "release_copy",
    "see_identity",
    "withdraw_request",
]
