"""Who kills: seeded, and spread over the run by how many numbers were already shown, not by the clock."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from threading import Event

from tests.prove.county_service import PATIENCE, CountyService

PULSE = 0.01  # seconds between two looks
SPREAD = 0.7  # the part of the run over which the kills are spread


class Killer:
    """Sends SIGKILL to processes of the given kinds.

    Args:
        kinds: what is killed; each at least once.
        seed: of the choice of a kind, and among several processes of one kind.
        times: how many kills.

    Attributes:
        killed: how many of each kind were killed.
        moments: how many applications had been acknowledged at each kill.
    """

    def __init__(self, service: CountyService, kinds: Sequence[str], seed: int, times: int) -> None:
        self.service, self.kinds, self.times = service, list(kinds), times
        self.random = random.Random(seed)
        self.killed: Counter[str] = Counter()
        self.moments: list[int] = []

    def work(self, acknowledged: Callable[[], int], total: int, busy: Callable[[], bool]) -> None:
        """Kill at equal distances until all was done or nobody is busy.

        The last three tenths stay free: web processes whose master was just killed go on for a second
        without one, and meanwhile there may be nothing to kill.
        """
        pause = Event()
        for number in range(self.times):
            moment = int((number + 1) * SPREAD * total / self.times)
            while acknowledged() < moment:
                if not busy():
                    return
                pause.wait(PULSE)
            if not self._kill_next(pause):
                return
            self.moments.append(acknowledged())

    def _kill_next(self, pause: Event) -> bool:
        """Kill one process; kinds that had their share come last, what is just being started again is passed over."""
        for _ in range(int(PATIENCE / PULSE)):
            kinds = self.random.sample(self.kinds, len(self.kinds))
            for kind in sorted(kinds, key=self._had_its_share):
                if not (pids := self.service.processes(kind)):
                    continue
                try:
                    self.service.kill(self.random.choice(sorted(pids)))
                except ProcessLookupError:  # it ended by itself between the look and the signal
                    continue
                self.killed[kind] += 1
                return True
            pause.wait(PULSE)
        return False

    def _had_its_share(self, kind: str) -> bool:
        return self.killed[kind] * len(self.kinds) >= self.times
