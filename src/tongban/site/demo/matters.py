"""A few matters of the past for the demonstration, through the commands at a shifted now.

Two registrations that were withdrawn eighty days ago: their period of keeping is over, so that the list of what is
to be destroyed has something on it.  And the mandate of a cooperative that is about to run out.
"""

from datetime import timedelta

from tongban.cases.commands import submit, withdraw
from tongban.cases.requests import Application, MaterialInput, PersonInput
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.parties.commands import Named, record_mandate
from tongban.parties.mandates import Scope

WITHDRAWN = timedelta(days=80)
MANDATE_SEEN, MANDATE_LEFT = timedelta(days=60), timedelta(days=20)
COUPLES = (
    (PersonInput("丁娟", "640121199803120020", ""), "赵磊", "622421199601174033"),
    (PersonInput("周海燕", "640121199507080028", ""), "马建", "640121199405120033"),
)
COOPERATIVE = Named("永宁县演示瓜菜种植专业合作社", "93640121MA7XDEM8QM", "", "organization")
HANDLER = Named("何志强", "640121197906150012", "19900000061")


def load_matters() -> None:
    """Make them; once, after the county was loaded."""
    clerk = _clerk("clerk-js")
    for serial, (applicant, spouse, spouse_number) in enumerate(COUPLES):
        with time.frozen(time.now() - WITHDRAWN - timedelta(days=2)):
            taken = submit(
                clerk, _check(applicant, spouse, spouse_number), idempotency_key=f"demo-check-{serial}"
            )
        with time.frozen(time.now() - WITHDRAWN):
            withdraw(
                clerk,
                taken.number,
                expected_version=1,
                idempotency_key=f"demo-check-back-{serial}",
                reason="改在丈夫户籍地检查，不在这里登记了。",
                signed=True,
            )
    last = time.today() + MANDATE_LEFT
    with time.frozen(time.now() - MANDATE_SEEN):
        record_mandate(
            _clerk("clerk-nj"),
            COOPERATIVE,
            HANDLER,
            Scope(("NJ-002", "NJ-003"), time.today(), last),
            seen=True,
            idempotency_key="demo-mandate",
        )


def _clerk(username: str) -> Staff:
    return assignments_of(Account.objects.get(username=username).id)[0]


def _check(applicant: PersonInput, spouse: str, spouse_number: str) -> Application:
    """The registration for the free health check, on paper at the window."""
    return Application(
        item_code="JS-005",
        channel="window",
        applicant=applicant,
        answers={
            "local_link": "living_here",
            "who_checks": "both",
            "household_village": "640121200205",
            "address": "五渠村一组3号租房",
            "spouse_name": spouse,
            "spouse_number": spouse_number,
            "checked_before": "no",
        },
        materials=tuple(
            MaterialInput(code, "paper_original")
            for code in ("identity_card", "spouse_identity_card", "residence_permit", "check_form")
        ),
        consent=True,
        identity_seen=True,
    )
