"""Installs what the locks name into .venv, builds the static files and compiles the translations.

Does nothing when nothing changed.

Usage: python tools/environment.py run|dev

Stamps hold the digest of what was installed or built, so a second run only compares digests.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(sys.prefix)
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "bootstrap.log"
FACES = ROOT / "src/tongban/faces"  # common/assets imports from the assets of the other faces
BUILT = ROOT / "src/tongban/faces/common/static/built"
TRANSLATIONS = ROOT / "src/tongban/locale/en/LC_MESSAGES/django.po"
OLDEST_NODE = 18  # esbuild's requirement
UNREACHABLE = (
    "connection refused",
    "failed to establish",
    "error sending request",
    "failed to fetch",
    "max retries",
    "timed out",
    "timeout",
    "name resolution",
    "dns error",
    "could not resolve",
    "network is unreachable",
    "econnrefused",
    "enotfound",
    "etimedout",
    "econnreset",
    "eai_again",
    "no matching distribution found",
)


def chinese() -> bool:
    names = ("TONGBAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "").startswith("zh")


def say(zh: str, en: str) -> None:
    print(zh if chinese() else en, file=sys.stderr, flush=True)


def stop(zh: str, en: str) -> NoReturn:
    say(zh, en)
    sys.exit(4)


def step(command: list[str], what_zh: str, what_en: str, *, registry: bool = True) -> None:
    """Runs `command` with its words in the log; a failure ends the program with one sentence.

    Args:
        command: the program and its arguments.
        what_zh: what it does, in Chinese.
        what_en: the same in English.
        registry: whether it talks to a package registry, which may be out of reach.
    """
    say(f"{what_zh}……", f"{what_en} ...")
    LOG.parent.mkdir(exist_ok=True)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=registry_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    with LOG.open("a") as log:
        log.write(f"$ {' '.join(command)}\n{said}\n")
    if done.returncode == 0:
        return
    low = said.lower()
    if "no space left" in low or "enospc" in low:
        stop(
            f"磁盘已满：{what_zh}没有完成，请清理磁盘后重新运行。",
            f"The disk is full while {what_en.lower()}; free some space.",
        )
    if registry and any(word in low for word in UNREACHABLE):
        stop(
            f"软件包仓库无法访问：{what_zh}没有完成，请检查网络或镜像设置（pip config、npm config）；详情见 {LOG}。",
            f"A package registry cannot be reached while {what_en.lower()}: check the network or your mirror's"
            f" settings (pip config, npm config); details are in {LOG}.",
        )
    lines = [line.strip() for line in said.splitlines() if line.strip()] or [f"exit code {done.returncode}"]
    last = next((line for line in lines if "error" in line.lower()), lines[-1])
    stop(
        f"{what_zh}失败：{last}；详情见 {LOG}。",
        f"Failed while {what_en.lower()}: {last}; details are in {LOG}.",
    )


def registry_environment() -> dict[str, str]:
    """The environment for package clients: uv uses the mirror and certificates that pip is set to."""
    environment = dict(os.environ)
    environment.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", VIRTUAL_ENV=str(VENV))
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    environment.setdefault("UV_HTTP_TIMEOUT", "60")
    environment.setdefault("UV_HTTP_RETRIES", "2")
    environment.setdefault("UV_PYTHON_DOWNLOADS", "never")
    if "UV_DEFAULT_INDEX" not in environment and "UV_INDEX_URL" not in environment:
        index = os.environ.get("PIP_INDEX_URL") or pip_setting("global.index-url")
        if index:
            environment["UV_DEFAULT_INDEX"] = index
    if "SSL_CERT_FILE" not in environment and (certificate := os.environ.get("PIP_CERT")):
        environment["SSL_CERT_FILE"] = certificate
    return environment


def pip_setting(name: str) -> str:
    try:
        asked = subprocess.run(
            [str(PYTHON), "-m", "pip", "config", "get", name], capture_output=True, text=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


def digest(paths: list[Path]) -> str:
    found = hashlib.sha256(sys.version.encode())
    for path in paths:
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def install(kind: str) -> None:
    """Brings .venv to the lock of `kind`; the development lock holds everything the other one does."""
    locks = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
    stamps = {name: VENV / f".tongban-{name}" for name in locks}
    wanted = {name: digest([lock, ROOT / "pyproject.toml"]) for name, lock in locks.items()}
    if stamps["dev"].exists():
        kind = "dev"  # a developer's environment stays one: running must not take the checks' tools away
    if stamped(stamps["dev"], wanted["dev"]) or (kind == "run" and stamped(stamps["run"], wanted["run"])):
        return
    for stamp in stamps.values():
        stamp.unlink(missing_ok=True)
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        pip = [str(PYTHON), "-m", "pip"]
        if not (Path(sysconfig.get_path("purelib")) / "pip").exists():
            pip = [os.environ["TONGBAN_SYSTEM_PYTHON"], "-m", "pip", "--python", str(PYTHON)]
        step(
            [
                *pip,
                "install",
                "-q",
                "--retries",
                "1",
                "--timeout",
                "30",
                "--require-hashes",
                "-r",
                "tools/uv.lock",
            ],
            "安装 uv",
            "Installing uv",
        )
    step(
        [str(uv), "pip", "sync", "-q", "--python", str(PYTHON), "--require-hashes", str(locks[kind])],
        "安装依赖包",
        "Installing packages",
    )
    step(
        [str(uv), "pip", "install", "-q", "--python", str(PYTHON), "--no-deps", "--editable", "."],
        "安装 Tongban",
        "Installing Tongban",
    )
    stamps[kind].write_text(wanted[kind])


def find_npm() -> Path | None:
    """An npm with a Node recent enough: the venv's, else the system's."""
    for node, npm in ((VENV / "bin/node", VENV / "bin/npm"), (shutil.which("node"), shutil.which("npm"))):
        if not node or not npm or not Path(npm).exists():
            continue
        try:
            asked = subprocess.run([str(node), "--version"], capture_output=True, text=True, timeout=30)
        except (OSError, subprocess.TimeoutExpired):
            continue
        major = asked.stdout.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return Path(npm)
    return None


def ensure_npm() -> Path:
    """An npm, installed into the venv when the machine has none."""
    npm = find_npm()
    if npm is None:
        uv = [str(VENV / "bin" / "uv"), "pip", "install", "-q", "--python", str(PYTHON), "--require-hashes"]
        step([*uv, "-r", "tools/node.lock"], "安装 Node", "Installing Node")
        npm = find_npm()
    if npm is None:
        stop(
            "需要 Node 18 或更高版本；请安装 nodejs 和 npm 后重新运行。",
            "Node 18 or later is needed; install nodejs and npm and run this again.",
        )
    return npm


def node_beside(npm: Path) -> Path:
    """The Node that belongs to `npm`."""
    beside = npm.with_name("node")
    return beside if beside.exists() else Path(shutil.which("node") or "node")


def build_assets() -> None:
    """Builds the static files when a source, the builder or a pinned version changed."""
    pins = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / "tools/build_assets.mjs"]
    sources = sorted(path for path in FACES.glob("*/assets/**/*") if path.is_file())
    wanted = digest([*pins, *sources])
    modules = ROOT / "node_modules" / ".tongban-lock"
    modules_wanted = digest(pins[:2])
    if stamped(BUILT / ".stamp", wanted) and stamped(modules, modules_wanted):
        return
    npm = ensure_npm()
    if not stamped(modules, modules_wanted):
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        waits = ["--fetch-retries=1", "--fetch-timeout=60000"]
        step([str(npm), "ci", *quiet, *waits], "安装前端包", "Installing front-end packages")
        modules.write_text(modules_wanted)
    step(
        [str(node_beside(npm)), "tools/build_assets.mjs"],
        "构建静态文件",
        "Building the static files",
        registry=False,
    )
    (BUILT / ".stamp").write_text(wanted)


def compile_translations() -> None:
    """Compiles the translations when they changed."""
    stamp = VENV / ".tongban-messages"
    wanted = digest([TRANSLATIONS])
    if stamped(stamp, wanted) and TRANSLATIONS.with_suffix(".mo").exists():
        return
    step(
        [str(PYTHON), "tools/messages.py", "--compile"],
        "编译译文",
        "Compiling the translations",
        registry=False,
    )
    stamp.write_text(wanted)


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text("")
    install(kind)
    build_assets()
    compile_translations()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            stop(f"磁盘已满：{ROOT} 没有剩余空间。", f"The disk is full: no space is left in {ROOT}.")
        stop(
            f"无法使用 {error.filename}：{error.strerror}。",
            f"Cannot use {error.filename}: {error.strerror}.",
        )
