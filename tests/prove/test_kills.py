"""kill -9 under load: what was acknowledged exists exactly once, and what follows from it is done."""

from collections.abc import Iterator, Sequence
from time import monotonic

import pytest
from tests.prove.county_service import BACKEND, MASTER, POSTMASTER, WEB, WORKER, CountyService, eventually
from tests.prove.killer import Killer
from tests.prove.window import Windows

from tongban.site.data_folder import DataFolder

pytestmark = pytest.mark.prove

APPLICATIONS = 1_000
KILLS = 20
LONGEST_RUN = 400.0  # seconds for all applications
CATCHING_UP = 120.0  # seconds for the worker afterwards
DEAD_AFTER = 20.0  # seconds without a sign of life, which a living worker gives every ten

LEFT_TO_DO = """
SELECT (SELECT count(*) FROM papers_paper WHERE blob_id IS NULL)
     + (SELECT count(*) FROM kernel_message WHERE state <> 'sent'),
  (SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'effects' AND status = 'todo'),
  (SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'effects' AND status = 'doing')
"""


@pytest.fixture
def service(data_folder: DataFolder) -> Iterator[CountyService]:
    running = CountyService(data_folder)
    yield running
    running.stop()


@pytest.mark.parametrize(
    ("kinds", "seed"),
    [
        pytest.param((MASTER, WEB, WORKER), 20, id="web-and-worker"),
        pytest.param((POSTMASTER, BACKEND), 21, id="database"),
    ],
)
def test_acknowledged_numbers_exist_once_and_no_job_is_lost_after_kill_9(
    service: CountyService, kinds: Sequence[str], seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    before = service.value("SELECT count(*) FROM cases_case")
    began = monotonic()
    windows = Windows(service.port, APPLICATIONS)
    killer = Killer(service, kinds, seed, KILLS)
    windows.open()
    killer.work(lambda: len(windows.numbers), APPLICATIONS, lambda: windows.busy)
    windows.wait(LONGEST_RUN)
    submitted = monotonic() - began

    assert not windows.faults, f"{windows.faults}\n{service.output.read_text()[-6000:]}"
    assert sum(killer.killed.values()) == KILLS
    assert all(killer.killed[kind] for kind in kinds)
    assert killer.moments[-1] < APPLICATIONS, "every kill must fall into the run"
    assert_each_number_exists_once(service, windows, before)
    assert_serials_have_no_gap(service)

    caught_up(service)
    caught_up_after = monotonic() - began - submitted
    assert_nothing_is_lost(service)
    for command in ("verify", "cut", "verify"):
        done = service.tongban("ledger", command)
        assert done.returncode == 0, done.stdout + done.stderr
    with capsys.disabled():
        kills = ", ".join(f"{count} x {kind}" for kind, count in sorted(killer.killed.items()))
        print(
            f"\n{APPLICATIONS} applications, kill -9: {kills}; {windows.retries} retries; "
            f"{submitted:.0f} s, and {caught_up_after:.0f} s until the last paper and message"
        )


def assert_each_number_exists_once(service: CountyService, windows: Windows, before: int) -> None:
    shown = list(windows.numbers.values())
    assert len(shown) == len(set(shown)) == APPLICATIONS
    found = service.rows("SELECT number, count(*) FROM cases_case WHERE number = ANY(%s) GROUP BY 1", shown)
    assert dict(found) == dict.fromkeys(shown, 1)
    assert service.value("SELECT count(*) FROM cases_case") == before + APPLICATIONS


def assert_serials_have_no_gap(service: CountyService) -> None:
    """Gapless per body, kind and legal year, and every application has its receipt."""
    groups = service.rows(
        "SELECT kind, min(serial), max(serial), count(DISTINCT serial), count(*) FROM papers_paper "
        "GROUP BY body_id, kind, year"
    )
    for kind, lowest, highest, distinct, count in groups:
        assert (lowest, highest) == (1, count) and distinct == count, (kind, lowest, highest, distinct, count)
    receipts = sum(count for kind, _, _, _, count in groups if kind == "intake_receipt")
    assert receipts == service.value("SELECT count(*) FROM cases_case")


def caught_up(service: CountyService) -> None:
    """Until nothing is left to do; dead workers' jobs are given back as the schedule does it."""
    last = [monotonic()]

    def nothing_left() -> bool:
        ((effects, todo, doing),) = service.rows(LEFT_TO_DO)
        if effects + todo + doing == 0:
            return True
        if not todo and monotonic() - last[0] > DEAD_AFTER / 4:
            service.give_stalled_jobs_back(DEAD_AFTER)
            last[0] = monotonic()
        return False

    eventually("every paper is written and every message sent", nothing_left, CATCHING_UP)


def assert_nothing_is_lost(service: CountyService) -> None:
    assert service.value("SELECT count(*) FROM papers_paper WHERE blob_id IS NULL OR digest IS NULL") == 0
    assert service.value("SELECT count(*) FROM kernel_message WHERE state <> 'sent'") == 0
    assert service.value("SELECT count(*) FROM kernel_message") == APPLICATIONS
    effects = dict(
        service.rows(
            "SELECT status::text, count(*) FROM procrastinate_jobs WHERE queue_name = 'effects' GROUP BY 1"
        )
    )
    assert effects == {"succeeded": APPLICATIONS}
    stored = service.rows("SELECT b.name, b.size FROM papers_paper p JOIN kernel_blob b ON b.id = p.blob_id")
    assert len({name for name, _ in stored}) == len(stored)
    missing = [name for name, _ in stored if not (service.data.path / "blobs" / name).is_file()]
    assert not missing
