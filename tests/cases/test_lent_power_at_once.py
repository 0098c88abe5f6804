"""Taking a power back while it is used: the decision is before the revocation, or it is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.together import together

from tongban.cases import commands
from tongban.cases.models import Case
from tongban.cases.requests import Done
from tongban.directory.commands import delegate_approval, revoke_delegation
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import actor_for_assignment
from tongban.kernel import ledger
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.time import today
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]

ROUNDS = 6


def test_a_decision_is_before_the_revocation_or_refused() -> None:
    head, clerk = staff("approver"), Account.objects.get(username="clerk")
    outcomes = set()
    for serial in range(1, ROUNDS + 1):
        matter = Scenario(serial=serial)
        matter.reviewed()
        row = delegate_approval(
            head,
            staff_id=clerk.staff_id,
            items=["SB-001"],
            starts=today(),
            ends=today() + timedelta(days=3),
            idempotency_key=uuid4().hex,
        )
        delegate = actor_for_assignment(row, clerk.id)
        decided, revoked = together(
            [
                lambda matter=matter, delegate=delegate: commands.decide(
                    delegate,
                    matter.number,
                    expected_version=3,
                    idempotency_key=uuid4().hex,
                    granted=True,
                    reason="",
                ),
                lambda row=row: revoke_delegation(head, row, idempotency_key=uuid4().hex),
            ]
        )
        assert revoked is None
        ended = Assignment.objects.get(id=row).ended_at
        case = Case.objects.get(number=matter.number)
        if isinstance(decided, Done):
            assert case.outcome == "granted"
        else:
            assert isinstance(decided, NotAuthorized) and decided.code == "delegation_over"
            assert case.outcome == ""
        assert ended is not None
        outcomes.add(type(decided).__name__)
        # whatever came first: afterwards nobody decides by it
        second = Scenario(serial=100 + serial)
        second.reviewed()
        with pytest.raises(NotAuthorized):
            commands.decide(
                delegate,
                second.number,
                expected_version=3,
                idempotency_key=uuid4().hex,
                granted=True,
                reason="",
            )
        stream = ledger.read("directory", f"assignment:{row}")
        assert [one.type for one in stream] == ["approval_delegated", "delegation_revoked"]
    assert outcomes <= {"Done", "NotAuthorized"}
