"""`tongban serve`: the web server alone, for a deployment with a service manager of its own."""

import argparse
import os
import sys

from tongban.site.command_line.address_options import add_address_options, port_number
from tongban.site.database_address import reachable_database, use_data_folder
from tongban.site.secret_files import ensure_secrets
from tongban.site.supervisor import check_port


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    add_address_options(parser, lang)


def run(args: argparse.Namespace, lang: str) -> int:
    """Becomes the web server: its process replaces this one, so signals reach it directly."""
    port = port_number(args.port)
    check_port(args.host, port)
    os.environ.setdefault("TONGBAN_LOG", "stderr")
    data = use_data_folder()
    with reachable_database(data, start=False):
        ensure_secrets(data.secrets)
        os.environ["TONGBAN_BIND"] = f"[{args.host}]:{port}" if ":" in args.host else f"{args.host}:{port}"
        command = [sys.executable, "-m", "gunicorn", "--config", "python:tongban.site.web_server"]
        os.execv(sys.executable, [*command, "tongban.site.wsgi:application"])
