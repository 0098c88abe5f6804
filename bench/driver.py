"""Driving one system with so many clients for so long: each client a process, so that none waits for another's lock."""

import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

FORK = multiprocessing.get_context("fork")


class Client(Protocol):
    """Something that can take one case through its life."""

    def acts(self, serial: int) -> list[tuple[str, Callable[[], None]]]: ...


@dataclass
class Round:
    """What one round gave.

    Attributes:
        cases: finished within the round.
        seconds: its length.
        case_ms: latency of each case.
        act_ms: act → latency of each.
        client_cpu_ms: CPU of the clients themselves.
    """

    cases: int = 0
    seconds: float = 0.0
    case_ms: list[float] = field(default_factory=list)
    act_ms: dict[str, list[float]] = field(default_factory=dict)
    client_cpu_ms: float = 0.0

    @property
    def rate(self) -> float:
        return self.cases / self.seconds


def drive(clients: list[Callable[[], Client]], seconds: float, first_serial: int, most: int = 0) -> Round:
    """Run every client until the time is up.

    Args:
        clients: makers of the clients; each is called in its own process.
        first_serial: clients use serials from here on, a hundred thousand apart.
        most: cases per client at most; 0: as many as the time gives.

    Raises:
        RuntimeError: a client failed; its own words are in it.
    """
    ready = FORK.Barrier(len(clients) + 1)
    results: Any = FORK.Queue()
    processes = [
        FORK.Process(
            target=_run,
            args=(make, seconds, first_serial + index * 100_000, most, ready, results),
            daemon=True,
        )
        for index, make in enumerate(clients)
    ]
    for process in processes:
        process.start()
    ready.wait(60)
    began = time.monotonic()
    whole = Round()
    for _ in processes:
        told = results.get(timeout=seconds + 120)
        if isinstance(told, str):
            raise RuntimeError(told)
        whole.cases += told.cases
        whole.case_ms += told.case_ms
        whole.client_cpu_ms += told.client_cpu_ms
        for act, times in told.act_ms.items():
            whole.act_ms.setdefault(act, []).extend(times)
    whole.seconds = time.monotonic() - began
    for process in processes:
        process.join(10)
    return whole


def _run(
    make: Callable[[], Client], seconds: float, serial: int, most: int, ready: Any, results: Any
) -> None:
    told = Round()
    try:
        client = make()
        ready.wait(60)
        before = os.times()
        end = time.monotonic() + seconds
        while time.monotonic() < end and (not most or told.cases < most):
            began = time.perf_counter()
            for act, do in client.acts(serial):
                at = time.perf_counter()
                do()
                told.act_ms.setdefault(act, []).append((time.perf_counter() - at) * 1000)
            told.case_ms.append((time.perf_counter() - began) * 1000)
            told.cases += 1
            serial += 1
        after = os.times()
        told.client_cpu_ms = (after.user + after.system - before.user - before.system) * 1000
        results.put(told)
    except Exception as fault:
        results.put(f"{type(fault).__name__}: {fault}")
