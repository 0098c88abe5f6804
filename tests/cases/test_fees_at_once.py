"""One receipt at two windows at the same moment: one records it, the other is told; on the real database."""

from functools import partial

import pytest
from tests.cases.test_fees import charged, paid
from tests.cases.together import together

from tongban.cases.models import CaseFee
from tongban.cases.requests import Done
from tongban.kernel.errors import InputFaults
from tongban.kernel.verify import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]


def test_a_receipt_is_entered_once_whoever_comes_first() -> None:
    first, second = charged(serial=1), charged(serial=2)
    numbers = [matter.submitted().number for matter in (first, second)]
    answers = together([partial(paid, number) for number in numbers])
    told = [answer for answer in answers if not isinstance(answer, Done)]
    assert [type(answer) for answer in told] == [InputFaults]
    assert {fault.code for answer in told for fault in answer.faults} == {"receipt_used"}
    assert CaseFee.objects.count() == 1
    assert verify().holds
