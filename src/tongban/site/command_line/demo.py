"""`tongban demo`: the demonstration county, loaded once, and its accounts."""

import argparse
import json

from tongban.site.command_line.language import pick
from tongban.site.django_setup import program_with_database
from tongban.site.faults import Exit


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument(
        "--json", action="store_true", help=pick(lang, "以 JSON 输出账号", "print the accounts as JSON")
    )


def run(args: argparse.Namespace, lang: str) -> int:
    with program_with_database():
        from tongban.site import demo  # its models need Django set up
        from tongban.site.demo.duty import load_duty
        from tongban.site.demo.kin import load_kin
        from tongban.site.demo.lists import load_lists
        from tongban.site.demo.promises import load_promises
        from tongban.site.demo.results import load_results
        from tongban.site.demo.second_township import load_second_township
        from tongban.site.demo.steps import load_steps

        if not demo.loaded():
            demo.load()
            demo.load_matters()
            load_promises()
            load_lists()
            load_results()
            load_steps()
            load_duty()
            load_kin()
        load_second_township()
        first, more = (
            [
                {"role_zh": role_zh, "role_en": role_en, "username": username, "password": password}
                for role_zh, role_en, username, password in listed
            ]
            for listed in (demo.accounts(), demo.more_accounts())
        )
    if args.json:
        print(json.dumps({"accounts": first, "more": more}, ensure_ascii=False))
        return Exit.OK
    for account in (*first, *more):
        role = account["role_zh"] if lang == "zh" else account["role_en"]
        print(f"{account['username']:<20} {account['password']:<20} {role}")
    return Exit.OK
