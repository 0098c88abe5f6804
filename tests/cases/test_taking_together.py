"""Sixteen threads at one position's queue on the real server: none gets a matter twice, and none is lost."""

from collections import Counter
from functools import partial

import pytest
from tests.cases.together import together

from tongban.cases import commands
from tongban.cases.models import Case, CaseStep
from tongban.cases.requests import Done
from tongban.kernel.errors import Refusal
from tongban.kernel.models import CommandRecord
from tongban.kernel.verify import verify
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]

THREADS = 16


def test_sixteen_threads_take_each_matter_once_and_leave_none() -> None:
    numbers = {Scenario(serial=serial).submitted().number for serial in range(12)}
    clerks = [staff("clerk"), staff("clerk-b")]
    asks = [
        partial(commands.take_next, clerks[order % 2], idempotency_key=f"k{order}")
        for order in range(THREADS)
    ]
    answers = together(asks)
    taken = [one.number for one in answers if isinstance(one, Done)]
    assert Counter(taken) == Counter(numbers), answers
    assert answers.count(None) == THREADS - len(numbers)
    holders = Counter(Case.objects.values_list("holder_id", flat=True))
    assert set(holders) <= {clerk.assignment_id for clerk in clerks}
    assert verify().holds


def test_the_same_request_sent_sixteen_times_takes_one() -> None:
    for serial in range(4):
        Scenario(serial=serial).submitted()
    answers = together([partial(commands.take_next, staff("clerk"), idempotency_key="once")] * THREADS)
    assert len({one.number for one in answers if isinstance(one, Done)}) == 1, answers
    assert [type(one) for one in answers] == [Done] * THREADS
    assert Case.objects.filter(holder__isnull=False).count() == 1
    assert CommandRecord.objects.filter(key="once").count() == 1


def test_two_reviewers_who_take_the_same_step_are_one_and_a_refusal() -> None:
    number = Scenario(serial=1).accepted().number
    version = Case.objects.get(number=number).version
    asks = [
        partial(commands.take, staff(name), number, expected_version=version, idempotency_key=name)
        for name in ("reviewer", "deputy")
    ]
    answers = together(asks)
    assert sorted(type(one).__name__ for one in answers) == ["Done", "Stale"]
    assert isinstance(next(one for one in answers if not isinstance(one, Done)), Refusal)
    assert CaseStep.objects.filter(case__number=number, taken_by__isnull=False).count() == 1
