"""For readings in another language: a county with one item, and which language is around a check."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tongban.site import demo


@pytest.fixture(autouse=True)
def chinese_outside_requests() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next check begins in the product's own."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def county_of_one_item(db: None) -> None:
    demo.load(items=["SB-001"])


@pytest.fixture
def english(chinese_outside_requests: None) -> Iterator[None]:
    with translation.override("en"):
        yield
