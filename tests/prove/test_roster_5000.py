"""A roster of 5,000 households: judged, filed, killed in the middle, and the exact result."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.recounting import environment
from tests.cases.roster_lists import ITEM, PLAN, household, pasted
from tests.cases.roster_process import begin, end, kill_when
from tests.database_under_test import Server

from tongban.cases.models import Case, Roster, RosterRow
from tongban.cases.rosters import commands, queries
from tongban.cases.rosters.reading import read_text
from tongban.kernel.verify import verify
from tongban.papers.commands import render_waiting
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario import staff

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

ROWS = 5_000
KILLED_AFTER = 1_200
EVERY = 50
"""Every so many rows one is wrong: a number too short, or a person who stands on the list already."""
MOST_TO_JUDGE = 60.0  # seconds for the page to answer
MOST_TO_FILE = 420.0


def test_five_thousand_households_on_one_list(
    database_server: Server,
    database_name: str,
    settings: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    demo.load(items=[ITEM])
    clerk = staff("clerk")
    rows = [household(serial) for serial in range(1, ROWS + 1)]
    wrong = set(range(EVERY, ROWS + 1, EVERY))
    for line in wrong:
        rows[line - 1]["身份证号"] = "640121" if line % (2 * EVERY) else rows[line - 2]["身份证号"]
    read = read_text(pasted(rows), queries.roster_form(clerk, ITEM).columns)
    began = time.perf_counter()
    number = commands.bring_roster(clerk, ITEM, "全乡2027年医保", PLAN, read, idempotency_key=uuid4().hex)
    judged = time.perf_counter() - began
    roster = Roster.objects.get(number=number)
    assert set(RosterRow.objects.filter(state="faulty").values_list("line", flat=True)) == wrong
    commands.start_roster(clerk, number, idempotency_key=uuid4().hex)
    env = environment(database_server, database_name, Path(settings.SECRETS_FOLDER), tmp_path)
    began = time.perf_counter()
    kill_when(begin(env, roster.id), lambda: Case.objects.count() >= KILLED_AFTER)
    before_the_kill = time.perf_counter() - began
    filed = Case.objects.count()
    assert KILLED_AFTER <= filed < ROWS - len(wrong)
    assert queries.progress(clerk, number).filed == filed == RosterRow.objects.filter(state="filed").count()
    took, peak = end(begin(env, roster.id), 900)
    roster.refresh_from_db()
    sound = ROWS - len(wrong)
    assert (roster.state, roster.filed, roster.failed) == ("done", sound, len(wrong))
    named = list(RosterRow.objects.filter(state="filed").values_list("case_id", flat=True))
    assert len(set(named)) == len(named) == Case.objects.count() == sound
    assert Paper.objects.count() == 1  # the one receipt of the list
    began = time.perf_counter()
    assert render_waiting(datetime.now(UTC) + timedelta(hours=1)) == 1
    printed = time.perf_counter() - began
    assert verify().holds
    with capsys.disabled():
        print(
            f"\n{ROWS} rows: judged in {judged:.1f} s, filed in {before_the_kill + took:.1f} s ({filed} before a kill -9), "
            f"{1000 * took / (sound - filed):.1f} ms each, {peak / 1024:.0f} MB at the peak; the receipt of {sound} lines "
            f"written in {printed:.1f} s"
        )
    assert judged <= MOST_TO_JUDGE
    assert before_the_kill + took <= MOST_TO_FILE
