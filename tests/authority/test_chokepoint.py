"""Where the tables behind a case are read: through a chokepoint, and past it only where a reason stands.

The list is `tongban/site/chokepoint.py`: a new module that reads a guarded table gets its line **there**.  Found in
the text by `tools/chokepoint.py`, refused when it runs by `kernel/guarded.py`; what each of the two catches is
proved with broken modules in `test_chokepoint_broken.py`.
"""

import ast
from pathlib import Path

from django.apps import apps
from tools import chokepoint

import tongban
from tongban.cases import authority, commands
from tongban.site.chokepoint import AS_THE_PROGRAM, BEYOND_THE_GUARD, GUARDED, PAST_THE_CHOKEPOINT

SOURCE = Path(tongban.__file__).parent


def test_no_module_reads_past_the_chokepoint_without_a_stated_reason() -> None:
    known = list(chokepoint.modules())
    told = [str(finding) for path, text in known for finding in chokepoint.findings_in(path, text)]
    assert told + chokepoint.unneeded(known) == []


def test_every_exception_says_why_and_is_still_needed() -> None:
    reasons = [reason for _, reason in PAST_THE_CHOKEPOINT.values()]
    assert all(
        len(reason) > 12 for reason in (*reasons, *AS_THE_PROGRAM.values(), *BEYOND_THE_GUARD.values())
    )
    texts = dict(chokepoint.modules())
    for path, (models, _) in PAST_THE_CHOKEPOINT.items():
        if not models & set(GUARDED):
            continue
        assert chokepoint.names_any_of(models, texts[path]), f"{path} reads none of {models} any more"


def test_every_table_with_somebodys_matter_is_guarded() -> None:
    """Whatever is sealed under a key of its own holds something of somebody: guarded, or named here with why not."""
    sealed = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("tongban.")
        and any(
            field.related_model and field.related_model.__name__ == "DataKey" for field in model._meta.fields
        )
    }
    assert sealed - set(GUARDED) <= {
        "Account",
        "Proposal",
        "Slip",
    }  # staff's own: how they sign in, what they propose
    assert {name: apps_table(name) for name in GUARDED} == GUARDED


def apps_table(name: str) -> str:
    return next(str(m._meta.db_table) for m in apps.get_models() if m.__name__ == name)


def test_the_ways_from_other_tables_to_guarded_ones_are_known_to_the_reader() -> None:
    accessors, lookups = set(), set()
    for model in apps.get_models():
        for relation in model._meta.related_objects:
            if relation.related_model.__name__ in GUARDED and (name := relation.get_accessor_name()):
                accessors.add(name)
                lookups.add(relation.field.related_query_name())
    assert {name for name in accessors if not name.endswith("_set")} <= chokepoint.ACCESSORS
    assert lookups <= chokepoint.LOOKUPS


# commands that do not run in the frame of an act, and where their authority is
OUTSIDE_THE_FRAME = {
    "apply_on_the_spot": 'may_start("cases.apply_on_the_spot", actor)',  # then as `submit`, and as any act
    "take_several": 'require_power("cases.take_several"',  # each of them is an act of its own
    "reassign_several": 'require_power("cases.reassign_several"',
    "save_list": 'require_power("cases.save_list"',  # a filter of one's own
    "remove_list": 'command("cases.remove_list"',
    "restore_list": 'command("cases.restore_list"',
    "archive_many": 'require_power("cases.archive_many"',  # each of them is an act of its own
    "receive_results": 'require_power("cases.receive_results"',
    "take_out_results": 'require_power("cases.take_out_results"',
    "export_archive": 'require_power("cases.export_archive"',
    "submit": "channel_for",  # the channel belongs to a kind of actor
    "unmask": "load",  # staff who see the case
    "confirm_identity_by_code": "find_tracker",  # whoever holds the receipt's code; then as `confirm_identity`
    "confirm_mandate": "load",  # a counter that sees the case
    "attach_correction": "require",  # who may `correct` the case they see
    "erase_person": "System",
    "export_list": "require_power",  # rows that a query gave this actor; each list is one role's
    "start_draft": "Staff | Citizen",  # anybody may begin; the owner is written down
    "claim_draft": "open_draft",
    "take_next": 'may_start("cases.take_next", actor)',
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
