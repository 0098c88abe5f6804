"""Several threads at the same moment, each with its own connection to the real server."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def together(acts: Sequence[Callable[[], Any]], *, at_once: int = 0) -> list[Any]:
    """What each act returned or raised, in their order.

    Args:
        acts: what the threads do; they start together.
        at_once: how many threads; 0 means one for each act.
    """
    threads = at_once or len(acts)
    start = threading.Barrier(threads)

    def run(index: int) -> list[tuple[int, Any]]:
        told = []
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            for mine in range(index, len(acts), threads):
                try:
                    told.append((mine, acts[mine]()))
                except Exception as fault:
                    told.append((mine, fault))
        finally:
            connection.close()
        return told

    with ThreadPoolExecutor(threads) as pool:
        answers = dict(pair for told in pool.map(run, range(threads)) for pair in told)
    return [answers[index] for index in range(len(acts))]
