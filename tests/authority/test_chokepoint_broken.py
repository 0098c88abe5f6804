"""Modules that read past the chokepoint, in every way we could think of: which are found in the text, which refused.

Each is written out as a module of a room or face and given to the reader of `tools/chokepoint.py`; those that can
run here run as a module of that name against a real database.  ``-`` in a column is a way that this half does not
catch, and is said so in docs/mechanisms/authority-matrix.md; none has two.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from textwrap import dedent

import pytest
from django.db import connection, transaction
from tests.authority.broken_modules import BROKEN
from tools.chokepoint import findings_in

from tongban.cases.models import Case
from tongban.cases.visibility import visible_to
from tongban.kernel.actors import Citizen, System
from tongban.kernel.guarded import PastTheChokepoint, tables_in

CITIZEN = Citizen(b"d" * 32, b"")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_module_is_found_in_its_text(name: str) -> None:
    path, found, refused, source = BROKEN[name]
    assert "text" in found or "run" in refused, "one of the two must catch it"
    told = findings_in(path, dedent(source))
    assert bool(told) == (found == "text"), told
    for finding in told:
        assert str(finding).startswith(f"src/tongban/{path}:{finding.line}: ")


@pytest.mark.parametrize("name", sorted(name for name, row in BROKEN.items() if row[2] != "?"))
def test_a_broken_module_is_refused_when_it_runs(name: str) -> None:
    path, _, refused, source = BROKEN[name]
    module = "tongban." + path.removesuffix(".py").replace("/", ".")
    space: dict[str, object] = {"__name__": module}
    exec(compile(dedent(source), path, "exec"), space)
    run = space["run"]
    assert callable(run)
    given = run.__code__.co_varnames[: run.__code__.co_argcount]
    arguments = [{"row": Case(applicant_id=1), "actor": CITIZEN, "address": ""}[one] for one in given]
    if refused == "run":
        with pytest.raises(PastTheChokepoint) as told, transaction.atomic():
            run(*arguments)
        assert "site/chokepoint.py" in str(told.value)
        return
    try:
        with transaction.atomic():
            run(*arguments)
    except Exception as fault:  # whatever else it says, the guard did not see it
        assert not isinstance(fault, PastTheChokepoint)


def test_what_a_chokepoint_gave_is_read_anywhere() -> None:
    source = """
        def run(cases):
            list(cases.order_by("number").values("number")[:3])
            return cases.filter(number="x").count(), cases.exists(), cases.select_related("applicant").first()
    """
    space: dict[str, object] = {"__name__": "tongban.faces.workbench.sound"}
    exec(dedent(source), space)
    counted, _, _ = space["run"](visible_to(System("checks")))  # type: ignore[operator]  # as just made
    assert counted == 0, "and nothing was refused"


def test_what_a_chokepoint_gave_does_not_speak_for_a_query_beside_it() -> None:
    source = """
        from tongban.parties.models import Party
        def run(cases):
            list(cases)
            return Party.objects.first()
    """
    space: dict[str, object] = {"__name__": "tongban.cases.queries.half_sound"}
    exec(dedent(source), space)
    with pytest.raises(PastTheChokepoint):
        space["run"](visible_to(System("checks")))  # type: ignore[operator]  # as just made


def test_a_plain_insert_and_other_tables_are_nobodys_secret() -> None:
    assert tables_in('INSERT INTO "cases_case" ("id") VALUES (%s)') == frozenset()
    assert (
        tables_in("SELECT 1 FROM cases_caseload") == frozenset() == tables_in("SELECT 1 FROM directory_site")
    )
    assert tables_in('INSERT INTO x SELECT * FROM "Cases_Case"') == {"cases_case"}


def test_a_connection_of_another_thread_is_looked_at_as_well() -> None:
    source = "from tongban.cases.models import Case\ndef run(): return Case.objects.first()"
    space: dict[str, object] = {"__name__": "tongban.cases.queries.elsewhere"}
    exec(source, space)

    def there() -> str:
        try:
            space["run"]()  # type: ignore[operator]  # as just made
        except PastTheChokepoint:
            return "refused"
        finally:
            connection.close()
        return "read"

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(there).result() == "refused"
    assert sys.modules.get("tongban.cases.queries.elsewhere") is None
