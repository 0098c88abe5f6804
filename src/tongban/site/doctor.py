"""What `tongban doctor` looks at: each finding one sentence in both languages, with what to do.

What needs no database comes first and is told also where there is none.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.site.backup import last
from tongban.site.data_folder import RESTORING, DataFolder
from tongban.site.faults import Fault
from tongban.site.secret_files import MAKERS, refuse_open_files

WELL, LOOK, FAULT = "well", "look", "fault"
LATE = timedelta(minutes=10)
UNTOLD = timedelta(days=7)  # somebody without a phone waits to be told
ROOT_AGE = timedelta(hours=26)
BACKUP_AGE = timedelta(hours=26)
LITTLE_FREE = 2 * 1024**3  # bytes
NEXT_YEAR_FROM = (12, 1)  # by then the State Council has told next year's holidays, as a rule


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Args:
        name: a stable code, for scripts.
        state: ``well``, ``look`` (somebody should look) or ``fault`` (something does not work).
        zh, en: what was found and what to do.
    """

    name: str
    state: str
    zh: str
    en: str


def without_database(data: DataFolder, now: datetime) -> Iterator[Finding]:
    """Key files, marks, backups."""
    yield from _secrets(data)
    if (data.path / RESTORING).exists():
        yield Finding(
            "restore",
            FAULT,
            "恢复没有完成；请清空数据目录后重新执行 tongban restore。",
            "A restore was not finished; empty the data folder and run `tongban restore` again.",
        )
    made = last.read(data.path)
    for kind, zh, en in (
        ("database", "数据库备份", "backup of the database"),
        ("keys", "密钥备份", "backup of the keys"),
    ):
        at = datetime.fromisoformat(made[kind]) if kind in made else None
        if at is None:
            yield Finding(
                f"backup_{kind}",
                LOOK,
                f"没有{zh}的记录；请执行 tongban backup。",
                f"No {en} is known; run `tongban backup`.",
            )
        elif now - at > BACKUP_AGE:
            days = (now - at).days
            yield Finding(
                f"backup_{kind}",
                LOOK,
                f"上次{zh}是 {at:%Y-%m-%d %H:%M}（{days} 天前）；请每天备份。",
                f"The last {en} is of {at:%Y-%m-%d %H:%M}, {days} days ago; back up each day.",
            )
        else:
            yield Finding(
                f"backup_{kind}", WELL, f"上次{zh}：{at:%Y-%m-%d %H:%M}。", f"Last {en}: {at:%Y-%m-%d %H:%M}."
            )


def _secrets(data: DataFolder) -> Iterator[Finding]:
    folder = data.secrets
    if not folder.is_dir():
        yield Finding(
            "secrets",
            FAULT,
            f"没有密钥目录 {folder}；请核对 TONGBAN_DATA、TONGBAN_SECRETS，或先执行 tongban run。",
            f"There is no folder of keys {folder}; check TONGBAN_DATA and TONGBAN_SECRETS, or use `tongban run` first.",
        )
        return
    if missing := sorted(name for name in MAKERS if not (folder / name).exists()):
        names = ", ".join(missing)
        yield Finding(
            "secrets",
            FAULT,
            f"缺少密钥文件：{names}；请从密钥备份取回，不要让程序另做新的。",
            f"Key files are missing: {names}; take them from the keys' backup before anything makes new ones.",
        )
        return
    try:
        refuse_open_files(folder)
    except Fault as fault:
        yield Finding("secrets", FAULT, fault.zh, fault.en)
        return
    if folder.stat().st_mode & stat.S_IRWXO:
        yield Finding(
            "secrets",
            FAULT,
            f"密钥目录 {folder} 对别的账户开放；请执行 chmod 700 {folder}。",
            f"The folder of keys {folder} is open to other accounts; run chmod 700 {folder}.",
        )
        return
    yield Finding(
        "secrets", WELL, "密钥文件齐全，只有本账户能读。", "The key files are there and closed to others."
    )


def with_database(now: datetime) -> Iterator[Finding]:
    """Server, tables, worker, queues, ledger, calendars, disk; needs Django set up."""
    for check in (_server, _worker, _jobs, _messages, _papers, _root, _calendars, _disk):
        yield from check(now)


def _server(now: datetime) -> Iterator[Finding]:
    from django.db import connection

    from tongban.site.database_address import OLDEST_MAJOR

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (told,) = cursor.fetchone()
    major = int(str(told).split(".")[0].split()[0])
    if major < OLDEST_MAJOR:
        yield Finding(
            "postgresql",
            FAULT,
            f"PostgreSQL {told} 太旧，需要 {OLDEST_MAJOR} 以上。",
            f"PostgreSQL {told} is too old; {OLDEST_MAJOR} or later is needed.",
        )
    else:
        yield Finding(
            "postgresql",
            WELL,
            f"PostgreSQL {told}，数据表是本版本的。",
            f"PostgreSQL {told}; the tables are of this version.",
        )


def _worker(now: datetime) -> Iterator[Finding]:
    from tongban.kernel import health
    from tongban.site.readiness import SILENT

    seen = health.worker_seen()
    if seen is not None and now - seen < SILENT:
        yield Finding("worker", WELL, "后台任务在运行。", "The worker is running.")
        return
    yield Finding(
        "worker",
        FAULT,
        "后台任务没有运行，文书和短信在等；请启动 tongban worker（或 tongban run）。",
        "No worker is running, papers and messages wait; start `tongban worker` (or `tongban run`).",
    )


def _jobs(now: datetime) -> Iterator[Finding]:
    from tongban.kernel import health

    due = health.jobs_due()
    if due.since is not None and now - due.since > LATE:
        yield Finding(
            "jobs",
            FAULT,
            f"{due.count} 个任务到时未做，最早的从 {due.since:%Y-%m-%d %H:%M} 等到现在；请看后台任务的日志。",
            f"{due.count} jobs are due, the oldest since {due.since:%Y-%m-%d %H:%M}; see the worker's log.",
        )
    else:
        yield Finding("jobs", WELL, f"等待的任务：{due.count} 个。", f"Jobs that are due: {due.count}.")
    if failed := sum(count for (_, status), count in health.jobs().items() if status == "failed"):
        yield Finding(
            "failed_jobs",
            LOOK,
            f'{failed} 个任务多次失败后放弃；请在日志里按 "result": "failed" 查原因。',
            f'{failed} jobs were given up after many tries; look for "result": "failed" in the log.',
        )


def _messages(now: datetime) -> Iterator[Finding]:
    from tongban.kernel import health

    queued, tray = health.messages().get("queued", 0), health.messages_in_tray().count
    by_hand = health.messages_by_hand()
    if queued:
        yield Finding(
            "messages",
            LOOK,
            f"短信和邮件：{queued} 条在等；请核对短信网关和邮件服务器的设置（TONGBAN_SMS_URL、TONGBAN_SMTP_HOST）。",
            f"Messages: {queued} wait; check the settings of the gateway and the mail server "
            "(TONGBAN_SMS_URL, TONGBAN_SMTP_HOST).",
        )
    else:
        yield Finding("messages", WELL, "没有等着发的短信和邮件。", "No message waits.")
    if tray:
        yield Finding(
            "message_tray",
            LOOK,
            f"{tray} 条消息没有发成；请系统管理员打开“没发成的消息”处理。",
            f"{tray} messages failed; the system administrator deals with them at “Messages that failed”.",
        )
    if by_hand.since is not None and now - by_hand.since > UNTOLD:
        yield Finding(
            "messages_by_hand",
            LOOK,
            f"{by_hand.count} 件事要寄信或者当面告诉，最早的从 {by_hand.since:%Y-%m-%d} 等到现在；请提醒窗口和代办员。",
            f"{by_hand.count} things are to be posted or told face to face, the oldest since "
            f"{by_hand.since:%Y-%m-%d}; remind windows and assisters.",
        )


def _papers(now: datetime) -> Iterator[Finding]:
    from tongban.papers.queries.waiting import papers_to_write

    papers = papers_to_write()
    if papers.since is not None and now - papers.since > LATE:
        yield Finding(
            "papers",
            FAULT,
            f"{papers.count} 份文书还没有写成PDF，最早的定于 {papers.since:%Y-%m-%d %H:%M}；请看后台任务的日志。",
            f"{papers.count} papers are not written out, the oldest of {papers.since:%Y-%m-%d %H:%M}; see the worker's log.",
        )
    else:
        yield Finding(
            "papers",
            WELL,
            f"等着写成PDF的文书：{papers.count} 份。",
            f"Papers to be written out: {papers.count}.",
        )


def _root(now: datetime) -> Iterator[Finding]:
    from tongban.kernel import health

    root, entry = health.last_root(), health.last_entry()
    # a quiet day has no root: what counts is an entry that waits for one
    waits = entry is not None and (root is None or entry > root) and now - (root or entry) > ROOT_AGE
    if waits:
        at = f"{root:%Y-%m-%d %H:%M}" if root else "—"
        yield Finding(
            "ledger_root",
            FAULT,
            f"账本的上一个日根是 {at}，此后的条目还没有签名；请执行 tongban ledger cut，并核对后台任务。",
            f"The ledger's last root is of {at} and later entries have none; run `tongban ledger cut` and check the worker.",
        )
    else:
        yield Finding("ledger_root", WELL, "账本的日根是新的。", "The ledger's root is recent.")


def _calendars(now: datetime) -> Iterator[Finding]:
    from tongban.kernel.calendars_in_force import notices_in_force
    from tongban.kernel.time import today

    day = today()
    years = {year for _, year in notices_in_force()}
    needed = [day.year, *([day.year + 1] if (day.month, day.day) >= NEXT_YEAR_FROM else [])]
    if missing := [str(year) for year in needed if year not in years]:
        told = ", ".join(missing)
        yield Finding(
            "calendar",
            FAULT if str(day.year) in missing else LOOK,
            f"工作日历缺少 {told} 年；期限算不准。请执行 tongban calendar publish。",
            f"The calendar has no {told}; limits cannot be counted rightly. Use `tongban calendar publish`.",
        )
    else:
        yield Finding(
            "calendar", WELL, f"工作日历到 {max(years)} 年。", f"The calendars reach to {max(years)}."
        )


def _disk(now: datetime) -> Iterator[Finding]:
    from tongban.site.readiness import LEAST_FREE, free_bytes

    free = free_bytes()
    gigabytes = f"{free / 1024**3:.1f}"
    if free < LITTLE_FREE:
        yield Finding(
            "disk",
            FAULT if free < LEAST_FREE else LOOK,
            f"数据目录所在的磁盘只剩 {gigabytes} GB；请清理或扩容。",
            f"Only {gigabytes} GB are free on the data folder's disk; free some.",
        )
    else:
        yield Finding("disk", WELL, f"磁盘剩余 {gigabytes} GB。", f"{gigabytes} GB are free on the disk.")
