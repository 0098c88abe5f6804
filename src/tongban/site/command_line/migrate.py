"""`tongban migrate`: brings the database to this version, as the role that owns the tables."""

import argparse

from tongban.site.command_line.language import pick
from tongban.site.database_address import reachable_database, use_data_folder
from tongban.site.django_setup import close_connections, set_up_django
from tongban.site.faults import Exit
from tongban.site.migration import migrate, use_owner_address
from tongban.site.secret_files import ensure_secrets


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument(
        "--static",
        action="store_true",
        help=pick(lang, "同时把静态文件放入数据目录", "also lay the static files out in the data folder"),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    data = use_data_folder()
    data.prepare()
    with reachable_database(data, start=True):
        ensure_secrets(data.secrets)
        app_role = use_owner_address()
        set_up_django()
        try:
            migrate(app_role)
            if args.static:
                from tongban.site.static_files import lay_out_static_files  # needs Django set up

                lay_out_static_files()
        finally:
            close_connections()
    print(pick(lang, "数据库已是最新版本。", "The database is at this version."))
    return Exit.OK
