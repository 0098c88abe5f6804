"""`tongban run`: what it says when it cannot start."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from tongban.site.child_process import LONGEST_PAUSE, ChildProcess
from tongban.site.data_folder import DataFolder
from tongban.site.database_address import check_server
from tongban.site.faults import Exit, Fault
from tongban.site.supervisor import check_port


class TestPort:
    def test_a_taken_one_is_said_with_the_mend_before_anything_is_made(self, data_folder: DataFolder) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = subprocess.run(
                [sys.executable, "-m", "tongban", "run", "--port", str(port), "--lang", "zh"],
                env={**os.environ, "TONGBAN_DATA": str(data_folder.path)},
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        assert done.returncode == Exit.ENVIRONMENT
        assert f"端口 {port} 已被别的程序占用" in done.stderr
        assert f"PORT={port + 1}" in done.stderr
        assert done.stderr.count("\n") == 1
        assert not data_folder.path.exists()

    def test_an_address_of_another_machine(self) -> None:
        with pytest.raises(Fault, match=r"Cannot serve on 192\.0\.2\.1"):  # RFC 5737: no machine has it
            check_port("192.0.2.1", 8000)


class TestOperatorsOwnServer:
    def test_one_that_does_not_answer_is_one_sentence_without_the_password(self) -> None:
        with pytest.raises(Fault) as caught:
            check_server("postgresql://someone:hidden-word@127.0.0.1:9/tongban")
        assert "cannot be reached" in caught.value.en
        assert "hidden-word" not in caught.value.en + caught.value.zh
        assert "\n" not in caught.value.en

    def test_an_address_that_is_none(self) -> None:
        with pytest.raises(Fault, match="DATABASE_URL"):
            check_server("this is no address")


class TestChildProcess:
    def test_a_dead_child_is_started_again_after_a_growing_pause(self) -> None:
        child = ChildProcess("the child", ["-c", "pass"])
        now, pauses = 1_000.0, []
        for _ in range(8):
            child.start()
            assert child.process is not None
            child.process.wait()
            child._started = now
            assert child.check(now) == 0
            pauses.append(child._next_start - now)
            assert child.check(now) is None, "not before its pause is over"
            assert child.process is None
        assert pauses == sorted(pauses)
        assert pauses[0] < 1
        assert pauses[-1] == LONGEST_PAUSE

    def test_one_that_ran_steadily_starts_again_at_once(self) -> None:
        child = ChildProcess("the child", ["-c", "pass"])
        child.deaths = 7
        child.start()
        assert child.process is not None
        child.process.wait()
        child.check(child._started + 120)
        assert child.deaths == 1

    def test_one_that_comes_to_an_end_is_started_again_only_where_it_died_on_the_way(self) -> None:
        child = ChildProcess("the maker", ["-c", "raise SystemExit(1)"], until_done=True)
        child.start()
        assert child.process is not None
        child.process.wait()
        assert child.check(1_000.0) == 1 and not child.done
        child.arguments = ["-c", "pass"]
        child.check(2_000.0)
        assert child.process is not None
        child.process.wait()
        assert child.check(2_001.0) is None and child.done
        assert child.check(9_000.0) is None and child.process is None

    def test_one_that_does_not_listen_is_forced_to_end(self, tmp_path: Path) -> None:
        deaf = tmp_path / "deaf"
        program = (
            "import pathlib, signal\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            f"pathlib.Path({str(deaf)!r}).touch()\n"
            "signal.pause()\n"
        )
        child = ChildProcess("the child", ["-c", program])
        child.start()
        process, pause = child.process, Event()
        assert process is not None
        while not deaf.exists():
            assert process.poll() is None
            pause.wait(0.05)
        child.ask_to_stop()
        child.end(deadline=0.0)
        assert process.returncode == -signal.SIGKILL
