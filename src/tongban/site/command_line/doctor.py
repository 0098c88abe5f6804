"""`tongban doctor`: everything an operator should look at, each in one sentence with what to do."""

import argparse
import json
from dataclasses import asdict
from datetime import datetime

from tongban.site import doctor
from tongban.site.command_line.language import pick
from tongban.site.data_folder import DataFolder
from tongban.site.database_address import reachable_database, use_data_folder
from tongban.site.django_setup import close_connections, refuse_other_tables, set_up_django
from tongban.site.faults import Exit, Fault

MARKS = {doctor.WELL: ("好", "well "), doctor.LOOK: ("请看", "look "), doctor.FAULT: ("故障", "FAULT")}


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument("--json", action="store_true", help=pick(lang, "以JSON输出", "print JSON"))


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 where nothing is at fault (there may be something to look at), 1 where something is."""
    findings = look(use_data_folder())
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(f"{pick(lang, *MARKS[finding.state])}  {pick(lang, finding.zh, finding.en)}")
    return Exit.FAULT_FOUND if any(finding.state == doctor.FAULT for finding in findings) else Exit.OK


def look(data: DataFolder) -> list[doctor.Finding]:
    """All findings; where the database cannot be asked, that is one of them."""
    now = datetime.now().astimezone()
    findings = list(doctor.without_database(data, now))
    try:
        with reachable_database(data, start=False):
            set_up_django()
            try:
                refuse_other_tables()
                findings += doctor.with_database(now)
            finally:
                close_connections()
    except Fault as fault:
        findings.append(doctor.Finding("database", doctor.FAULT, fault.zh, fault.en))
    return findings
