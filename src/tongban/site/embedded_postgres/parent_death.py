"""A child process that does not outlive its parent, however the parent ends.

Linux sends a child the signal it asked for when its parent dies (prctl(2), PR_SET_PDEATHSIG), also
after kill -9.  Elsewhere there is no such call, and the next start finds and takes over what was left.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1

# Loaded before any fork: the child may not load libraries between fork and exec.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: signal.Signals, *, of_parent: bool = False) -> Callable[[], None]:
    """A `preexec_fn` that asks for signal `number` when the calling process dies.

    Args:
        number: the signal to ask for.
        of_parent: the function will be called in this process itself, and asks about its parent.

    The request belongs to the thread that starts the child, so start children from the main thread.
    `subprocess` calls it after changing the account, which would otherwise clear it.
    """
    parent = os.getppid() if of_parent else os.getpid()

    def ask() -> None:
        if _libc is None:
            return
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # the parent died between fork and the request
            os._exit(1)

    return ask
