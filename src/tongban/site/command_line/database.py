"""`tongban db`: the embedded database by itself, for back-ups, psql and service managers."""

import argparse
import shlex
from urllib.parse import parse_qs, unquote, urlsplit

from tongban.site.command_line.language import pick
from tongban.site.database_address import use_data_folder
from tongban.site.embedded_postgres.roles import APP_ROLE, OWNER_ROLE
from tongban.site.embedded_postgres.server import EmbeddedPostgres
from tongban.site.faults import Exit, Fault


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument(
        "act",
        choices=("start", "stop", "url", "psql-env"),
        help=pick(
            lang,
            "start 启动并留在后台；stop 停止；url 打印地址（含密码）；psql-env 打印供 psql、pg_dump 使用的环境变量",
            "start it and leave it running; stop it; print its url (with the password);"
            " print the environment variables for psql and pg_dump",
        ),
    )
    parser.add_argument(
        "--owner",
        action="store_true",
        help=pick(
            lang, "以表的属主身份（升级、备份用）", "as the tables' owner (for migrations and back-ups)"
        ),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    data = use_data_folder()
    server = EmbeddedPostgres(data)
    if args.act == "start":
        server.start(lasting=True)
        print(
            pick(
                lang,
                f"数据库已启动：{server.socket_folder}",
                f"The database is running: {server.socket_folder}",
            )
        )
        return Exit.OK
    if args.act == "stop":
        if data.path.exists():
            server.stop(found=True)
        print(pick(lang, "数据库已停止。", "The database is stopped."))
        return Exit.OK
    if not data.secrets.exists():
        raise Fault(
            f"{data.path} 中还没有数据库；请先执行 tongban db start。",
            f"There is no database in {data.path} yet; use `tongban db start` first.",
        )
    url = server.url(OWNER_ROLE if args.owner else APP_ROLE)
    print(url if args.act == "url" else psql_environment(url))
    return Exit.OK


def psql_environment(url: str) -> str:
    """Shell lines that make libpq's programs use `url`: `eval "$(tongban db psql-env)"`."""
    parts, query = urlsplit(url), parse_qs(urlsplit(url).query)
    values = {
        "PGHOST": query["host"][0],
        "PGPORT": query["port"][0],
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
    }
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in values.items())
