"""A roster killed in the middle and taken up by two workers at once comes to the same, each row once."""

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
from tongban.kernel.models import CommandRecord
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario import staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_files")]

ROWS = 30


def test_thirty_rows_killed_in_the_middle_are_filed_once_each(
    database_server: Server, database_name: str, settings: Any, tmp_path: Path
) -> None:
    demo.load(items=[ITEM])
    clerk = staff("clerk")
    rows = [household(serial) for serial in range(1, ROWS + 1)]
    rows[9]["身份证号"] = "640121"
    read = read_text(pasted(rows), queries.roster_form(clerk, ITEM).columns)
    number = commands.bring_roster(clerk, ITEM, "名册", PLAN, read, idempotency_key=uuid4().hex)
    commands.start_roster(clerk, number, idempotency_key=uuid4().hex)
    roster = Roster.objects.get(number=number)
    env = environment(database_server, database_name, Path(settings.SECRETS_FOLDER), tmp_path)
    kill_when(begin(env, roster.id), lambda: Case.objects.count() >= 5)
    filed = Case.objects.count()
    assert 5 <= filed < ROWS - 1
    assert RosterRow.objects.filter(state="filed").count() == filed
    both = [begin(env, roster.id), begin(env, roster.id)]
    for process in both:
        end(process, 120)
    roster.refresh_from_db()
    assert (roster.state, roster.filed, roster.failed) == ("done", ROWS - 1, 1)
    named = RosterRow.objects.filter(state="filed").values_list("case_id", flat=True)
    assert len(set(named)) == len(named) == Case.objects.count() == ROWS - 1
    assert CommandRecord.objects.filter(key__startswith=f"roster:{roster.id.hex}:").count() == ROWS - 1
    assert Paper.objects.filter(kind="roster_receipt").count() == 1
    assert verify().holds
