"""A counter's draft that was begun and not saved yet: one row at its first save, none beside its case."""

from functools import partial

import pytest
from django.db import transaction
from tests.cases.together import together

from tongban.cases import commands
from tongban.cases.models import Case, Draft
from tongban.cases.queries import begun_token, draft, submission_key
from tongban.kernel.commands import hold_key, is_used
from tongban.kernel.errors import NotFound
from tongban.kernel.models import CommandRecord, DataKey
from tongban.site.scenario import Scenario, person, staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]


def test_two_first_saves_at_once_leave_one_draft_with_both() -> None:
    token = begun_token(staff("clerk"), "SB-001", "window")
    answers = together(
        [
            partial(commands.save_answer, token, "address", "三组12号"),
            partial(commands.save_person, token, "applicant", person(3)),
            partial(commands.save_representation, token, "self"),
        ]
    )
    assert not [one for one in answers if isinstance(one, NotFound)]
    assert Draft.objects.count() == 1
    view = draft(token)
    assert view.answers["address"] == "三组12号" and view.representation == "self"
    assert view.applicant == person(3)


@pytest.mark.parametrize("serial", range(1, 6))
def test_a_part_saved_while_the_form_is_submitted_leaves_no_draft_beside_the_case(serial: int) -> None:
    clerk = staff("clerk")
    token = begun_token(clerk, "SB-001", "window")
    application = Scenario(channel="window", serial=serial).application()
    submit = partial(
        commands.submit, clerk, application, idempotency_key=submission_key(token), draft_token=token
    )
    together([submit, partial(commands.save_answer, token, "address", "三组12号")])
    assert (Case.objects.count(), Draft.objects.count()) == (1, 0)
    assert is_used(clerk.key, submission_key(token))
    with pytest.raises(NotFound):
        commands.save_answer(token, "address", "三组13号")


def test_holding_a_key_leaves_no_command_and_an_unsaved_draft_no_key() -> None:
    keys = DataKey.objects.count()
    with transaction.atomic():
        assert not hold_key("assignment:1", "k")
    token = begun_token(staff("clerk"), "SB-001", "window")
    assert not draft(token).saved
    commands.discard(token)
    assert not CommandRecord.objects.filter(key__in=["k", submission_key(token)]).exists()
    assert (Draft.objects.count(), DataKey.objects.count()) == (0, keys)
