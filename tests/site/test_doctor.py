"""What the load balancer and the operator are told: which part is not well, and what to do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tongban.kernel import health, time
from tongban.site import doctor, readiness
from tongban.site.backup import last
from tongban.site.data_folder import RESTORING, DataFolder
from tongban.site.secret_files import ensure_secrets

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    ensure_secrets(tmp_path / "secrets")
    last.remember(tmp_path, "database", NOW)
    last.remember(tmp_path, "keys", NOW)
    return DataFolder(tmp_path)


def states(findings: Iterator[doctor.Finding]) -> dict[str, str]:
    told = list(findings)
    assert all(finding.zh and finding.en for finding in told)
    return {finding.name: finding.state for finding in told}


@pytest.mark.once
def test_a_sound_folder_is_well(data: DataFolder) -> None:
    assert set(states(doctor.without_database(data, NOW)).values()) == {doctor.WELL}


@pytest.mark.once
def test_an_open_key_a_missing_key_and_a_half_restore_are_faults(data: DataFolder) -> None:
    key = data.secrets / "digest-key"
    key.chmod(0o644)
    assert states(doctor.without_database(data, NOW))["secrets"] == doctor.FAULT
    key.unlink()
    assert states(doctor.without_database(data, NOW))["secrets"] == doctor.FAULT
    (data.path / RESTORING).touch()
    assert states(doctor.without_database(data, NOW))["restore"] == doctor.FAULT


@pytest.mark.once
def test_a_backup_that_is_old_or_unknown_is_to_be_looked_at(data: DataFolder) -> None:
    late = states(doctor.without_database(data, NOW + timedelta(days=2)))
    assert (late["backup_database"], late["backup_keys"]) == (doctor.LOOK, doctor.LOOK)
    (data.path / last.NAME).unlink()
    assert states(doctor.without_database(data, NOW))["backup_database"] == doctor.LOOK


@pytest.mark.django_db
def test_live_asks_nothing_and_ready_names_the_part_that_is_not_well(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/health/live").status_code == 200
    monkeypatch.setattr(health, "worker_seen", lambda: time.now())
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]) == (200, dict.fromkeys(readiness.CHECKS, True))
    monkeypatch.setattr(health, "worker_seen", lambda: None)
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["worker"]) == (200, False)

    def gone() -> bool:
        raise OperationalError("password of nobody")

    monkeypatch.setitem(readiness.CHECKS, "database", gone)
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert "password" not in answer.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").get("/health/ready").status_code == 404


@pytest.mark.django_db
def test_a_silent_worker_and_waiting_papers_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.now()
    assert states(doctor.with_database(now))["worker"] == doctor.FAULT
    monkeypatch.setattr(health, "worker_seen", lambda: now)
    monkeypatch.setattr(health, "jobs_due", lambda: health.Waiting(3, now - timedelta(hours=1)))
    monkeypatch.setattr(health, "messages", lambda: {"queued": 1})
    monkeypatch.setattr(health, "messages_in_tray", lambda: health.Waiting(1, now))
    monkeypatch.setattr(health, "messages_by_hand", lambda: health.Waiting(2, now - timedelta(days=8)))
    monkeypatch.setattr(health, "jobs", lambda: {("effects", "failed"): 2})
    monkeypatch.setattr(health, "last_entry", lambda: now)
    monkeypatch.setattr(health, "last_root", lambda: now - timedelta(days=2))
    found = states(doctor.with_database(now))
    assert found["worker"] == doctor.WELL
    assert (found["jobs"], found["ledger_root"]) == (doctor.FAULT, doctor.FAULT)
    assert (found["messages"], found["failed_jobs"]) == (doctor.LOOK, doctor.LOOK)
    assert (found["message_tray"], found["messages_by_hand"]) == (doctor.LOOK, doctor.LOOK)
    assert found["postgresql"] == found["calendar"] == doctor.WELL
