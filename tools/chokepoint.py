"""Reads the program's text for reads of guarded tables past a chokepoint; one line each, with what to do.

The same is refused when it runs (`tongban/kernel/guarded.py`); here it is found before, in code that no check runs.

Usage: python tools/chokepoint.py
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tongban.site.chokepoint import (
    AS_THE_PROGRAM,
    BEYOND_THE_GUARD,
    CHOKEPOINTS,
    GUARDED,
    PAST_THE_CHOKEPOINT,
)

SOURCE = Path(__file__).resolve().parent.parent / "src/tongban"
MANAGERS = frozenset({"objects", "_base_manager", "_default_manager"})
# what makes names or statements while it runs, or sends them past the connection that the guard looks at
DYNAMIC_CALLS = frozenset(
    {"get_model", "get_models", "import_module", "__import__", "eval", "exec", "raw", "copy"}
)
DYNAMIC_CALLS |= {"RawSQL", "extra", "RawQuerySet"}
DYNAMIC_NAMES = frozenset({"_meta", "execute_wrappers", "related_model", "apps", "ContentType"})
WAYS_AROUND = frozenset({"psycopg", "psycopg_pool", "psycopg2", "asyncpg", "sqlalchemy"})
# of the driver what only adapts values
HARMLESS = re.compile(r"psycopg\.(types|errors)\b|psycopg\.sql$")
QUERYSET = frozenset(
    [
        "all",
        "filter",
        "get",
        "first",
        "last",
        "exclude",
        "values",
        "values_list",
        "exists",
        "iterator",
        "in_bulk",
        "order_by",
        "only",
        "defer",
        "earliest",
        "latest",
        "select_related",
        "prefetch_related",
        "aggregate",
        "annotate",
    ]
)
# the names by which rows of other tables lead to guarded ones (a check compares them with the models)
ACCESSORS = frozenset(
    {
        "steps",
        "materials",
        "holds",
        "breaches",
        "step_entries",
        "step_files",
        "case_signatures",
        "case_fees",
        "fee_reversal",
        "standing_reviews",
        "corrected_by",
        "kin_filings",
        "roster_rows",
        "declared_kin",
    }
)
LOOKUPS = ACCESSORS | {model.lower() for model in GUARDED}
SETS = frozenset(f"{model.lower()}_set" for model in GUARDED)
# batch.update(Case, …) and the like write, and read nothing
WRITERS = frozenset({"insert", "update", "delete"})
TABLE = re.compile(r"\b(?:" + "|".join(sorted(GUARDED.values())) + r")\b", re.IGNORECASE)
STATEMENT = re.compile(r"\b(?:from|join|update|into|table|using|select|delete)\b", re.IGNORECASE)

ADVICE = (
    "read it through visible_to(actor) or a query of the room; where neither can be, give the module its line with "
    "the reason in src/tongban/site/chokepoint.py"
)


@dataclass(frozen=True, order=True)
class Finding:
    """One read past a chokepoint: where, and what."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"src/tongban/{self.path}:{self.line}: {self.what}; {ADVICE}"


class Reading(ast.NodeVisitor):
    """One module, read."""

    def __init__(self, path: str, tree: ast.Module) -> None:
        self.path, self.found = path, set[Finding]()
        models, _ = PAST_THE_CHOKEPOINT.get(path, (set[str](), ""))
        self.may = set(GUARDED) if "*" in models else set(models)
        self.may |= _marked(path)
        self.beyond = path in BEYOND_THE_GUARD
        self.names = dict(_names(tree))
        self.quiet = _said_only(tree)
        self.asks = path.startswith("faces/") or "/queries/" in path or path.endswith("/queries.py")

    def note(self, node: ast.AST, what: str) -> None:
        self.found.add(Finding(self.path, getattr(node, "lineno", 1), what))

    def model_of(self, node: ast.AST) -> str:
        """The guarded model that an expression is, else nothing."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id, "")
        if isinstance(node, ast.Attribute) and node.attr in GUARDED and isinstance(node.value, ast.Name):
            return node.attr if node.value.id.endswith("models") else ""
        return ""

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if (model := self.model_of(node)) and model not in self.may and node not in self.quiet:
            self.note(node, f"uses {model}")
        if node.attr in MANAGERS and not self.model_of(node.value) and not isinstance(node.value, ast.Name):
            self._unknown_manager(node)
        if node.attr in ("let_through", "made_of") and self.path not in CHOKEPOINTS and not self.beyond:
            self.note(node, f"touches the mark ({node.attr}) that only a chokepoint gives")
        if node.attr in DYNAMIC_NAMES and not self.beyond and not _is_enum(node):
            self.note(node, f"looks tables up while it runs ({node.attr})")
        if node.attr == "connection" and "connection" in ast.unparse(node.value) and not self.beyond:
            self.note(node, "takes the driver's own connection, which the guard does not look at")
        self.generic_visit(node)

    def _related(self, called: ast.expr) -> bool:
        if not (isinstance(called, ast.Attribute) and called.attr in QUERYSET):
            return False
        rows = called.value
        related = isinstance(rows, ast.Attribute) and (rows.attr in ACCESSORS or rows.attr.endswith("_set"))
        return related and not self.may & {"CaseStep", "CaseMaterial", "LegalHold"}

    def _unknown_manager(self, node: ast.Attribute) -> None:
        if not self.beyond:
            self.note(node, f"reads by a manager of what is not plain here ({ast.unparse(node)[:60]})")

    def visit_Name(self, node: ast.Name) -> None:
        model = self.names.get(node.id, "")
        if model and model not in self.may and node not in self.quiet:
            self.note(node, f"uses {model}")
        if node.id == "let_through" and self.path not in CHOKEPOINTS and not self.beyond:
            self.note(node, "gives the mark that only a chokepoint gives")

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in DYNAMIC_CALLS and not self.beyond and not _of_a_value(node, called):
            self.note(node, f"makes names or statements while it runs ({called})")
        if called in ("getattr", "attrgetter", "setattr") and not self.beyond:
            for given in [*node.args[:2]]:
                text = given.value if isinstance(given, ast.Constant) else ""
                if text in MANAGERS | ACCESSORS | {"let_through"} or str(text).endswith("_set"):
                    self.note(node, f"reaches for {text} by its name")
        if self._related(node.func) and (
            called not in ("get", "values") or node.keywords or _of_a_set(node.func)
        ):
            self.note(node, f"reads related rows ({ast.unparse(node.func)[-60:]})")
        if called == "System" and self.asks and self.path not in AS_THE_PROGRAM:
            self.note(node, "acts as the program itself, which sees everything")
        if called in QUERYSET | {"Prefetch", "F", "Q", "update", "select_for_update", "create"}:
            self._lookups(node)
        self.generic_visit(node)

    def _lookups(self, node: ast.Call) -> None:
        if self.path in CHOKEPOINTS or self.may:
            return
        texts = [keyword.arg or "" for keyword in node.keywords]
        texts += [
            given.value
            for given in node.args
            if isinstance(given, ast.Constant) and isinstance(given.value, str)
        ]
        for text in texts:
            first = text.lstrip("-").split("__")[0]
            if first in LOOKUPS and "__" in text:
                self.note(node, f"joins a guarded table ({text})")

    def visit_Constant(self, node: ast.Constant) -> None:
        if not isinstance(node.value, str) or node in self.quiet:
            return
        if node.value in SETS and not self.may:
            self.note(node, f"reaches for {node.value} by its name")
        tables = {match.lower() for match in TABLE.findall(node.value)}
        named = {model for model, table in GUARDED.items() if table in tables}
        if self.beyond or self.path in SAYS_TABLES or not named - self.may:
            return
        if STATEMENT.search(node.value) or node.value.strip('" ') in tables:
            self.note(node, f"names the table of {', '.join(sorted(named - self.may))} in a text")

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._imported(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self._imported(node, f"{node.module}.{alias.name}")
            if alias.name == "*" and "models" in (node.module or ""):
                self.note(node, "imports every model under names that are not plain here")

    def _imported(self, node: ast.AST, name: str) -> None:
        driver = name.split(".")[0] in WAYS_AROUND and not HARMLESS.match(name)
        if driver and not self.beyond:
            self.note(node, f"takes the driver past the connection that the guard looks at ({name})")


# tables are named there to be granted, written to or locked; what is sent is looked at when it runs
SAYS_TABLES = frozenset(
    {"kernel/grants.py", "kernel/access.py", "kernel/key_rotation.py", "site/chokepoint.py"}
)


def _marked(path: str) -> set[str]:
    return set(GUARDED) if path in CHOKEPOINTS else set()


def _names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Local name → guarded model, by imports and by plain assignments."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "models" in (node.module or "").split("."):
            for alias in node.names:
                if alias.name in GUARDED:
                    known[alias.asname or alias.name] = alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in known:
            for target in node.targets:
                if isinstance(target, ast.Name):
                    known[target.id] = known[node.value.id]
    yield from known.items()


def _said_only(tree: ast.Module) -> set[ast.AST]:
    """Nodes that only say a type or explain: annotations, subscripts of types, docstrings, new rows, batch writes."""
    quiet: set[ast.AST] = set()

    def whole(node: ast.AST | None) -> None:
        if node is not None:
            quiet.update(ast.walk(node))

    from_the_batch = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "tongban.kernel.batch"
        for alias in node.names
        if alias.asname is None
    }
    for node in ast.walk(tree):
        if isinstance(node, (ast.AnnAssign, ast.arg)):
            whole(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            whole(node.returns)
        elif isinstance(node, ast.Subscript):
            whole(node.slice)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            whole(node.value)
        elif isinstance(node, ast.Attribute) and node.attr[:1].isupper():
            quiet.add(node.value)  # Case.State, Case.DoesNotExist
        elif isinstance(node, ast.Call):
            called = node.func
            quiet.add(called)  # a new row
            if isinstance(called, ast.Attribute) and called.attr in WRITERS:
                quiet.update(node.args[:1])
            if isinstance(called, ast.Name) and called.id in ("isinstance", "issubclass", "cast"):
                for given in node.args:
                    whole(given)
            if isinstance(called, ast.Name) and called.id == "fresh" and "fresh" in from_the_batch:
                quiet.update(node.args[:1])  # a new row too: `kernel.batch.fresh`
    return quiet


def _of_a_set(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and getattr(called.value, "attr", "").endswith("_set")


def _is_enum(node: ast.Attribute) -> bool:
    """`apps` as a folder of Django's own is no look-up."""
    return node.attr == "apps" and isinstance(node.value, ast.Name) and node.value.id == "django"


def _of_a_value(node: ast.Call, called: str) -> bool:
    """`copy` and the like as methods of plain values: without arguments, or from the standard library."""
    return called == "copy" and (not node.args or isinstance(node.func, ast.Name))


def findings_in(path: str, text: str) -> list[Finding]:
    """What a module does past a chokepoint.

    Args:
        path: within the package, e.g. ``faces/portal/track.py``.
    """
    tree = ast.parse(text)
    reading = Reading(path, tree)
    reading.visit(tree)
    return sorted(reading.found)


def modules() -> Iterator[tuple[str, str]]:
    """Every module of the program but its tables and their migrations, with its text."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if "/migrations/" not in name and "/models/" not in name and not name.endswith("/models.py"):
            yield name, path.read_text(encoding="utf-8")


def names_any_of(models: set[str], text: str) -> bool:
    """Whether a module names one of the models, its table, or a way to it."""
    tables = {GUARDED[model] for model in models & set(GUARDED)}
    words = models | tables | ACCESSORS | {"delete", "visible_to"}
    return bool(words & set(re.findall(r"\w+", text)))


def unneeded(known: Iterable[tuple[str, str]]) -> list[str]:
    """Lines of the lists that no module needs any more."""
    texts = dict(known)
    lost = [
        path
        for path in (*PAST_THE_CHOKEPOINT, *BEYOND_THE_GUARD, *AS_THE_PROGRAM, *CHOKEPOINTS)
        if path not in texts
    ]
    return [
        f"src/tongban/site/chokepoint.py: {path} is not there any more; take its line out" for path in lost
    ]


def main() -> int:
    known = list(modules())
    told = [str(finding) for path, text in known for finding in findings_in(path, text)] + unneeded(known)
    print("\n".join(told) or f"{len(known)} modules read, nothing goes past a chokepoint.")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
