"""The worker of the browser checks: the real one, run until its queue is empty."""

import threading

from procrastinate.contrib.django import app


def work_off() -> None:
    """Run every queued job, in a thread of its own: the browser's event loop runs in this one."""
    faults: list[BaseException] = []

    def run() -> None:
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
                worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert not thread.is_alive(), "the worker did not finish its queue within a minute"
    if faults:
        raise faults[0]
