"""A month of matters is published, and an outsider counts it again with nothing but the files and the key.

The verifier runs as a program of its own, apart from everything here.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.kernel.cutting import let_others_end

from tongban.kernel import roots
from tongban.kernel.errors import InputFaults
from tongban.kernel.models import LedgerRoot
from tongban.kernel.time import SHANGHAI, frozen
from tongban.kernel.verify import verify
from tongban.oversight.commands import publish_figures
from tongban.oversight.figures.publishing import NotYet
from tongban.oversight.figures.recording import commit_new
from tongban.oversight.figures.sweeping import ACTOR, commit_and_publish
from tongban.oversight.models import FigureEdition, FigureFile, FigureLine
from tongban.site.scenario import Scenario

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]

VERIFIER = Path(__file__).parents[2] / "docs" / "verify" / "verify_figures.py"
OCTOBER = datetime(2026, 10, 12, 10, tzinfo=SHANGHAI)
END_OF_OCTOBER = datetime(2026, 10, 30, 16, tzinfo=SHANGHAI)
NOVEMBER = datetime(2026, 11, 4, 9, tzinfo=SHANGHAI)


def checked(folder: Path, *more: str, key: bytes | None = None) -> subprocess.CompletedProcess[str]:
    """What the verifier says, run without anything of this program or its packages."""
    public = base64.b64encode(key or roots.public_key()).decode()
    return subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(folder), "--key", public, *more],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def downloaded(month: str, folder: Path, number: int = 1) -> Path:
    folder.mkdir()
    for file in FigureFile.objects.filter(edition__month=month, edition__number=number):
        (folder / file.name).write_bytes(bytes(file.content))
    return folder


def year_of_matters() -> None:
    """Of October: five of one day decided, one asked for more, four that go on into November; then six new ones."""
    for serial in range(1, 6):
        one = Scenario(serial=serial)
        with frozen(OCTOBER):
            one.submitted()
        with frozen(OCTOBER + timedelta(hours=1)):
            one.decided() if serial == 1 else None
        if serial == 3:  # what is committed to day by day has more than one line
            roots_cut(OCTOBER + timedelta(hours=14))
        with frozen(OCTOBER + timedelta(days=serial)):
            one.decided() if serial > 1 else None
    with frozen(OCTOBER + timedelta(days=1)):
        Scenario(serial=6).told_what_is_missing()
    for serial in range(7, 10):
        with frozen(OCTOBER + timedelta(days=serial)):
            Scenario(serial=serial).submitted()
    with frozen(END_OF_OCTOBER):
        Scenario(serial=10).accepted()
    roots_cut(END_OF_OCTOBER)
    with frozen(NOVEMBER - timedelta(days=1)):
        for serial in range(11, 17):
            Scenario(serial=serial).submitted()


def publish_when_held(now: datetime) -> None:
    """Publish the one month that is due, at the first turn at which a root holds it.

    What another worker's transaction had begun before holds a root back; the sweep then comes again.
    """
    for _turn in range(50):
        let_others_end()
        if done := commit_and_publish(now):
            assert done == 1
            return
    raise AssertionError("no root holds the month")


def roots_cut(now: datetime) -> None:
    let_others_end()
    roots.cut(now)
    commit_new(now)


def altered_json(name: str, change: Callable[[Any], None]) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        told = json.loads((folder / name).read_text(encoding="utf-8"))
        change(told)
        (folder / name).write_text(json.dumps(told), encoding="utf-8")

    return alter


def altered_text(name: str, change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        lines = (folder / name).read_bytes().decode("utf-8-sig").splitlines()
        (folder / name).write_text("\r\n".join(change(lines)) + "\r\n", encoding="utf-8-sig", newline="")

    return alter


def _one_more_in_time(told: Any) -> None:
    told["figures"]["all"]["all"]["promise_kept"] += 1


def _another_root(told: Any) -> None:
    told["roots"][0]["tree"] = "00" * 32


def _fewer_commitments(told: Any) -> None:
    told["leaves"][max(told["leaves"])].pop()


def _both_forms_without_a_line(folder: Path) -> None:
    altered_text("extract.csv", lambda lines: lines[:-1])(folder)
    gone = json.loads((folder / "extract.json").read_text(encoding="utf-8"))["cases"][-1]["case"]
    altered_json("extract.json", lambda told: told["cases"].pop())(folder)
    altered_json("proof.json", lambda told: told["openings"].pop(gone))(folder)


def _end_cut_off(told: Any) -> None:
    """As if the month had never been closed: no entry, no way to it, no root beyond."""
    cut = [json.loads(text)["type"] for text in told["entries"]].index("month_closed")
    told["entries"] = told["entries"][:cut]
    told["leaves"] = {seq: leaves for seq, leaves in told["leaves"].items() if int(seq) <= cut}
    told["held_by"] = [held for held in told["held_by"] if held["seq"] <= cut]
    last = max((held["root"] for held in told["held_by"]), default=1)
    told["roots"] = [root for root in told["roots"] if root["number"] <= last]


def _twice_in_json(folder: Path) -> None:
    text = (folder / "figures.json").read_text(encoding="utf-8")
    (folder / "figures.json").write_text(text.replace("{", '{"lines": 999, ', 1), encoding="utf-8")


ALTERATIONS: dict[str, tuple[Callable[[Path], None], str]] = {
    "one number": (altered_json("figures.json", _one_more_in_time), "figure promise_kept (all): published"),
    "one number of the table": (
        altered_text("figures.csv", lambda lines: [*lines[:1], lines[1] + "1", *lines[2:]]),
        "figure received (all): published",
    ),
    "one line dropped": (altered_text("extract.csv", lambda lines: lines[:-1]), "the extract has it 0 times"),
    "one line dropped everywhere": (_both_forms_without_a_line, "one was dropped or added"),
    "one line added": (
        altered_text("extract.csv", lambda lines: [*lines, lines[-1]]),
        "one was dropped or added",
    ),
    "one day altered": (
        altered_text(
            "extract.csv", lambda lines: [line.replace("2026-10-12", "2026-10-11") for line in lines]
        ),
        "is not what was committed to",
    ),
    "one root altered": (altered_json("proof.json", _another_root), "root 1: is not what its parts give"),
    "one commitment left out": (
        altered_json("proof.json", _fewer_commitments),
        "is not the one that was signed",
    ),
    "the end cut off": (
        altered_json("proof.json", _end_cut_off),
        "the month is not closed after its last commitment",
    ),
    "one number twice": (
        altered_text("figures.csv", lambda lines: [lines[0], lines[1] + "9", *lines[1:]]),
        "stands 2 times",
    ),
}


def test_an_outsider_counts_a_month_again_and_finds_whatever_was_altered(tmp_path: Path) -> None:
    year_of_matters()
    with frozen(NOVEMBER):
        publish_when_held(NOVEMBER)
        assert commit_and_publish(NOVEMBER) == 0  # once
    told = FigureEdition.objects.get()
    whole = told.figures["all"]["all"]
    assert (told.month, whole["received"], whole["decided"], whole["granted"]) == ("2026-10", 10, 5, 5)
    assert (whole["promise_kept"], whole["told_once"], whole["told_again"], whole["open"]) == (5, 1, 0, 5)
    assert (whole["office_median"], whole["office_ninetieth"], whole["applicant_median"]) == (3, 5, 0)

    # nobody's name, number or case is in it
    files = downloaded("2026-10", tmp_path / "october")
    every = "".join(path.read_text(encoding="utf-8-sig") for path in files.iterdir())
    for one in (Scenario(serial=serial) for serial in range(1, 11)):
        assert one.applicant.name not in every
        assert one.applicant.number not in every
    for stream in FigureLine.objects.values_list("stream", flat=True):
        assert str(stream) not in every
    _, *lines = (files / "extract.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sorted(line.split(",")[1] for line in lines) == ["day"] * 5 + ["item_site"] * 5

    # it holds, and does not where anything was changed
    sound = checked(files)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "Everything holds." in sound.stdout
    for name, (alter, said) in ALTERATIONS.items():
        copy = copytree(files, tmp_path / name.replace(" ", "-"))
        alter(copy)
        found = checked(copy)
        assert (found.returncode, said in found.stdout) == (1, True), (name, found.stdout)
    copy = copytree(files, tmp_path / "twice-in-json")
    _twice_in_json(copy)
    found = checked(copy)
    assert (found.returncode, "'lines' stands twice" in found.stderr) == (2, True), (
        found.stdout + found.stderr
    )
    strange = checked(files, key=bytes(range(32)))
    assert (strange.returncode, "signed with another key" in strange.stdout) == (1, True)
    kept = tmp_path / "kept.jsonl"
    first = json.loads((files / "proof.json").read_text(encoding="utf-8"))["roots"][0]
    kept.write_text(json.dumps({**first, "root": "11" * 32}) + "\n", encoding="utf-8")
    assert "not as in your own copy" in checked(files, "--roots", str(kept)).stdout
    with frozen(NOVEMBER + timedelta(days=1)):  # a later root is no part of October, an earlier one is
        roots_cut(NOVEMBER + timedelta(days=1))
    every_root = [roots.published(root) for root in LedgerRoot.objects.order_by("number")]
    kept.write_text("".join(json.dumps(root) + "\n" for root in every_root), encoding="utf-8")
    with_later = checked(files, "--roots", str(kept))
    assert (with_later.returncode, "own copy are later" in with_later.stdout) == (0, True), with_later.stdout
    kept.write_text(kept.read_text(encoding="utf-8") + json.dumps(every_root[-1]) + "\n", encoding="utf-8")
    assert checked(files, "--roots", str(kept)).returncode == 2
    early = {**every_root[-1], "cut_at": every_root[0]["cut_at"]}
    kept.write_text("".join(json.dumps(r) + "\n" for r in [*every_root[:-1], early]), encoding="utf-8")
    assert "the edition does not have it" in checked(files, "--roots", str(kept)).stdout

    # the inside agrees, until a line is touched; what was published is not
    assert verify().holds
    line = FigureLine.objects.filter(facts__decided="1").first()
    assert line is not None
    FigureLine.objects.filter(id=line.id).update(facts={**line.facts, "promise_kept": "0"})
    assert "projection_differs" in {fault.code for fault in verify().faults}
    FigureLine.objects.filter(id=line.id).update(facts=line.facts)
    for changed in (FigureEdition, FigureFile):
        with pytest.raises(DatabaseError), transaction.atomic():
            changed.objects.all().delete()

    # a correction is another edition, with its reason; the first one stays
    with frozen(NOVEMBER):
        with pytest.raises(InputFaults):
            publish_figures(ACTOR, "2026-10", idempotency_key="no reason")
        assert publish_figures(ACTOR, "2026-10", reason="一处说明写错", idempotency_key="again") == 2
        with pytest.raises(NotYet):
            publish_figures(ACTOR, "2026-11", idempotency_key="too early")
    second = downloaded("2026-10", tmp_path / "second", 2)
    assert checked(second).returncode == 0
    # salts are the same in both, so that rows can be joined: nothing of where and when is told anew
    assert (second / "extract.csv").read_bytes() == (files / "extract.csv").read_bytes()
    assert json.loads((second / "extract.json").read_text(encoding="utf-8"))["pseudonyms_of"] == 1
    assert [one.reason for one in FigureEdition.objects.order_by("number")] == ["", "一处说明写错"]

    # what stayed open is in the next month's figures, though nothing happened to it
    december = datetime(2026, 12, 7, 9, tzinfo=SHANGHAI)
    with frozen(december):
        publish_when_held(december)
    november = FigureEdition.objects.get(month="2026-11").figures["all"]["all"]
    assert (november["received"], november["decided"], november["open"]) == (6, 0, 11)
    assert november["overdue_promise"] == 1
    assert checked(downloaded("2026-11", tmp_path / "november")).returncode == 0
