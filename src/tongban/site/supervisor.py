"""`tongban run`: database, web and worker as one, started in order and stopped in order.

The supervisor imports no Django: what needs it runs in a process of its own, so that this one stays
small and cannot be broken by what it guards.  Its children ask the kernel to be ended when it dies
(see embedded_postgres.parent_death), so kill -9 of any process leaves a folder that starts again.
"""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from tongban.site.child_process import ChildProcess
from tongban.site.command_line.language import pick
from tongban.site.data_folder import RESTORING, DataFolder
from tongban.site.database_address import check_server, export_addresses
from tongban.site.embedded_postgres.server import EmbeddedPostgres
from tongban.site.faults import Fault, from_os_error, full_disk
from tongban.site.log_files import put_aside
from tongban.site.secret_files import ensure_secrets

PATIENCE = 10.0  # seconds that web and worker get to finish what they are at
FIRST_ANSWER = 60.0  # seconds until the web server must have answered once
PULSE = 0.2  # seconds between two looks at the children
LOG_LOOK = 60.0  # seconds between two looks at how large the log has grown


@dataclass
class Supervisor:
    """One run of everything.

    Args:
        data: the data folder.
        host: the address to serve on; only this machine unless the operator says otherwise.
        port: the port to serve on.
        demo: whether to load the demonstration county; None means: only into the embedded database.
        lang: "zh" or "en".
        empty: the demonstration county without any matter.
    """

    data: DataFolder
    host: str
    port: int
    demo: bool | None
    lang: str
    empty: bool = False
    children: list[ChildProcess] = field(default_factory=list)
    database: EmbeddedPostgres | None = None
    stopping: bool = False
    impatient: bool = False
    more_accounts: int = 0
    history: dict[str, int] | None = None  # how far the demonstration's last year has come
    log: Path | None = None

    def say(self, zh: str, en: str) -> None:
        print(pick(self.lang, zh, en), flush=True)

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    def run(self) -> None:
        """Starts everything, tells where it is, and returns when it was asked to stop.

        Raises:
            Fault: something is in the way; everything that was started is stopped again.
        """
        check_port(self.host, self.port)
        self.data.prepare()
        refuse_half_restored(self.data)
        lock = self.data.lock()
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        try:
            ensure_secrets(self.data.secrets)
            self._start_database()
            accounts = self._prepare_contents()
            self._start_children()
            if self._wait_for_web():
                self._tell(accounts)
                self._start_history()
            self._watch()
        except Fault as fault:
            if self.stopping:  # Ctrl-C reached a helper too; its complaint is not the operator's concern
                raise KeyboardInterrupt from fault
            raise
        finally:
            self._stop()
            lock.close()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.impatient = self.stopping
        self.stopping = True

    def _start_database(self) -> None:
        if url := os.environ.get("DATABASE_URL"):
            check_server(url)
            self.demo = bool(self.demo)
            return
        self.say("正在启动数据库……", "Starting the database ...")
        self.database = EmbeddedPostgres(self.data)
        self.database.start()
        export_addresses(self.database)
        self.demo = self.demo is not False

    def _prepare_contents(self) -> list[dict[str, str]]:
        """Migrates, lays out the static files and loads the demonstration; returns its accounts."""
        os.environ["TONGBAN_BIND"] = (
            f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        )
        os.environ.setdefault("TONGBAN_BASE_URL", self.address.rstrip("/"))
        os.environ["TONGBAN_DEMO"] = "1" if self.demo else "0"
        os.environ["TONGBAN_LANG"] = self.lang
        self.say("正在准备数据……", "Preparing the data ...")
        self._once(["migrate", "--static"])
        if not self.demo or self.stopping:
            return []
        asked = ["demo", "--json", *(["--empty"] if self.empty else [])]
        answer: dict[str, Any] = json.loads(self._once(asked).splitlines()[-1])
        self.more_accounts, self.history = len(answer["more"]), answer["history"]
        return list(answer["accounts"])

    def _once(self, arguments: list[str]) -> str:
        """Runs one `tongban` command to its end and returns what it printed."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tongban", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        while True:
            try:
                printed, complained = process.communicate(timeout=PULSE)
                break
            except subprocess.TimeoutExpired:
                if self.stopping:
                    process.terminate()
        if self.stopping:
            raise KeyboardInterrupt
        if process.returncode != 0:
            if "disk is full" in complained or "磁盘已满" in complained:
                raise full_disk(self.data.path)
            last = next((line for line in reversed(complained.splitlines()) if line.strip()), "?")
            log = self.data.logs / "start.log"
            try:
                log.write_text(complained)
            except OSError as error:
                raise from_os_error(error, log) from error
            raise Fault(
                f"启动时 tongban {arguments[0]} 失败：{last.strip()}（详情见 {log}）",
                f"`tongban {arguments[0]}` failed at the start: {last.strip()} (details are in {log})",
            )
        return printed

    def _start_children(self) -> None:
        self.log = self.data.logs / "tongban.jsonl"
        os.environ.setdefault("TONGBAN_LOG", str(self.log))
        web = [
            "-m",
            "gunicorn",
            "--config",
            "python:tongban.site.web_server",
            "tongban.site.wsgi:application",
        ]
        self.children = [
            ChildProcess(pick(self.lang, "网页服务", "the web server"), web),
            ChildProcess(pick(self.lang, "后台任务", "the worker"), ["-m", "tongban", "worker"]),
        ]
        for child in self.children:
            child.start()

    def _start_history(self) -> None:
        """Fill the demonstration's last year in, behind what visitors do; what is whole needs nobody."""
        if self.stopping or self.history is None or not self.history["left"]:
            return
        done, total = self.history["done"], self.history["total"]
        self.say(
            f"演示县过去一年的办件正在后台补齐，已有 {done}/{total}；看进度：tongban demo --progress。",
            f"The demonstration's last year is being filled in behind, {done} of {total} so far;"
            " to see how far: tongban demo --progress.",
        )
        name = pick(self.lang, "补齐演示数据的程序", "the maker of the demonstration's past")
        child = ChildProcess(name, ["-m", "tongban", "demo", "--history"], until_done=True)
        child.start()
        self.children.append(child)

    def _wait_for_web(self) -> bool:
        """Waits for the first answer; False when the operator stopped it first.

        Raises:
            Fault: no answer came in time.
        """
        deadline = time.monotonic() + FIRST_ANSWER
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < deadline and not self.stopping:
            try:
                opener.open(self.address, timeout=5).close()
                return True
            except urllib.error.HTTPError:
                return True  # it answers; what it answers is the page's business
            except OSError:
                self._look_after()
                time.sleep(PULSE)
        if self.stopping:
            return False
        raise Fault(
            f"网页服务在 {FIRST_ANSWER:.0f} 秒内没有应答；上面的信息说明了原因。",
            f"The web server did not answer within {FIRST_ANSWER:.0f} seconds; the lines above say why.",
        )

    def _tell(self, accounts: list[dict[str, str]]) -> None:
        self.say(f"\n通办已启动：{self.address}\n", f"\nTongban is running: {self.address}\n")
        if accounts:
            self.say("演示账号（工作台登录）：", "Demonstration accounts (sign in to the workbench):")
            for account in accounts:
                role = account["role_zh"] if self.lang == "zh" else account["role_en"]
                print(f"  {account['username']:<20} {account['password']:<20} {role}")
            more = self.more_accounts
            self.say(
                f"  另有 {more} 个，密码相同：见 tongban demo",
                f"  and {more} more with the same password: see tongban demo",
            )
            self.say(
                f"  决定、审定和管理员账号还要输动态码，演示里看：{self.address}demo/authenticator/",
                "  who decides, approves or administers also types a code; the demonstration shows it at"
                f" {self.address}demo/authenticator/",
            )
            self.say(
                f"""
可以试试：
  1. 打开 {self.address}，以群众身份选一个事项，填表并提交；记下申请编号。
  2. 打开 {self.address}work/，用上面的窗口账号登录，受理刚才的申请，打印受理通知书。
  3. 换审批账号登录，作出决定；再回到首页，用编号和手机号查询进度。
""",
                f"""
What to try:
  1. Open {self.address}, choose an item as a citizen, fill in the form and submit it; note the number.
  2. Open {self.address}work/, sign in with the window's account above, accept it, print the acceptance notice.
  3. Sign in with a deciding account and decide; then look the matter up from the first page by number and phone.
""",
            )
        elif not self.demo:
            self.say(
                "没有装入演示数据。建一个新县：tongban setup --help；要看演示：加 --demo。",
                "No demonstration data was loaded. For a new county: tongban setup --help; to look around: --demo.",
            )
        self.say("按 Ctrl-C 停止。", "Press Ctrl-C to stop.")
        sys.stdout.flush()

    def _watch(self) -> None:
        looked = time.monotonic()
        while not self.stopping:
            self._look_after()
            if self.log is not None and time.monotonic() - looked > LOG_LOOK:
                looked = time.monotonic()
                put_aside(self.log)
            time.sleep(PULSE)

    def _look_after(self) -> None:
        if self.database is not None and self.database.process is not None:
            code = self.database.process.poll()
            if code is not None:
                self.say(
                    "数据库意外停止，正在重新启动。", "The database stopped unexpectedly; starting it again."
                )
                self.database.start()
        for child in self.children:
            code = child.check(time.monotonic())
            if code is not None:
                self.say(
                    f"{child.name}意外停止（代码 {code}），正在重新启动。",
                    f"{child.name.capitalize()} stopped unexpectedly (code {code}); starting it again.",
                )

    def _stop(self) -> None:
        """Web and worker first, together, and the database after them."""
        if self.children:
            self.say("正在停止……", "Stopping ...")
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            child.end(time.monotonic() if self.impatient else deadline)
        if self.database is not None:
            self.database.stop()
        if self.children:
            self.say("已停止。", "Stopped.")


def refuse_half_restored(data: DataFolder) -> None:
    """What a broken-off restore left is not a county.

    Raises:
        Fault: the folder has the mark of one.
    """
    if (data.path / RESTORING).exists():
        raise Fault(
            f"{data.path} 里的恢复没有完成或没有通过核验；请清空目录后重新执行 tongban restore。",
            f"The restore into {data.path} was not finished or not proved; empty the folder and run `tongban restore` again.",
        )


def check_port(host: str, port: int) -> None:
    """Makes sure that `port` is free on `host`, before anything else is done.

    Raises:
        Fault: it is taken, needs root, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Fault(
                    f"端口 {port} 已被别的程序占用；请换一个：make run PORT={port + 1}（或 tongban run --port {port + 1}）。",
                    f"Port {port} is taken by another program; choose another one:"
                    f" make run PORT={port + 1} (or tongban run --port {port + 1}).",
                ) from error
            if error.errno == errno.EACCES:
                raise Fault(
                    f"没有使用端口 {port} 的权限；请换 1024 以上的端口。",
                    f"Port {port} may not be used by this account; choose one above 1024.",
                ) from error
            raise Fault(
                f"无法在 {host}:{port} 上提供服务：{error.strerror or error}。",
                f"Cannot serve on {host}:{port}: {error.strerror or error}.",
            ) from error
