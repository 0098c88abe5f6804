#!/usr/bin/env python3
"""Counts a county's published figures again, from its published extract, and holds them against the signed roots.

    python3 verify_figures.py FOLDER --key KEY [--key KEY] [--roots FILE]

FOLDER holds the five files of one edition as they were downloaded (figures.json, figures.csv, extract.csv,
extract.json, proof.json).  KEY is the public key (base64) with which the daily roots are signed: take it from the page
of public figures, better from where you noted it long ago.  FILE is a copy of `ledger-roots.jsonl` that you kept: every
root of the edition must stand in it as you know it, and the edition must have every root of it that was cut before the
month was closed.  Roots that were cut later belong to no edition of that month and are only counted.

Exit code 0: everything holds.  1: something does not, and each such thing is named.  2: the files cannot be read.

It needs Python 3.9 and nothing else: no network, no other file, and not one line of the program that it checks.
"""

import argparse
import base64
import csv
import hashlib
import io
import json
import math
import re
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

FEW = 5
COMMITTED, CLOSED, PUBLISHED = "lines_committed", "month_closed", "edition_published"
HERE = timezone(timedelta(hours=8))  # months end by the clock of China
PARTS = ("month", "first", "item", "site", "days", "facts", "previous")
OPEN_AT = {
    "day": ("item", "site", "days"),
    "item_site": ("item", "site"),
    "item": ("item",),
    "site": ("site",),
    "none": (),
}
SUMS = {
    "received": "entered",
    "accepted": "accepted",
    "deemed_accepted": "deemed",
    "declined": "declined",
    "decided": "decided",
    "withdrawn": "withdrawn",
    "terminated": "terminated",
    "told_once": "told_once",
    "told_again": "told_again",
    "told_in_parts": "told_in_parts",
    "extended": "extended",
    "open": "open",
    "overdue_check": "overdue_check",
    "overdue_promise": "overdue_promise",
    "overdue_statute": "overdue_statute",
}


class Findings:
    """What was held against what, and what did not fit."""

    def __init__(self):
        self.faults = []

    def fault(self, text):
        self.faults.append(text)

    def expect(self, condition, text):
        if not condition:
            self.faults.append(text)
        return condition

    def done(self, before, text):
        """One line for a step, by whether it found anything."""
        found = len(self.faults) - before
        print(("ok      " if not found else f"{found:>3} BAD ") + text)


def sha256(content):
    return hashlib.sha256(content).digest()


def canonical(value):
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


# --- Ed25519, verification alone (RFC 8032, 5.1.7 and the code of its section 6) ---------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def added(a, b):
    left, right = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = added(total, point)
        point, scalar = added(point, point), scalar >> 1
    return total


def same_point(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def point_of(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed(public, message, signature):
    """Whether a signature of 64 bytes over a message is the key's."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return same_point(times(s, BASE), added(r, times(h, a)))


# --- The tree of RFC 6962 ----------------------------------------------------------------------------------------


def node(left, right):
    return sha256(b"\1" + left + right)


def tree(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    return node(tree(leaves[:middle]), tree(leaves[middle:]))


def climb(digest, path):
    for side, sibling in path:
        other = bytes.fromhex(sibling)
        digest = node(other, digest) if side == "left" else node(digest, other)
    return digest


# --- The steps ---------------------------------------------------------------------------------------------------


def check_roots(found, roots, keys, kept):
    """The chain of signed roots; gives them by number."""
    before, previous = len(found.faults), bytes(32)
    by_number = {}
    for place, root in enumerate(roots, start=1):
        name = f"root {root['number']}"
        found.expect(root["number"] == place, f"{name}: a root before it is missing")
        found.expect(root["previous"] == previous.hex(), f"{name}: does not follow the root before it")
        told = {
            "previous": root["previous"],
            "number": root["number"],
            "tree": root["tree"],
            "streams": root["streams"],
        }
        digest = sha256(canonical(told))
        found.expect(digest.hex() == root["root"], f"{name}: is not what its parts give")
        key = base64.b64decode(root["public_key"])
        found.expect(key in keys, f"{name}: signed with another key ({root['public_key']})")
        good = signed(key, digest, base64.b64decode(root["signature"]))
        found.expect(good, f"{name}: the signature is not sound")
        if kept is not None:
            known = kept.get(root["number"], {}).get("root")
            found.expect(known == root["root"], f"{name}: not as in your own copy of the roots")
        by_number[root["number"]] = root
        previous = digest
    found.expect(roots, "roots: there is none")
    found.done(before, f"{len(roots)} signed roots, each following the one before")
    return by_number


def check_stream(found, proof, roots, month):
    """The month's stream of commitments, and that the roots hold it; gives commitment → leaves, and the closing."""
    before, previous = len(found.faults), bytes(32)
    kind, stream = proof["stream"]["kind"], proof["stream"]["stream"]
    found.expect((kind, stream) == ("figures", month), "proof: the stream of another month")
    digests, committed, closed = {}, {}, {}
    for seq, text in enumerate(proof["entries"], start=1):
        entry = json.loads(text, object_pairs_hook=once)
        named = (entry["kind"], entry["stream"], entry["seq"])
        found.expect(named == (kind, stream, seq), f"entry {seq}: is none of this stream")
        found.expect(entry["prev"] == previous.hex(), f"entry {seq}: does not follow the one before")
        previous = digests[seq] = sha256(text.encode())
        if entry["type"] == COMMITTED:
            committed[seq] = entry["data"]
        elif entry["type"] == CLOSED:
            closed[seq] = entry
        else:
            found.expect(entry["type"] == PUBLISHED, f"entry {seq}: of a kind that is unknown here")
    furthest = 0
    twice = Counter(held["root"] for held in proof["held_by"])
    found.expect(all(times == 1 for times in twice.values()), "proof: a root holds the stream twice")
    for held in proof["held_by"]:
        root, seq = roots.get(held["root"]), held["seq"]
        if not found.expect(root and seq in digests, f"root {held['root']}: is not among the roots"):
            continue
        leaf = sha256(b"\0" + f"{kind}\0{stream}\0{seq}\0".encode() + digests[seq])
        if found.expect(
            climb(leaf, held["path"]).hex() == root["tree"], f"root {held['root']}: does not hold entry {seq}"
        ):
            furthest = max(furthest, seq)
    leaves = {}
    for seq, data in committed.items():
        found.expect(seq <= furthest, f"entry {seq}: no signed root holds it")
        told = [bytes.fromhex(leaf) for leaf in proof["leaves"].get(str(seq), [])]
        good = len(told) == data["lines"] and tree(told).hex() == data["tree"]
        found.expect(good, f"entry {seq}: the list of commitments is not the one that was signed")
        for leaf in told:
            found.expect(leaf.hex() not in leaves, f"entry {seq}: commitment {leaf.hex()[:16]} stands twice")
            leaves[leaf.hex()] = seq
    found.expect(committed, "entries: nothing was committed to")
    found.expect(set(proof["leaves"]) == set(map(str, committed)), "proof: commitments of no entry")
    found.done(before, f"{len(leaves)} commitments in {len(committed)} entries, all held by signed roots")
    return leaves, check_closing(found, committed, closed, furthest, month)


def check_closing(found, committed, closed, furthest, month):
    """The month was closed after its last commitment, with what it holds; gives the newest closing's data and time."""
    before = len(found.faults)
    for seq, entry in closed.items():
        of_before = [data for one, data in committed.items() if one < seq]
        told = (entry["data"]["month"], entry["data"]["entries"], entry["data"]["lines"])
        right = (month, len(of_before), sum(data["lines"] for data in of_before))
        found.expect(told == right, f"entry {seq}: closes {told}, but before it stand {right}")
        at = datetime.fromisoformat(entry["at"]).astimezone(HERE)
        found.expect(f"{at:%Y-%m}" > month, f"entry {seq}: closes the month before it was over")
    last = max(closed, default=0)
    missing = "entries: the month is not closed after its last commitment; its end was cut off"
    if not found.expect(last > max(committed, default=0), missing):
        return None
    found.expect(last <= furthest, f"entry {last}: no signed root holds the closing")
    found.done(before, "the month is closed after its last commitment, with the counts of all before")
    return closed[last]["data"], datetime.fromisoformat(closed[last]["at"])


def check_end(found, closing, rows, roots, kept):
    """Nothing is missing at the end: as many cases as were closed, and every root that you knew by then."""
    before, later = len(found.faults), 0
    if closing is not None:
        cases = closing[0]["cases"]
        found.expect(cases == len(rows), f"lines: closed with {cases} cases, published {len(rows)}")
    for number, root in (kept or {}).items():
        if number in roots:
            continue
        if closing is not None and datetime.fromisoformat(root["cut_at"]) >= closing[1]:
            later += 1
            continue
        found.fault(f"root {number} of your own copy: the edition does not have it; its end was cut off")
    more = f" ({later} roots of your own copy are later)" if later else ""
    found.done(before, "as many cases as the month was closed with, and no root is missing" + more)


def commitment(opening, parts):
    """The commitment that a line leads to, by the salts of what is shown and the digests of what is not."""
    joined = b""
    for part in PARTS:
        if part in opening["salts"]:
            joined += sha256(bytes.fromhex(opening["salts"][part]) + canonical({part: parts[part]}))
        else:
            joined += bytes.fromhex(opening["hidden"][part])
    return sha256(b"\0" + joined).hex()


def check_lines(found, rows, proof, leaves, month):
    """Each row leads to a commitment, and each commitment belongs to one row."""
    before, used = len(found.faults), Counter()
    if rows:
        day_columns = [name[4:] for name in rows[0] if name.startswith("day_")]
        fact_columns = [
            n for n in rows[0] if n not in ("case", "shown", "item", "site") and not n.startswith("day_")
        ]
    for number, row in enumerate(rows, start=1):
        name = f"line {number} ({row['case']})"
        opening = proof["openings"].get(row["case"])
        if not found.expect(
            opening is not None, f"{name}: the proof knows no such line; it was added or renamed"
        ):
            continue
        shown = OPEN_AT.get(row["shown"])
        if not found.expect(shown is not None, f"{name}: shown is {row['shown']!r}"):
            continue
        last = opening["last"]
        parts = dict(last["parts"])
        parts["facts"] = {fact: row[fact] for fact in fact_columns}
        for part in ("item", "site", "days"):
            said = {day: row["day_" + day] for day in day_columns} if part == "days" else row[part]
            found.expect(
                (part in last["salts"]) == (part in shown),
                f"{name}: {part} is shown and not proven, or kept back",
            )
            if part in shown:
                parts[part] = said
            else:
                found.expect(
                    not (any(said.values()) if part == "days" else said), f"{name}: {part} is not proven"
                )
        trail = [*opening["earlier"], last]
        previous = ""
        for step, line in enumerate(trail):
            told = parts if line is last else line["parts"]
            try:
                leaf = commitment(line, told)
            except (KeyError, ValueError):
                found.fault(f"{name}: the proof does not open it")
                break
            if not found.expect(leaf in leaves, f"{name}: is not what was committed to; it was altered"):
                break
            used[leaf] += 1
            found.expect("month" in line["salts"] and told.get("month") == month, f"{name}: of another month")
            found.expect("first" in line["salts"], f"{name}: does not say whether it is new")
            if step:
                known = "previous" in line["salts"] and told.get("previous") == previous
                found.expect(known, f"{name}: its earlier commitments are not its own")
            previous = leaf
        found.expect(
            trail[0]["parts"].get("first") == row["entered"],
            f"{name}: whether it is new this month is not proven",
        )
        check_days(found, name, row)
    known = Counter(row["case"] for row in rows)
    for pseudonym in proof["openings"]:
        found.expect(
            known[pseudonym] == 1,
            f"line of {pseudonym}: the proof knows it, the extract has it {known[pseudonym]} times",
        )
    for leaf, seq in leaves.items():
        found.expect(
            used[leaf] == 1,
            f"commitment {leaf[:16]} of entry {seq}: belongs to {used[leaf]} lines; one was dropped or added",
        )
    found.done(before, f"{len(rows)} lines, each as it was committed to; no commitment left over")


def check_days(found, name, row):
    """Where a line shows its days, its facts follow from them."""
    if row["shown"] != "day" or row["decided"] != "1":
        return
    for fact, due in (("promise_kept", "day_promised_due"), ("statute_kept", "day_statutory_due")):
        kept = "" if not row[due] else str(int(row["day_ended"] <= row[due]))
        found.expect(row[fact] == kept, f"{name}: {fact} does not follow from its days")


def check_few(found, rows):
    """No line shows more of where and when than at least five share."""
    before = len(found.faults)
    keys = {
        "day": ("item", "site", "day_received"),
        "item_site": ("item", "site"),
        "item": ("item",),
        "site": ("site",),
        "none": (),
    }
    groups = Counter((row["shown"], *(row[column] for column in keys.get(row["shown"], ()))) for row in rows)
    for group, size in groups.items():
        found.expect(size >= FEW, f"lines {' '.join(group)}: only {size} share it")
    found.done(before, f"every group of lines has at least {FEW}")


def cell(rows):
    """The figures of some lines, counted as the data dictionary says."""
    told = {figure: sum(int(row[fact] or 0) for row in rows) for figure, fact in SUMS.items()}
    decided = [row for row in rows if row["decided"] == "1"]
    for outcome in ("granted", "refused"):
        told[outcome] = sum(row["outcome"] == outcome for row in decided)
    for limit in ("promise", "statute"):
        told[limit + "_counted"] = sum(row[limit + "_kept"] != "" for row in decided)
        told[limit + "_kept"] = sum(row[limit + "_kept"] == "1" for row in decided)
    for who in ("office", "applicant"):
        days = sorted(int(row[who + "_days"]) for row in decided if row[who + "_days"])
        told[who + "_counted"] = len(days)
        for name, percent in (("median", 50), ("ninetieth", 90)):
            enough = len(days) >= FEW
            told[f"{who}_{name}"] = days[math.ceil(len(days) * percent / 100) - 1] if enough else None
    return told


def check_figures(found, rows, published, flat):
    """Each figure counted again, in both forms in which it was published."""
    before = len(found.faults)
    parts = {"all": {"all": rows}, "items": {}, "sites": {}}
    for row in rows:
        parts["items"].setdefault(row["item"], []).append(row)
        parts["sites"].setdefault(row["site"], []).append(row)
    counted = {
        (table, code, figure): value
        for table, codes in parts.items()
        for code, some in codes.items()
        for figure, value in cell(some).items()
    }
    told = {
        (table, code, figure): value
        for table, codes in published["figures"].items()
        for code, figures in codes.items()
        for figure, value in figures.items()
    }
    listed = {(row["table"], row["code"], row["figure"]): row["value"] for row in flat}
    for key, many in Counter((row["table"], row["code"], row["figure"]) for row in flat).items():
        found.expect(many == 1, f"figure {'/'.join(key)}: stands {many} times [figures.csv]")
    for key in sorted(set(counted) | set(told) | set(listed)):
        table, code, figure = key
        name = f"figure {figure} ({table}{'/' + (code or 'not shown') if table != 'all' else ''})"
        if key not in counted or key not in told or key not in listed:
            found.fault(f"{name}: is missing, or stands where no line belongs")
            continue
        right = counted[key]
        same = told[key] == right and type(told[key]) is type(right)
        found.expect(same, f"{name}: published {told[key]}, counted {right} [figures.json]")
        text = "" if right is None else str(right)
        found.expect(listed[key] == text, f"{name}: published {listed[key]!r}, counted {right} [figures.csv]")
    found.expect(
        published["lines"] == len(rows), f"lines: published {published['lines']}, counted {len(rows)}"
    )
    found.done(before, f"{len(counted)} figures counted again")


def once(pairs):
    """A JSON object of which no name stands twice; programs differ in which of two they believe."""
    told = dict(pairs)
    if len(told) < len(pairs):
        [(name, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"{name!r} stands twice in one object")
    return told


def read_csv(path):
    text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
    columns, *rows = list(csv.reader(text, strict=True)) or [[]]
    if len(set(columns)) < len(columns) or any(len(row) != len(columns) for row in rows):
        raise ValueError(f"{path.name}: a column stands twice, or a row has more or less than the head")
    return [{column: row[place] for place, column in enumerate(columns)} for row in rows]


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)


def read_roots(path):
    """Your own copy of the roots, by number."""
    kept = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        root = json.loads(line, object_pairs_hook=once) if line.strip() else None
        if root and kept.setdefault(root["number"], root) is not root:
            raise ValueError(f"{path.name}: root {root['number']} stands twice")
    return kept


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", action="append", default=[], help="public key of the roots, base64")
    parser.add_argument("--roots", type=Path, help="your own copy of ledger-roots.jsonl")
    args = parser.parse_args(arguments)
    if not args.key:
        parser.error("--key is needed: without it anybody could have signed the roots")
    try:
        keys = {base64.b64decode(key, validate=True) for key in args.key}
        published, extract, proof = (
            read_json(args.folder / name) for name in ("figures.json", "extract.json", "proof.json")
        )
        rows, flat = read_csv(args.folder / "extract.csv"), read_csv(args.folder / "figures.csv")
        kept = read_roots(args.roots) if args.roots else None
        month = published["month"]
        if published["format"] != "tongban-figures-2" or not re.fullmatch(r"\d{4}-\d\d", month):
            raise ValueError("not a format that this program knows")
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as fault:
        print(f"cannot be read: {fault}", file=sys.stderr)
        return 2
    print(f"Figures of {month}, edition {published['edition']}: {published['lines']} lines.")
    found = Findings()
    try:
        for name in ("format", "month", "edition", "reason"):
            same = published[name] == extract[name] == proof[name]
            found.expect(same, f"{name}: the files are not of one edition")
        roots = check_roots(found, proof["roots"], keys, kept)
        leaves, closing = check_stream(found, proof, roots, month)
        check_lines(found, rows, proof, leaves, month)
        check_end(found, closing, rows, roots, kept)
        before = len(found.faults)
        found.expect(rows == extract["cases"], "extract: extract.csv and extract.json differ")
        found.done(before, "both forms of the extract are the same")
        check_few(found, rows)
        check_figures(found, rows, published, flat)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        found.fault(f"the files are not in the shape of an edition: {type(fault).__name__} {fault}")
    for fault in found.faults:
        print("- " + fault)
    print("Everything holds." if not found.faults else f"{len(found.faults)} things do not hold.")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
