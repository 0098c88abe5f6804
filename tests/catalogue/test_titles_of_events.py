"""What an event of the catalogue is about has a name, also where only the base list has one."""

import pytest

from tongban.catalogue.models import Item
from tongban.catalogue.queries.event_subjects import titles

pytestmark = pytest.mark.django_db


def test_an_item_that_only_the_base_list_names_is_called_by_it() -> None:
    Item.objects.update_or_create(
        code="ZZ-900", defaults={"listed": {"name": {"zh": "独生子女父母奖励", "en": "Reward"}}}
    )
    told = titles([(1, "catalogue", "ZZ-900", {"item": "ZZ-900", "division": "640121200000"})])
    assert "独生子女父母奖励" in told[1][0].zh
