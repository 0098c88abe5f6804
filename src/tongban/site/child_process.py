"""A process that the supervisor keeps running: web, worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from tongban.site.embedded_postgres.parent_death import die_with_parent

LONGEST_PAUSE = 10.0  # seconds between two starts of a process that keeps dying: people stand at the window
STEADY_SECONDS = 60.0  # a process that ran this long starts again without a pause


class ChildProcess:
    """One process of ours, started again when it dies.

    Args:
        name: for the sentence about it.
        arguments: what follows `python` on its command line.
        until_done: it comes to an end by itself; started again only where it died on the way.
    """

    def __init__(self, name: str, arguments: Sequence[str], *, until_done: bool = False) -> None:
        self.name = name
        self.arguments = list(arguments)
        self.until_done = until_done
        self.done = False
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self._started = 0.0
        self._next_start = 0.0

    def start(self) -> None:
        """Starts the process, away from the terminal's Ctrl-C, so that the supervisor orders the end."""
        self._started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *self.arguments],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            # Its database goes down with the same supervisor: there is nothing it could finish.
            preexec_fn=die_with_parent(signal.SIGKILL),
            env=dict(os.environ),
        )

    def check(self, now: float) -> int | None:
        """Looks after the process once: starts it again when its pause is over.

        Args:
            now: `time.monotonic()`, in seconds.

        Returns:
            The exit code of a death that was just noticed, else None.
        """
        if self.done:
            return None
        if self.process is None:
            if now >= self._next_start:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        if self.until_done and code == 0:
            self.process, self.done = None, True
            return None
        self.deaths = 1 if now - self._started > STEADY_SECONDS else self.deaths + 1
        self._next_start = now + min(LONGEST_PAUSE, 0.5 * 2 ** (self.deaths - 1))
        self.process = None
        return code

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Waits for the end until `deadline` (monotonic seconds) and then forces it."""
        process, self.process = self.process, None
        if process is None:
            return
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
