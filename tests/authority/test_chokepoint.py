"""Where the tables behind a case are read: through `visible_to`, and past it only where a reason stands here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import tongban
from tongban.cases import authority, commands

SOURCE = Path(tongban.__file__).parent
GUARDED = {
    "Case",
    "CaseMaterial",
    "CaseStep",
    "Party",
    "Paper",
    "PaperRow",
    "Blob",
    "Message",
    "Draft",
    "NoticeGiven",
}

# module → which tables it reads by itself, and why that tells nobody what is not theirs
PAST_THE_CHOKEPOINT: dict[str, tuple[set[str], str]] = {
    "cases/queries/tracking.py": (
        {"Case"},
        "finds a case by its number to compare the phone or code; tells neither",
    ),
    "cases/queries/proof.py": ({"Case"}, "public: the number leads to digests and dates, nothing personal"),
    "cases/queries/replaying.py": (
        {"Case"},
        "the operator's check of the ledger; answers faults, no content",
    ),
    "cases/queries/lists.py": ({"CaseStep"}, "steps of the rows that `visible_to` has let through"),
    "cases/queries/one.py": ({"Paper", "Blob"}, "papers and files of a case that `load` has let through"),
    "cases/queries/files.py": ({"PaperRow", "Blob"}, "a paper or file of a case that `load` has let through"),
    "cases/queries/drafts.py": ({"Draft", "Blob"}, "the owner's own drafts; a file of the token's draft"),
    "catalogue/telling/queries.py": (
        {"NoticeGiven", "Paper"},
        "notices of the reader's own site; by a notice's code what was told, without the name",
    ),
    "cases/queries/access.py": (
        {"Case"},
        "the auditor's log: case numbers for ids and back; no content is opened",
    ),
    "cases/queries/could_see.py": (
        {"Case"},
        "for the auditor: numbers of what `visible_to` lets somebody see, by their steps' moments, and their looks",
    ),
    "cases/queries/unusual.py": (
        {"Case", "CaseStep"},
        "the auditor's rules: at whose position a case was on a day, by its dates; no content is opened",
    ),
    "papers/queries/replaying.py": (
        {"Paper"},
        "the operator's check of the ledger; answers faults, no content",
    ),
    "papers/queries/verify.py": ({"Paper"}, "public: whoever holds a paper's code learns that it is real"),
}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the faces, and every query of the rooms."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.startswith("faces/") or "/queries/" in name or name.endswith("/queries.py"):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def tables_read(tree: ast.Module) -> set[str]:
    """The guarded models whose manager a module uses, under the name it gave them."""
    read = set()
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Attribute) and node.attr in ("objects", "_base_manager", "_default_manager")
        ):
            continue
        holder = node.value
        name = holder.id if isinstance(holder, ast.Name) else getattr(holder, "attr", "")
        if name in GUARDED:
            read.add(name)
    return read


def _renamed(tree: ast.Module) -> set[str]:
    """Guarded models imported under a name that `tables_read` would not know."""
    return {
        f"{alias.name} as {alias.asname}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in GUARDED and alias.asname and alias.asname not in GUARDED
    }


def test_a_query_reads_past_the_chokepoint_only_for_a_stated_reason() -> None:
    found = {name: read for name, tree in _modules() if (read := tables_read(tree))}
    assert found == {name: tables for name, (tables, _) in PAST_THE_CHOKEPOINT.items()}
    assert all(len(reason) > 20 for _, reason in PAST_THE_CHOKEPOINT.values())


def test_no_face_touches_a_table() -> None:
    touched = {
        name
        for name, tree in _modules()
        if name.startswith("faces/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_base_manager")
    }
    # the sessions' own table, which holds no case
    assert touched <= {"faces/common/session_store.py"}


def test_no_guarded_table_goes_by_another_name() -> None:
    assert {name: renamed for name, tree in _modules() if (renamed := _renamed(tree))} == {}


def test_the_check_sees_what_it_looks_for() -> None:
    tree = ast.parse(
        "from x import models\nmodels.Case.objects.all()\nBlob.objects.get(id=1)\nSite.objects.all()"
    )
    assert tables_read(tree) == {"Case", "Blob"}
    assert _renamed(ast.parse("from tongban.cases.models import Case as Row")) == {"Case as Row"}


# commands that do not run in the frame of an act, and where their authority is
OUTSIDE_THE_FRAME = {
    "submit": "channel_for",  # the channel belongs to a kind of actor
    "unmask": "load",  # staff who see the case
    "erase_person": "System",
    "export_list": "require_power",  # rows that a query gave this actor; each list is one role's
    "start_draft": "Staff | Citizen",  # anybody may begin; the owner is written down
    "claim_draft": "open_draft",
    "save_answer": "open_draft",
    "save_applicant_kind": "open_draft",
    "save_person": "open_draft",
    "save_representation": "open_draft",
    "save_pieces": "open_draft",
    "attach_material": "open_draft",
    "remove_material": "open_draft",
    "discard": "open_draft",
}


def _functions() -> dict[str, tuple[str, str]]:
    """Every function of the command modules by name, with its own source and its module's."""
    found = {}
    for path in (SOURCE / "cases/commands").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = (ast.get_source_segment(text, node) or "", text)
    return found


def test_every_command_asks_for_authority() -> None:
    """An act runs in `act_on`, which requires its line of the table; the others name their own door."""
    functions = _functions()
    for name in commands.__all__:
        if name not in functions:
            assert name[0].isupper(), name  # a shape, not an act
            continue
        own, module = functions[name]
        if name in OUTSIDE_THE_FRAME:
            assert OUTSIDE_THE_FRAME[name] in module, name
        else:
            assert f"act_on(\n        Act.{name.upper()}," in own or f"act_on(Act.{name.upper()}," in own, (
                name
            )
            assert name in authority.ROLES, name
    assert set(OUTSIDE_THE_FRAME) <= set(commands.__all__)
