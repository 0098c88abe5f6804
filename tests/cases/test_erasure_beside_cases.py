"""Erasing a person takes what they told and what lists kept of them, beside their cases; others' stays."""

import pytest
from tests.cases.privacy_desk import LATER, appointed, asked_at_counter, erased_by_two, key

from tongban.cases.models import OddMatter
from tongban.cases.odd import commands as odd
from tongban.cases.odd.commands import Telling
from tongban.cases.odd.records import open_told
from tongban.cases.odd.visibility import odd_visible_to
from tongban.cases.privacy.copies import as_json
from tongban.cases.privacy.queries import own_copy, request_proof
from tongban.cases.queries import looks_at_mine
from tongban.kernel.actors import Citizen
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Erased
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import frozen
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db


def told(name: str, phone: str) -> str:
    telling = Telling(name=name, words="低保没有批下来，想知道为什么", phone=phone)
    return odd.report_odd(staff("clerk"), telling, idempotency_key=key()).number


@pytest.mark.usefixtures("county")
def test_what_somebody_told_the_window_goes_with_them_and_nobody_elses() -> None:
    appointed()
    matter = Scenario(channel="portal", serial=4711)
    matter.delivered()
    own = told(matter.applicant.name, matter.applicant.phone)
    of_another = told("马大山", matter.applicant.phone)  # a phone that a family shares
    with frozen(LATER):
        request = asked_at_counter(matter, "erasure").number
        erased_by_two(request)
        assert request_proof(request).opened == 0
    row = OddMatter.objects.get(number=own)
    assert row.phone_digest is None
    assert (row.state, row.result) == ("answered", "erased")
    with pytest.raises(Erased):
        open_told(row.content, open_vault(row.key))
    stays = OddMatter.objects.get(number=of_another)
    assert open_told(stays.content, open_vault(stays.key)).name == "马大山"


@pytest.mark.usefixtures("county")
def test_a_copy_of_my_data_has_what_i_told_the_window() -> None:
    number = told("马大山", "19900000433")
    me = Citizen(keyed_digest("phone", "19900000433"), b"")
    (one,) = own_copy(me).odd
    assert one.number == number
    assert "马大山" not in one.name and "低保" not in one.words  # a phone alone proves nobody
    assert as_json(own_copy(me))["odd"][0]["number"] == number


@pytest.mark.usefixtures("county")
def test_a_look_at_what_i_told_is_told_to_me() -> None:
    number = told("马大山", "19900000433")
    odd.reveal_odd(staff("clerk"), number, "回电话核对他说的地块在哪里")
    me = Citizen(keyed_digest("phone", "19900000433"), b"")
    assert odd_visible_to(me).count() == 1
    (look,) = looks_at_mine(me).looks
    assert (look.number, look.item, look.field) == (number, None, "odd.name")
    assert look.reason == "回电话核对他说的地块在哪里"
