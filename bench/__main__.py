"""`python -m bench`: run the comparison, print its table."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from bench.deployment import Deployment
from bench.measuring import Comparison
from bench.report import table


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--clients", default="1,4,8", help="numbers of clients, e.g. 1,4,8")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each system; medians are printed")
    parser.add_argument("--seconds", type=float, default=2.5, help="length of one round")
    parser.add_argument("--statements", action="store_true", help="list the statements of one life cycle")
    parser.add_argument("--out", type=Path, help="also write the figures there, as JSON")
    options = parser.parse_args()
    deployment = Deployment()
    try:
        deployment.start()
        comparison = Comparison(deployment, options.rounds, options.seconds)
        figures = comparison.run([int(count) for count in options.clients.split(",")])
    finally:
        deployment.stop()
    print(table(figures))
    if options.statements:
        print("\nstatements of ours: calls per case, ms in the server per case, text")
        for calls, spent, query in figures.statements:
            print(f"{calls:6.2f} {spent:7.3f}  {' '.join(query.split())[:120]}")
    if options.out:
        options.out.write_text(json.dumps(asdict(figures), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
