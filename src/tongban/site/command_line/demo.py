"""`tongban demo`: the demonstration county, loaded once, and its accounts."""

import argparse
import json

from tongban.site.command_line.language import pick
from tongban.site.database_address import reachable_database, use_data_folder
from tongban.site.django_setup import set_up_django
from tongban.site.faults import Exit
from tongban.site.secret_files import ensure_secrets


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument(
        "--json", action="store_true", help=pick(lang, "以 JSON 输出账号", "print the accounts as JSON")
    )


def run(args: argparse.Namespace, lang: str) -> int:
    data = use_data_folder()
    with reachable_database(data, start=True):
        ensure_secrets(data.secrets)
        set_up_django()
        from tongban.site import demo  # its models need Django set up

        if not demo.loaded():
            demo.load()
        accounts = [
            {"role_zh": role_zh, "role_en": role_en, "username": username, "password": password}
            for role_zh, role_en, username, password in demo.accounts()
        ]
    if args.json:
        print(json.dumps({"accounts": accounts}, ensure_ascii=False))
        return Exit.OK
    for account in accounts:
        role = account["role_zh"] if lang == "zh" else account["role_en"]
        print(f"{account['username']:<20} {account['password']:<20} {role}")
    return Exit.OK
