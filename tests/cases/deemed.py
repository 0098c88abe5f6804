"""The pension item with one more effect: accepted by date where nobody answers within the intake limit."""

import copy
from datetime import date, datetime
from typing import Any

from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import System
from tongban.kernel.time import SHANGHAI
from tongban.site import demo

EFFECT = {
    "law": {"zh": "《中华人民共和国行政许可法》", "en": "Administrative Licensing Law"},
    "article": "第三十二条第一款第四项",
    "duty": {
        "zh": "逾期不告知的，自收到申请材料之日起即为受理",
        "en": "Not told in time: accepted on receipt",
    },
    "params": {"days": 1, "unit": "working"},
}


def content(code: str = "SB-001") -> dict[str, Any]:
    """The shipped definition, to be changed."""
    return copy.deepcopy(next(item for item in demo.read_catalogue() if item["code"] == code))


def publish(definition: dict[str, Any], effective_from: date, key: str = "deemed") -> int:
    return publish_version(
        System("setup"), definition, effective_from=effective_from, reason="试验", idempotency_key=key
    )


def publish_with_effect(effective_from: date) -> int:
    """A version that states deemed acceptance with its basis."""
    definition = content()
    definition["effects"] = {"deemed_acceptance": copy.deepcopy(EFFECT)}
    return publish(definition, effective_from)


def at(month: int, day: int, hour: int = 10) -> datetime:
    """An hour of a day of 2026 in China."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)
