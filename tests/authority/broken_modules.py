"""Modules that read past the chokepoint, in every way we could think of; `test_chokepoint_broken.py` tries them."""

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
