"""The comparison: short alternating rounds of ours, the floor and the limit, so that a slow minute strikes all three."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from statistics import median

from bench import cpu, statements
from bench.bare_http import BareHttp
from bench.bare_sql import DATABASE as BARE
from bench.bare_sql import BareSql
from bench.deployment import WORKER_NAME, Deployment
from bench.driver import Client, Round, drive
from tongban.site.django_setup import set_up_django
from tongban.site.embedded_postgres.roles import APP_ROLE

COUNTED_CASES = 20  # for the number of statements
WARM_SECONDS = 1.5


@dataclass
class Measured:
    """One system under so many clients; medians over its rounds.

    Attributes:
        system: ``ours``, ``ours, worker paused``, ``bare view``, ``bare view, files``, ``bare SQL``.
        rates: cases per second of each round.
        cpu_web, cpu_database, cpu_worker, cpu_client: milliseconds per case; the worker's with its own
            database processes.
    """

    system: str
    clients: int
    rate: float
    rates: list[float]
    p50: float
    p95: float
    acts: dict[str, tuple[float, float]]
    cpu_web: float
    cpu_database: float
    cpu_worker: float
    cpu_client: float

    @property
    def cpu(self) -> float:
        return self.cpu_web + self.cpu_database


@dataclass
class Figures:
    """Everything that one run found."""

    measured: list[Measured] = field(default_factory=list)
    sql_per_case: dict[str, float] = field(default_factory=dict)
    statements: list[tuple[float, float, str]] = field(default_factory=list)


def quantile(values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Comparison:
    """One run over one deployment.

    Args:
        rounds: of each system at each number of clients.
        seconds: length of a round.
    """

    def __init__(self, deployment: Deployment, rounds: int, seconds: float) -> None:
        self.deployment, self.rounds, self.seconds = deployment, rounds, seconds
        self._serial = 1

    def run(self, counts: list[int]) -> Figures:
        """Sign in, warm up, count the statements, then compare at each number of clients."""
        set_up_django()
        from bench.life_cycle import ROLES, LifeCycle, scan, signed_in  # they need Django set up
        from tongban.site.demo.county import PASSWORD

        picture = scan()
        desks = {role: signed_in(self.deployment.port, role, PASSWORD) for role in ROLES}
        # an account has one live session; the clients share it, each at a connection of its own
        clients = [
            LifeCycle({role: desk.another() for role, desk in desks.items()}, picture)
            for _ in range(max(counts))
        ]
        for desk in desks.values():
            desk.close()
        for client in clients:
            for browser in client.browsers.values():
                browser.close()  # each client process opens connections of its own
        systems: dict[str, list[Callable[[], Client]]] = {
            "ours": [partial(_same, client) for client in clients],
            "ours, worker paused": [partial(_same, client) for client in clients],
            "bare view": [partial(BareHttp, self.deployment.floor_port) for _ in clients],
            "bare view, files": [partial(BareHttp, self.deployment.floor_port, picture) for _ in clients],
            "bare SQL": [partial(BareSql, self.deployment.bare_url) for _ in clients],
        }
        figures = Figures()
        self.deployment.pause_worker()
        for makers in systems.values():
            self._drive(makers[:4], WARM_SECONDS)
        self._count(systems, figures)
        for count in counts:
            rounds: dict[str, list[tuple[Round, dict[str, float]]]] = {name: [] for name in systems}
            for _ in range(self.rounds):
                for name, makers in systems.items():
                    rounds[name].append(self._round(name, makers[:count]))
            figures.measured += [_medians(name, count, found) for name, found in rounds.items()]
        return figures

    def _drive(self, makers: list[Callable[[], Client]], seconds: float, most: int = 0) -> Round:
        self._serial += 1_000_000
        return drive(makers, seconds, self._serial, most)

    def _count(self, systems: dict[str, list[Callable[[], Client]]], figures: Figures) -> None:
        for name, database in (("ours", "tongban"), ("bare view", BARE), ("bare SQL", BARE)):
            with self.deployment.superuser() as here, self.deployment.superuser(database) as there:
                if database != "tongban":
                    there.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
                statements.reset(here)
                self._drive(systems[name][:1], 60, COUNTED_CASES)
                found = statements.counted(there, APP_ROLE)
            figures.sql_per_case[name] = sum(calls for calls, _, _ in found) / COUNTED_CASES
            if name == "ours":
                figures.statements = [
                    (calls / COUNTED_CASES, spent / COUNTED_CASES, query) for calls, spent, query in found
                ]

    def _round(self, name: str, makers: list[Callable[[], Client]]) -> tuple[Round, dict[str, float]]:
        if name == "ours":
            self.deployment.resume_worker()
        before = self._cpu(name)
        found = self._drive(makers, self.seconds)
        after = self._cpu(name)
        if name == "ours":
            self.deployment.pause_worker()
        return found, {part: after[part] - before[part] for part in after}

    def _cpu(self, name: str) -> dict[str, float]:
        """Web, database and worker so far, in milliseconds.

        The database is all of the server's processes (writers too) but those that serve the worker.
        """
        deployment = self.deployment
        assert deployment.database.process is not None
        server = set(cpu.descendants(deployment.database.process.pid))
        for_worker = set(deployment.backends_of(WORKER_NAME)) & server
        web = (deployment.floor if name.startswith("bare view") else deployment.web).pid
        return {
            "web": 0.0 if name == "bare SQL" else cpu.milliseconds(cpu.descendants(web)),
            "database": cpu.milliseconds(server - for_worker),
            "worker": cpu.milliseconds(cpu.descendants(deployment.worker.pid)) + cpu.milliseconds(for_worker),
        }


def _same(client: Client) -> Client:
    return client


def _medians(name: str, count: int, found: list[tuple[Round, dict[str, float]]]) -> Measured:
    rounds = [one for one, _ in found]

    def per_case(part: str) -> float:
        return median(spent[part] / one.cases for one, spent in found)

    cases = [value for one in rounds for value in one.case_ms]
    acts = {act: [value for one in rounds for value in one.act_ms[act]] for act in rounds[0].act_ms}
    return Measured(
        system=name,
        clients=count,
        rate=median(one.rate for one in rounds),
        rates=[one.rate for one in rounds],
        p50=quantile(cases, 0.5),
        p95=quantile(cases, 0.95),
        acts={act: (quantile(values, 0.5), quantile(values, 0.95)) for act, values in acts.items()},
        cpu_web=per_case("web"),
        cpu_database=per_case("database"),
        cpu_worker=per_case("worker") if name == "ours" else 0.0,
        cpu_client=median(one.client_cpu_ms / one.cases for one in rounds),
    )
