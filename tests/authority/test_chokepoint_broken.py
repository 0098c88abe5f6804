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
from tools.chokepoint import findings_in

from tongban.cases.models import Case
from tongban.cases.visibility import visible_to
from tongban.kernel.actors import Citizen, System
from tongban.kernel.guarded import PastTheChokepoint, tables_in

CITIZEN = Citizen(b"d" * 32, b"")
pytestmark = pytest.mark.django_db

QUERY, FACE, COMMAND = "cases/queries/broken.py", "faces/workbench/broken.py", "catalogue/commands/broken.py"
# name: (module, "text" or "-" found in the text, "run" or "-" refused when it runs or "?" not run here, source)
BROKEN: dict[str, tuple[str, str, str, str]] = {
    "the manager": (
        QUERY,
        "text",
        "run",
        """
        from tongban.cases.models import Case
        def run(): return Case.objects.first()
        """,
    ),
    "in a command of another room": (
        COMMAND,
        "text",
        "run",
        """
        from tongban.parties.models import Party
        def run(): return list(Party.objects.all())
        """,
    ),
    "under another name": (
        QUERY,
        "text",
        "run",
        """
        from tongban.cases.models import Case as Row
        def run(): return Row.objects.count()
        """,
    ),
    "through the package": (
        FACE,
        "text",
        "run",
        """
        from tongban.cases import models
        def run(): return models.Draft.objects.exists()
        """,
    ),
    "by a name given later": (
        QUERY,
        "text",
        "run",
        """
        from tongban.papers.models import Paper
        rows = Paper
        def run(): return rows.objects.values_list("number").first()
        """,
    ),
    "the base manager": (
        QUERY,
        "text",
        "run",
        """
        from tongban.kernel.models import Blob
        def run(): return Blob._base_manager.first()
        """,
    ),
    "the default manager": (
        QUERY,
        "text",
        "run",
        """
        from tongban.kernel.models import Message
        def run(): return Message._default_manager.first()
        """,
    ),
    "a queryset without a manager": (
        QUERY,
        "text",
        "run",
        """
        from django.db.models import QuerySet
        from tongban.cases.models import Case
        def run(): return QuerySet(Case).first()
        """,
    ),
    "the manager by its name in a text": (
        QUERY,
        "text",
        "run",
        """
        from tongban.cases.models import Case
        def run(): return getattr(Case, "obj" + "ects").first()
        """,
    ),
    "the register of models": (
        FACE,
        "text",
        "run",
        """
        from django.apps import apps
        def run(): return apps.get_model("cases", "Case").objects.first()
        """,
    ),
    "a model's own knowledge of its relations": (
        QUERY,
        "text",
        "run",
        """
        from tongban.kernel.models import DataKey
        def run(): return [r.related_model._base_manager.first() for r in DataKey._meta.related_objects]
        """,
    ),
    "raw SQL of the ORM": (
        QUERY,
        "text",
        "run",
        """
        from tongban.directory.models import Site
        def run(): return list(Site.objects.raw("SELECT id, number FROM cases_case"))
        """,
    ),
    "a cursor": (
        QUERY,
        "text",
        "run",
        """
        from django.db import connection
        def run():
            with connection.cursor() as cursor:
                cursor.execute("SELECT number FROM cases_case")
        """,
    ),
    "a cursor with the name put together": (
        QUERY,
        "-",
        "run",
        """
        from django.db import connection
        def run():
            room = "cases"
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT number FROM {room}_case")
        """,
    ),
    "a name in escapes": (
        QUERY,
        "-",
        "run",
        """
        from django.db import connection
        def run():
            with connection.cursor() as cursor:
                cursor.execute('SELECT 1 FROM U&"cases!005fcase" UESCAPE \\'!\\'')
        """,
    ),
    "a month of the access log": (
        QUERY,
        "-",
        "run",
        """
        from django.db import connection
        def run():
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM kernel_access_209901")
        """,
    ),
    "a prepared statement": (
        QUERY,
        "text",
        "run",
        """
        from tongban.kernel.kept_queries import prepared_cursor
        def run():
            with prepared_cursor() as cursor:
                cursor.execute("SELECT name FROM parties_party WHERE id = $1", [1])
        """,
    ),
    "a kept query": (
        QUERY,
        "text",
        "run",
        """
        from tongban.cases.models import Case
        from tongban.kernel.kept_queries import KeptQuery
        KEPT = KeptQuery(lambda number: Case.objects.filter(number=number), {"number": "a probe"})
        def run(): return KEPT.first(number="x")
        """,
    ),
    "a related manager": (
        QUERY,
        "text",
        "run",
        """
        from tongban.kernel.models import DataKey
        def run(): return DataKey(id=1).case_set.first()
        """,
    ),
    "a related manager by its name": (
        QUERY,
        "text",
        "run",
        """
        from tongban.kernel.models import DataKey
        def run(): return getattr(DataKey(id=1), "draft_set").first()
        """,
    ),
    "steps of a row": (
        FACE,
        "text",
        "run",
        """
        def run(row): return list(row.steps.filter(state="open"))
        """,
    ),
    "fetched beforehand": (
        QUERY,
        "text",
        "run",
        """
        from django.db.models import prefetch_related_objects
        from tongban.kernel.models import DataKey
        def run(): return prefetch_related_objects([DataKey(id=1)], "case_set")
        """,
    ),
    "a relation followed forward": (
        FACE,
        "-",
        "run",
        """
        def run(row): return row.applicant.sealed
        """,
    ),
    "a join from another table": (
        COMMAND,
        "text",
        "run",
        """
        from tongban.catalogue.models import ItemVersion
        def run(): return ItemVersion.objects.filter(case__status="granted").first()
        """,
    ),
    "columns of a join": (
        COMMAND,
        "text",
        "run",
        """
        from tongban.kernel.models import DataKey
        def run(): return list(DataKey.objects.values("message__template")[:1])
        """,
    ),
    "a query within a query": (
        QUERY,
        "text",
        "run",
        """
        from tongban.cases.models import Case
        from tongban.directory.models import Site
        def run(): return list(Site.objects.filter(id__in=Case.objects.values("intake_site_id")))
        """,
    ),
    "a plan of a query": (
        QUERY,
        "text",
        "run",
        """
        from tongban.cases.models import Case
        def run(): return Case.objects.filter(number="x").explain()
        """,
    ),
    "read again": (
        FACE,
        "-",
        "run",
        """
        def run(row): return row.refresh_from_db()
        """,
    ),
    "an update that tells how many": (
        QUERY,
        "text",
        "run",
        """
        from tongban.cases.models import Case
        def run(): return Case.objects.filter(number="x").update(status="granted")
        """,
    ),
    "handed to the library's own function": (
        QUERY,
        "text",
        "run",
        """
        from tongban.cases.models import Case
        def run(): return list(map(Case.objects.get_or_create.__self__.filter, [])) or max([1], key=lambda _: Case.objects.count())
        """,
    ),
    "in a thread of its own": (
        QUERY,
        "text",
        "run",
        """
        from concurrent.futures import ThreadPoolExecutor
        from tongban.cases.models import Case
        def run():
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(Case.objects.first).result()
        """,
    ),
    "code made while it runs": (
        QUERY,
        "text",
        "run",
        """
        def run(): exec("from tongban.cases.models import Case; Case.objects.first()", {})
        """,
    ),
    "a model derived from a guarded one": (
        QUERY,
        "text",
        "?",
        """
        from tongban.cases.models import Case
        class Mine(Case):
            class Meta:
                proxy = True
        """,
    ),
    "a model of the same table": (
        QUERY,
        "text",
        "?",
        """
        from django.db import models
        class Mine(models.Model):
            number = models.TextField()
            class Meta:
                db_table = "cases_case"
        """,
    ),
    "every model under names that are not said": (
        QUERY,
        "text",
        "?",
        """
        from tongban.cases.models import *
        """,
    ),
    "as the program itself": (
        FACE,
        "text",
        "-",
        """
        from tongban.cases.queries import case_for
        from tongban.kernel.actors import System
        def run(): return case_for(System("me"), "x")
        """,
    ),
    "a mark of its own": (
        QUERY,
        "text",
        "-",
        """
        from tongban.cases.models import Case
        from tongban.kernel.guarded import let_through
        def run(): return let_through(Case.objects.all()).first()
        """,
    ),
    "joined to what was let through": (
        QUERY,
        "text",
        "-",
        """
        from tongban.cases.models import Case
        from tongban.cases.visibility import visible_to
        def run(actor): return (visible_to(actor) | Case.objects.all()).first()
        """,
    ),
    "the driver's own connection": (
        QUERY,
        "text",
        "-",
        """
        from django.db import connection
        def run(): return connection.connection.execute("SELECT 1 FROM " + "cases" + "_case")
        """,
    ),
    "a connection of its own": (
        QUERY,
        "text",
        "-",
        """
        import psycopg
        def run(address): return psycopg.connect(address).execute("SELECT 1 FROM " + "cases" + "_case")
        """,
    ),
    "copied out": (
        QUERY,
        "text",
        "-",
        """
        from django.db import connection
        def run():
            with connection.cursor() as cursor, cursor.copy("COPY cases" + "_case TO STDOUT") as out:
                return list(out)
        """,
    ),
}


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
