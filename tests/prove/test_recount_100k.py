"""100,000 open cases counted anew after a calendar changed: how long, in how much memory, and killed in the middle."""

import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.open_cases import copies, corrected_2026, patterns
from tests.cases.recounting import begin, end, environment, kill_after
from tests.cases.test_recount import at
from tests.database_under_test import Server

from tongban.cases.calendar import progress
from tongban.cases.calendar.notices import preview, read_notice
from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.recount import AT_ONCE
from tongban.cases.models import Case
from tongban.kernel.actors import System
from tongban.kernel.calendars_in_force import in_force
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site import demo

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

CASES = 100_000
KILLED_AFTER = 60  # batches
MOST_SECONDS = 60.0
MOST_GROWTH = 60 * 1024  # kilobytes beyond what the process took before it began
SAMPLE = 300


def test_a_hundred_thousand_open_cases(
    database_server: Server,
    database_name: str,
    settings: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    demo.load(items=["SB-001"])
    with frozen(at(20)):
        made = patterns([at(20) + timedelta(days=n) for n in range(10)])
    began = time.perf_counter()
    copies(made, CASES - len(made))
    built = time.perf_counter() - began
    with frozen(at(30)):
        began = time.perf_counter()
        told = preview(read_notice(corrected_2026()))
        looked = time.perf_counter() - began
        publish_calendar(System("operator"), corrected_2026(), idempotency_key=uuid4().hex)
    env = environment(database_server, database_name, Path(settings.SECRETS_FOLDER), tmp_path)
    began = time.perf_counter()
    kill_after(begin(env, AT_ONCE), KILLED_AFTER)
    before_the_kill = time.perf_counter() - began
    done_before = CASES - Case.objects.exclude(calendar_edition=in_force("640121").edition).count()
    assert 0 < done_before < CASES
    after = end(begin(env, AT_ONCE), 600)
    assert not Case.objects.exclude(calendar_edition=in_force("640121").edition).exists()
    run = progress.newest()
    assert run is not None
    assert (run.checked, run.complete) == (CASES, True)
    assert (run.moved, run.messages + run.in_person) == (told.moved, told.told)
    ids = list(Case.objects.order_by("id").values_list("id", flat=True))
    for case_id in random.Random(7).sample(ids, SAMPLE):
        assert verify(only=("case", str(case_id))).holds
    seconds = before_the_kill + after["seconds"]
    with capsys.disabled():
        print(
            f"\n{CASES} open cases counted anew in {seconds:.1f} s ({done_before} before a kill with its start of "
            f"the program: {before_the_kill:.1f} s; the rest {after['seconds']:.1f} s), {run.moved} with a new date, "
            f"{run.messages} messages, {run.in_person} to tell in person; at the peak "
            f"{after['kilobytes'] / 1024:.0f} MB for the whole process, {after['at_rest'] / 1024:.0f} MB before it began; "
            f"{after['processor']:.1f} s of the processor for the rest; preview {looked:.1f} s; built in {built:.0f} s"
        )
    assert seconds <= MOST_SECONDS
    assert after["kilobytes"] - after["at_rest"] <= MOST_GROWTH
