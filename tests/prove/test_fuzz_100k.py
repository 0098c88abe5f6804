"""A hundred thousand requests by everybody, in two processes: no fault of ours and never a foreign byte.

`tests/authority/fuzz.py` makes them, of the addresses and of the forms that the pages show.  Another seed with
``TONGBAN_FUZZ_SEED``, fewer with ``TONGBAN_FUZZ_REQUESTS``; the run says how many it sent and how fast.
"""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from tests.authority.conftest import _quiet, quick_paper, world  # noqa: F401  (fixtures of the world)
from tests.authority.fuzz import Fuzz, Grammar, send_many
from tests.authority.identities import with_more_identities
from tests.authority.world import World

pytestmark = pytest.mark.prove

SEED = int(os.environ.get("TONGBAN_FUZZ_SEED", "20261123"))
REQUESTS = int(os.environ.get("TONGBAN_FUZZ_REQUESTS", "100000"))
PROCESSES = 2
PART = os.environ.get("TONGBAN_FUZZ_PART", "")  # set for the processes that the run starts
FOLDER = os.environ.get("TONGBAN_FUZZ_FOLDER", "")
SLICE = 1000  # requests between two notes of how far it came
LONGEST = 7200  # seconds


def test_a_hundred_thousand_requests_find_no_fault_and_no_foreign_byte(tmp_path: Path) -> None:
    if PART:
        pytest.skip("this process is one part of the run")
    folder, started = Path(FOLDER or tmp_path), monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-m", "prove", f"{__file__}::test_one_part"]
    shared = {
        name: value for name, value in os.environ.items() if not name.startswith(("TONGBAN_TEST", "PYTEST"))
    }
    running = []
    for part in range(PROCESSES):
        told = {**shared, "TONGBAN_FUZZ_PART": str(part), "TONGBAN_FUZZ_FOLDER": str(folder)}
        running.append(
            subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        )
    said = [one.communicate(timeout=LONGEST)[0] for one in running]
    found = [json.loads((folder / f"{part}.json").read_text(encoding="utf-8")) for part in range(PROCESSES)]
    sent, took = sum(one["sent"] for one in found), monotonic() - started
    statuses = {int(status) for one in found for status in one["statuses"]}
    print(f"{sent} requests in {took:.0f} s, {sent / took:.0f} a second, answered {sorted(statuses)}")
    wrong = {name: text for one in found for name, text in one["wrong"].items()}
    assert not wrong, "\n\n".join(f"{name}\n{text}" for name, text in wrong.items())
    assert [one.returncode for one in running] == [0] * PROCESSES, said
    assert sent == REQUESTS // PROCESSES * PROCESSES
    assert {200, 302, 400, 403, 404, 405, 422} <= statuses, "the requests do not get far enough in"


@pytest.mark.skipif(not PART, reason="one part of the run above, in a process and a database of its own")
@pytest.mark.django_db
@pytest.mark.usefixtures("quick_paper")
def test_one_part(world: World) -> None:  # noqa: F811  (the fixture's value)
    logging.disable(logging.CRITICAL)  # thousands of refusals are the point here
    world = with_more_identities(world)
    fuzz, left = Fuzz(world, SEED * 10 + int(PART), Grammar(world)), REQUESTS // PROCESSES
    wrong: dict[str, str] = {}
    statuses: dict[str, int] = {}
    total: dict[str, Any] = {"sent": 0, "wrong": wrong, "statuses": statuses}
    while left > 0:
        done = send_many(world, fuzz, min(SLICE, left))
        left -= done.sent
        total["sent"] += done.sent
        wrong |= {name: told for name, told in done.wrong.items() if name not in wrong}
        for status, times in done.statuses.items():
            statuses[str(status)] = statuses.get(str(status), 0) + times
        (Path(FOLDER) / f"{PART}.json").write_text(json.dumps(total, ensure_ascii=False), encoding="utf-8")
