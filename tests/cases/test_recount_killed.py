"""Counting anew with many cases: killed in the middle and by two workers at once it comes to the same, once each."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.open_cases import copies, corrected_2026, patterns
from tests.cases.recounting import begin, end, environment, kill_after
from tests.cases.test_recount import at
from tests.database_under_test import Server

from tongban.cases.calendar import progress
from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.models import Case, DateChange
from tongban.kernel.actors import System
from tongban.kernel.calendars_in_force import in_force
from tongban.kernel.models import LedgerEntry, Message
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]

CASES = 300


def test_three_hundred_cases_by_two_workers_of_which_one_is_killed(
    database_server: Server, database_name: str, settings: Any, tmp_path: Path
) -> None:
    with frozen(at(28)):
        made = patterns([at(28), at(29)])
    copies(made, CASES - len(made))
    with frozen(at(30)):
        publish_calendar(System("operator"), corrected_2026(), idempotency_key=uuid4().hex)
    env = environment(database_server, database_name, Path(settings.SECRETS_FOLDER), tmp_path)
    kill_after(begin(env, 10), 3)
    left = Case.objects.exclude(calendar_edition=in_force("640121").edition).count()
    assert 0 < left < CASES
    both = [begin(env, 10), begin(env, 10)]
    for process in both:
        end(process, 180)
    assert not Case.objects.exclude(calendar_edition=in_force("640121").edition).exists()
    run = progress.newest()
    assert run is not None
    assert (run.checked, run.complete) == (CASES, True)
    events = LedgerEntry.objects.filter(type="recomputed")
    assert events.count() == events.values("stream").distinct().count() == run.moved
    assert Message.objects.filter(template="date_changed").count() == run.messages
    assert DateChange.objects.count() == run.in_person
    # a third was only handed in: of those no date that anybody was told moved
    assert (run.messages, run.in_person) == (CASES // 3, CASES // 3)
    assert verify().holds
