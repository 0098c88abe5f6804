"""Telling once (一次性告知, 行政许可法 art. 30, 32): everything about an item, in full, and on record."""

from tongban.catalogue.telling.erase import erase_notice
from tongban.catalogue.telling.give import WAYS, Given, give_one_time_notice
from tongban.catalogue.telling.queries import (
    GivenView,
    ToldView,
    notice_file,
    notice_given,
    notices_of_today,
    told,
)

__all__ = [
    "WAYS",
    "Given",
    "GivenView",
    "ToldView",
    "erase_notice",
    "give_one_time_notice",
    "notice_file",
    "notice_given",
    "notices_of_today",
    "told",
]
